"""The intercom's widgets: the held key, the sign of the open microphone, the card's buttons and reasons, the lists, the ring, levels."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.session.intercom.calls import Call, EndedCall, Outcome
from smartclient.ui.intercom.call_card import CallCard
from smartclient.ui.intercom.call_face import CallFace, CallKey, ended_words
from smartclient.ui.intercom.call_lists import PastCalls, WaitingCalls
from smartclient.ui.intercom.call_video import CallVideo
from smartclient.ui.intercom.held_key import HeldKey
from smartclient.ui.intercom.intercom_panel import IntercomPanel
from smartclient.ui.intercom.level_meter import BARS, paint_level
from smartclient.ui.intercom.open_sign import OpenSign
from smartclient.ui.intercom.ringer import Ringer
from smartclient.ui.intercom.sound_signs import sign_words
from smartclient.ui.theme import Tone, dark
from smartclient.video.audio.ear import EarStatus, Phase
from smartclient.video.camera_player import CameraPlayer
from tests.builders.watch import DOOR, START, new_watch

pytestmark = pytest.mark.usefixtures("qapp")

FACE = CallFace(
    title="HS Main · Door 7",
    place="Maple Grove High, grid V30, outdoors",
    rings_for_s=12,
    is_answered=False,
    is_being_told=False,
    door="HS Main · Door 7",
    door_state="Lock: Locked",
    why_not_answer=None,
    why_not_listen=None,
    why_not_talk=None,
    why_not_unlock=None,
    is_listening=False,
    is_talking=False,
    sound="",
)


def no_player(camera: DeviceId) -> CameraPlayer:
    raise AssertionError(camera)


@pytest.fixture
def card(qapp: QApplication) -> CallCard:  # noqa: ARG001
    watch = new_watch()
    return CallCard(watch.store, watch.theme, watch.clock, CallVideo(watch.theme, watch.clock, no_player))


class Held:
    """A held key and what it did."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.window = QLineEdit()
        self.key = HeldKey(Qt.Key.Key_Z, lambda: self.did.append("begin"), lambda: self.did.append("end"), self.window)

    def send(self, kind: QEvent.Type, key: Qt.Key = Qt.Key.Key_Z, *, repeats: bool = False) -> None:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", repeats)
        QApplication.sendEvent(self.window, event)


def test_a_key_is_held_until_it_comes_up_however_often_it_repeats() -> None:
    held = Held()
    held.send(QEvent.Type.KeyRelease)
    held.key.press()
    held.key.press()
    held.send(QEvent.Type.KeyRelease, repeats=True)
    held.send(QEvent.Type.KeyRelease, Qt.Key.Key_Y)
    assert held.did == ["begin"]
    held.send(QEvent.Type.KeyRelease)
    held.send(QEvent.Type.KeyRelease)
    held.key.release()
    assert held.did == ["begin", "end"]


@pytest.mark.parametrize("kind", [QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationDeactivate])
def test_a_window_that_loses_the_keyboard_lets_the_key_go(kind: QEvent.Type) -> None:
    held = Held()
    held.key.press()
    QApplication.sendEvent(held.window, QEvent(kind))
    assert held.did == ["begin", "end"]
    assert not held.key.is_held


def test_the_open_microphone_is_red_and_named_and_stays_in_the_middle() -> None:
    window, theme = QWidget(), dark()
    window.resize(1_000, 600)
    sign = OpenSign(theme, window)
    sign.show_voice(is_open=False, place="Door 7", level=0)
    assert "Opening" in sign.accessibleName()
    sign.show_voice(is_open=True, place="Door 7", level=0.5)
    assert sign.accessibleName() == "MICROPHONE OPEN: Door 7"
    picture = sign.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 2) == theme.color(Tone.ALARM_HIGH)
    assert abs(sign.geometry().center().x() - 500) <= 1
    window.resize(800, 600)
    QApplication.processEvents()
    sign.end()
    assert sign.isHidden()


@pytest.mark.parametrize(("level", "lit"), [(0.0, 0), (0.5, 6), (1.0, BARS)])
def test_a_level_lights_as_many_bars(level: float, lit: int) -> None:
    theme, width = dark(), BARS * 10
    picture = QImage(width, 8, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    paint_level(painter, QRectF(0, 0, width, 8), level, theme)
    painter.end()
    dark_bar = theme.color(Tone.LINE)
    colors = [picture.pixelColor(round(number * (width + 2) / BARS) + 3, 4) for number in range(BARS)]
    assert sum(color != dark_bar for color in colors) == lit


def test_a_card_offers_what_can_be_done_and_says_why_not(card: CallCard) -> None:
    pressed: list[CallKey] = []
    card.pressed.connect(pressed.append)
    card.show_face(FACE, DOOR)
    assert card.status.text() == "Rings for 12 s"
    assert card.unlock.text().startswith("Unlock HS Main · Door 7")
    card.answer.click()
    card.decline.click()
    assert pressed == [CallKey.ANSWER, CallKey.DECLINE]
    reason = "You may not speak through Door 7."
    card.show_face(replace(FACE, why_not_talk=reason, why_not_listen=reason, others=2), DOOR)
    assert not card.talk.isEnabled()
    assert card.reasons.text() == reason
    assert "2 more waiting" in card.status.text()
    card.show_face(replace(FACE, is_answered=True, why_not_answer="This call is answered.", is_listening=True), DOOR)
    assert card.decline.text().startswith("Hang up")
    assert card.decline.isEnabled()
    assert not card.answer.isEnabled()
    assert card.reasons.isHidden()


def test_a_door_is_unlocked_only_after_its_name_was_confirmed(card: CallCard) -> None:
    unlocked: list[str] = []
    card.unlocked.connect(lambda: unlocked.append("unlocked"))
    card.show_face(replace(FACE, why_not_unlock="No door stands near."), None)
    card.ask_unlock()
    assert not card.question.is_open
    card.show_face(FACE, DOOR)
    card.ask_unlock()
    assert card.question.words.text() == "Unlock HS Main · Door 7?"
    card.question.no.click()
    assert unlocked == []
    card.ask_unlock()
    card.question.yes.click()
    assert unlocked == ["unlocked"]


def test_the_panels_keys_count_while_there_is_a_call(card: CallCard) -> None:
    watch = new_watch()
    panel = IntercomPanel(card, WaitingCalls(str), PastCalls(watch.theme, str))
    pressed: list[CallKey] = []
    panel.pressed.connect(pressed.append)
    panel.show()
    card.hide()
    QTest.keyClick(panel, Qt.Key.Key_A)
    card.show()
    for key in (Qt.Key.Key_A, Qt.Key.Key_L, Qt.Key.Key_U, Qt.Key.Key_D, Qt.Key.Key_X, Qt.Key.Key_Q):
        QTest.keyClick(panel, key)
    QTest.keyClick(panel, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [CallKey.ANSWER, CallKey.LISTEN, CallKey.UNLOCK, CallKey.DECLINE, CallKey.NEXT]
    panel.hide()


def test_lists_say_who_waits_and_who_was_missed() -> None:
    watch = new_watch()
    waiting, past = (
        WaitingCalls(lambda device: f"Door {device}"),
        PastCalls(watch.theme, lambda device: f"Door {device}"),
    )
    chosen: list[str] = []
    waiting.chosen.connect(chosen.append)
    waiting.show_calls([Call(DeviceId("8"), START - timedelta(seconds=70))], START)
    assert waiting.rows.item(0).text() == "Door 8 · 01:10"
    waiting.rows.itemActivated.emit(waiting.rows.item(0))
    assert chosen == ["8"]
    calls = [
        EndedCall(DeviceId("1"), START, timedelta(seconds=40), Outcome.MISSED),
        EndedCall(DeviceId("2"), START, timedelta(seconds=5), Outcome.ELSEWHERE, "principal-hs"),
    ]
    past.show_calls(calls, START)
    assert past.heading.text() == "CALLS · 1 MISSED"
    assert past.rows.item(0).text().endswith("Door 2\nAnswered elsewhere by principal-hs · rang 5 s")
    assert past.rows.item(1).foreground().color() == watch.theme.color(Tone.ALARM_MEDIUM)
    assert ended_words(calls[0]) == "Missed · rang 40 s"
    past.show_calls([], START)
    assert past.rows.count() == 0


def test_it_rings_again_and_again_until_nobody_waits_or_it_is_silent(tmp_path: Path) -> None:
    played: list[str] = []
    silent = [False]
    ringer = Ringer(tmp_path, lambda: silent[0], lambda file: played.append(file.name))
    ringer.follow(rings=True)
    ringer.follow(rings=True)
    assert played == ["intercom-call.wav"]
    ringer._timer.timeout.emit()
    silent[0] = True
    ringer._timer.timeout.emit()
    assert len(played) == 2
    ringer.follow(rings=False)
    assert not ringer._timer.isActive()


@pytest.mark.parametrize(
    ("status", "is_muted", "words"),
    [
        (None, False, "can be heard"),
        (EarStatus(Phase.OPENING), False, "being opened"),
        (EarStatus(Phase.HEARD), False, "is heard live"),
        (EarStatus(Phase.HEARD), True, "muted"),
        (EarStatus(Phase.TROUBLE, "The gateway is away."), True, "no sound: The gateway is away."),
    ],
)
def test_a_sign_says_what_it_shows(status: EarStatus | None, is_muted: bool, words: str) -> None:
    assert words in sign_words(status, is_muted)
