"""The audit of a real watch: who signed in, which cameras were seen, what was commanded, and that it stands under a head."""

from pathlib import Path

import pytest

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.commands import UnlockDoor
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import ALONE
from smartclient.evidence.audit.entries import Entry, read_line
from smartclient.evidence.audit.files import beside, head_of
from smartclient.evidence.audit.known_heads import read_heads
from smartclient.evidence.audit.verify import raw_lines, verify
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


def entries(log: Path) -> list[Entry]:
    found = (read_line(raw.removesuffix(b"\n")) for raw in raw_lines(log))
    return [line.entry for line in found if line is not None]


def is_live(entry: Entry) -> bool:
    return isinstance(entry.detail, dict) and entry.detail.get("sight") == "live"


def test_a_watch_leaves_an_intact_audit() -> None:
    logs: list[Path] = []

    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            logs.append(watch.guarding.audit.auditing.path)
            camera = the(watch, DeviceKind.CAMERA, "")
            door = next(d for d in watch.store.devices.values() if d.id in watch.store.commandable)
            watch.verbs.open_video(camera.id)
            await until(lambda: any(e.act == "begin to watch" and is_live(e) for e in entries(logs[0])))
            watch.dispatcher.send(UnlockDoor(door.id))
            await until(lambda: watch.store.pending(door.id) is None)
            await until(lambda: watch.guarding.audit.exchanges[ALONE].told)

        on_watch(server, body)
    said = entries(logs[0])
    acts = [entry.act for entry in said]
    assert acts[0] == "begin log"
    assert acts[-2:] == ["signed out", "close log"]
    signed_in = next(entry for entry in said if entry.act == "signed in")
    assert signed_in.by == "dispatcher"
    assert "unlock door" in acts
    seen = next(entry for entry in said if entry.act == "watched" and is_live(entry))
    assert seen.detail["seconds"] >= 0
    assert seen.detail["way"]
    report = verify(logs[0], read_heads(head_of(logs[0])))
    assert report.intact
    assert report.sealed == report.entries


def test_the_log_lies_beside_the_journal() -> None:
    assert beside(Path("/x/journal-demo.db")) == Path("/x/audit-demo.log")
