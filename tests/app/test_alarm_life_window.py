"""The life of an alarm in the whole window, with the keyboard alone, against a real demo server."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from smartclient.app.watch import Watch
from smartclient.demo.server import DemoOptions
from smartclient.domain.alarms import AlarmState, Priority
from smartclient.domain.devices import DeviceKind
from smartclient.ui.alarms.escalation_banner import EscalationBanner
from smartclient.ui.alarms.limits_form import LimitsForm
from tests.builders.demo_thread import demo_server
from tests.builders.running import until
from tests.builders.window import act, on_watch, the

pytestmark = pytest.mark.usefixtures("qapp")

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


def press(watch: Watch, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """As a person does: the key goes where the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or watch.window, key, modifier)


def notices(watch: Watch) -> list[str]:
    return [notice.text for notice in watch.notices.standing]


def test_an_alarm_is_worked_from_new_to_closed_with_keys_alone() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            await act(server, "door.forced", the(watch, DeviceKind.DOOR, "HS Main · Door 7"))
            await until(watch.store.open_alarms)
            press(watch, Key.Key_A)
            chosen = watch.workspace.alarm
            assert chosen is not None
            press(watch, Key.Key_K)
            await until(lambda: watch.store.alarms[chosen].state is AlarmState.IN_PROGRESS)
            await until(lambda: any("Shift K puts it back to new" in text for text in notices(watch)))
            press(watch, Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
            await until(lambda: watch.store.alarms[chosen].state is AlarmState.NEW)
            assert watch.store.alarms[chosen].owner == ""
            press(watch, Key.Key_T, Alt)
            await until(lambda: watch.store.alarms[chosen].owner == "dispatcher")
            press(watch, Key.Key_C, Alt)
            QTest.keyClicks(watch.selection.alarm.acts.comment_form.text, "On the way")
            press(watch, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            await until(lambda: (said := watch.store.alarms[chosen].comment) and said.text == "On the way")
            press(watch, Key.Key_P, Alt)
            press(watch, Key.Key_Down)
            press(watch, Key.Key_Return)
            await until(lambda: watch.store.alarms[chosen].priority is Priority.MEDIUM)
            press(watch, Key.Key_H, Alt)
            await until(lambda: watch.store.alarms[chosen].state is AlarmState.ON_HOLD)
            press(watch, Key.Key_X, Alt)
            press(watch, Key.Key_Return)
            await until(lambda: watch.store.alarms[chosen].state is AlarmState.CLOSED)
            assert watch.store.alarms[chosen].reason == "Resolved"
            record = watch.selection.alarm.record
            await until(lambda: "On hold" in record.text and "“On the way”" in record.text)

        on_watch(server, body)


def test_an_untouched_alarm_escalates_and_the_limits_are_changed_and_kept() -> None:
    with demo_server(DemoOptions()) as server:

        async def body(watch: Watch) -> None:
            heard: list[Path] = []
            watch.sounder._ring = heard.append
            await act(server, "door.forced", the(watch, DeviceKind.DOOR, "HS Main · Door 7"))
            await until(watch.store.open_alarms)
            watch.actions.run("alarm-limits")
            form = watch.window.findChild(LimitsForm)
            assert isinstance(form, LimitsForm)
            form.fields[Priority.HIGH].setValue(5)
            form.set_them.click()
            assert watch.given.settings.read().alarm_limits_s == {"high": 5.0, "medium": 180.0, "low": 1800.0}
            banner = watch.alarms.findChild(EscalationBanner)
            assert isinstance(banner, EscalationBanner)
            await until(banner.isVisible)
            assert banner.words.text().startswith("Nobody has taken Door forced open since ")
            assert [path.name for path in heard] == ["alarm-high.wav"] * 2
            assert watch.store.queue.overdue == {watch.store.open_alarms()[0].id}
            banner.choose.click()
            press(watch, Key.Key_K)
            await until(lambda: not banner.isVisible())

        on_watch(server, body)
