"""Evidence in the running window: marked on the timeline, exported with Ctrl+E from a real demo server, intact, journalled."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smartclient.adapters.xprotect.client import XProtectServer
from smartclient.app.loop import run
from smartclient.app.starting import given, home
from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.connection import Line
from smartclient.domain.devices import DeviceKind
from smartclient.domain.recordings import Span
from smartclient.evidence.exports import State
from smartclient.evidence.manifest import MANIFEST, Basis, from_bytes
from smartclient.evidence.verify import verify
from smartclient.runtime.clock import SystemClock
from smartclient.runtime.secret import Secret
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import demo_plan

pytestmark = pytest.mark.usefixtures("qapp")


async def export_what_is_marked(watch: Watch) -> Path:
    """Marks two seconds of a hall camera, presses Ctrl+E, says why, exports; the package."""
    camera = next(
        d for d in watch.store.devices.values() if d.kind is DeviceKind.CAMERA and d.placement and "Hall B" in d.name
    )
    watch.workspace.open_cameras([camera.id])
    end = SystemClock().now() - timedelta(minutes=3)
    watch.past.selection.select(Span(end - timedelta(seconds=2), end))
    QTest.keyClick(watch.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: watch.evidence.desk is not None and watch.evidence.desk.window.isVisible())
    desk = watch.evidence.desk
    assert desk is not None
    assert desk.form.cameras.ticked == (camera.id,)
    desk.form.say_why("A door was forced", Basis.EMERGENCY)
    assert desk.form.trouble == ""
    desk.form.export.click()
    await until(lambda: desk.exports.listed and desk.exports.listed[0].state is State.DONE, timeout_s=60)
    assert watch.past.marks.exports[0].cameras == (camera.id,)
    return desk.exports.listed[0].folder


def test_a_marked_piece_leaves_as_an_intact_package() -> None:
    packages: list[Path] = []
    acts: list[bytes] = []

    async def whole() -> int:
        nonlocal acts
        clock = SystemClock()
        client = XProtectServer(server.url, "dispatcher", Secret(server.password), clock=clock)
        opened = demo_plan()
        made = given(opened, client, "dispatcher", "dark", clock, home("test"), server.url)
        watch = Watch(made)
        watch.furnish()
        watch.start()
        try:
            await until(lambda: watch.store.connection.line is Line.LIVE)
            packages.append(await export_what_is_marked(watch))
            acts += [entry.body for entry in made.journal.entries(limit=100_000) if entry.kind == "act"]
        finally:
            await watch.shutdown()
        return 0

    with demo_server(DemoOptions()) as server:
        assert run(whole) == 0
    (package,) = packages
    report = verify(package)
    assert report.intact, report.problems
    manifest = from_bytes((package / MANIFEST).read_bytes())
    assert manifest.server.address.startswith("http://127.0.0.1")
    assert manifest.operator == "dispatcher"
    assert manifest.cameras[0].bearing_deg is not None
    assert (package / "map-1.svg").is_file()
    done = [msgspec.json.decode(act)["act"] for act in acts]
    assert [act for act in done if "export" in act] == ["export evidence", "export evidence: finished"]
