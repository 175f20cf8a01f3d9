"""Two persons for an export in the running window: the button asks for the second, the exports refuse without, the package names both."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.devices import DeviceKind
from smartclient.domain.errors import EvidenceError
from smartclient.domain.recordings import Span
from smartclient.evidence.exports import State
from smartclient.evidence.manifest import MANIFEST, Approval, Basis, from_bytes
from smartclient.evidence.verify import verify
from smartclient.runtime import paths
from smartclient.runtime.settings import SettingsFile
from smartclient.ui.console.second_person import SecondPersonForm
from tests.app.test_auditing_window import entries
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.signed_policy import write_policy
from tests.builders.window import on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")


def has(form: SecondPersonForm, words: str) -> bool:
    return words in form.words.text()


def fill(form: SecondPersonForm, user: str, password: str) -> None:
    form.user.setText(user)
    form.password.setText(password)
    QTest.keyClick(form.agree, Qt.Key.Key_Space)


def test_an_export_waits_for_a_second_person_with_the_right() -> None:
    packages: list[Path] = []
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            watch.given.settings.change(second_person_for=["export"])
            camera = the(watch, DeviceKind.CAMERA, "Hall B")
            watch.workspace.open_cameras([camera.id])
            end = watch.given.clock.now() - timedelta(minutes=3)
            watch.past.selection.select(Span(end - timedelta(seconds=2), end))
            watch.evidence.open(watch.window)
            desk = watch.evidence.desk
            assert desk is not None
            desk.form.say_why("A door was forced", Basis.EMERGENCY)
            found = desk._order()
            assert found is not None
            with pytest.raises(EvidenceError, match="second person"):
                desk.exports.start(found[0], found[1], dict, desk._control())
            desk.form.export.click()

            def asking() -> list[SecondPersonForm]:
                return [form for form in desk.window.findChildren(SecondPersonForm) if form.isVisible()]

            await until(asking)
            (form,) = asking()
            for user, password, said in (
                ("dispatcher", server.password, "somebody else"),
                ("district", "wrong", "wrong"),
                ("responder", server.password, "no right"),
            ):
                fill(form, user, password)
                await until(partial(has, form, said))
                assert not desk.exports.listed
            fill(form, "district", server.password)
            await until(lambda: desk.exports.listed and desk.exports.listed[0].state is State.DONE, timeout_s=60)
            packages.append(desk.exports.listed[0].folder)
            own = replace(found[0], approval=Approval(by="Dispatcher", at=end))
            assert desk.exports.why_not(own)
            written = [(entry.act, entry.subject) for entry in entries(watch.guarding.audit.auditing.path)]
            assert ("second person: refused", "responder") in written
            assert ("second person agreed", "district") in written

        on_watch(server, body)
    manifest = from_bytes((packages[0] / MANIFEST).read_bytes())
    assert manifest.operator == "dispatcher"
    assert manifest.approval is not None
    assert manifest.approval.by == "district"
    assert verify(packages[0]).intact


def test_the_memorandum_lets_nobody_do_alone_what_it_names(tmp_path: Path) -> None:
    policy = write_policy(tmp_path, lambda told: told.update(two_persons_for=["export"], watermark=True))
    SettingsFile(paths.settings_folder()).change(watermark=False)

    with demo_server(DemoOptions(policy=policy)) as server:

        async def body(watch: Watch) -> None:
            second = watch.guarding.console.second_person
            watch.given.settings.change(second_person_for=[])
            await until(lambda: second.is_needed("export"))
            assert not second.is_needed("unmask")
            mark = watch.walls.equipment.watermark
            await until(lambda: mark.words.startswith("dispatcher"))
            watch.actions.run("watermark")
            assert any("memorandum asks" in notice.text for notice in watch.notices.standing)

        on_watch(server, body)
