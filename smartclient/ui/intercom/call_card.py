"""The card of one call: which door in words, its pictures, and listen, speak, unlock, answer, decline."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.store.site_store import SiteStore
from smartclient.ui.alarms.pending_line import PendingLine
from smartclient.ui.dialogs import Question, text_label
from smartclient.ui.intercom.call_face import KEY_WORDS, CallFace, CallKey
from smartclient.ui.intercom.call_video import CallVideo
from smartclient.ui.intercom.level_meter import LevelMeter
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import one_line, tooltip

TALK_KEY = "Z"


class CallCard(QWidget):
    """`pressed` carries a CallKey, `unlocked` tells that unlocking was confirmed; the talk button is held like its key."""

    pressed = Signal(object)
    unlocked = Signal()
    talk_pressed = Signal()
    talk_released = Signal()

    def __init__(self, store: SiteStore, theme: Theme, clock: Clock, video: CallVideo) -> None:
        super().__init__()
        self._theme, self.video = theme, video
        self._door = ""
        self.status = text_label("How the call stands")
        self.title = text_label("Who calls")
        self.title.setStyleSheet("font-size: 22px; font-weight: 600")
        self.place = text_label("Where")
        self.door_state = text_label("The door", dim=True)
        self.meter = LevelMeter(theme, "How loud it is there")
        self.sound = text_label("Sound", dim=True)
        self.answer, self.decline = self._button(CallKey.ANSWER), self._button(CallKey.DECLINE)
        self.listen, self.unlock = self._button(CallKey.LISTEN), self._button(CallKey.UNLOCK)
        self.talk = QPushButton(f"Hold to talk   {TALK_KEY}")
        self.talk.pressed.connect(self.talk_pressed)
        self.talk.released.connect(self.talk_released)
        self.answer.setDefault(True)
        self.question = Question()
        self.question.closed.connect(lambda: self._actions.show())
        self.pending = PendingLine(store, theme, clock)
        self.reasons = text_label("Why something cannot be done", dim=True)
        self._lay_out()

    def _button(self, key: CallKey) -> QPushButton:
        button = QPushButton()
        button.clicked.connect(lambda: self.pressed.emit(key))
        return button

    def _lay_out(self) -> None:
        self._actions = QWidget()
        grid = QGridLayout(self._actions)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.answer, 0, 0)
        grid.addWidget(self.decline, 0, 1)
        grid.addWidget(self.talk, 1, 0)
        grid.addWidget(self.listen, 1, 1)
        grid.addWidget(self.unlock, 2, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.status, self.title, self.place, self.door_state, self._actions, self.question):
            layout.addWidget(widget)
        for widget in (self.pending, self.reasons, self.meter, self.sound, self.video):
            layout.addWidget(widget)

    def show_face(self, face: CallFace, door: DeviceId | None) -> None:
        """The call as it stands now."""
        tone = Tone.ACCENT if face.is_answered else Tone.ALARM_MEDIUM
        self.status.setStyleSheet(f"color: {self._theme.colors[tone]}; font-weight: 600")
        self.status.setText(face.status)
        self.title.setText(one_line(face.title))
        self.place.setText(one_line(face.place))
        self.door_state.setText(face.door_state)
        self.door_state.setVisible(bool(face.door_state))
        self.sound.setText(face.sound)
        self.sound.setVisible(bool(face.sound))
        self._door = one_line(face.door)
        self._show_buttons(face)
        self.pending.show_subject(door)
        reasons = (face.why_not_answer if not face.is_answered else None, face.why_not_listen, face.why_not_talk)
        shown = [reason for reason in (*reasons, face.why_not_unlock) if reason]
        self.reasons.setText("\n".join(dict.fromkeys(shown)))
        self.reasons.setVisible(bool(shown))

    def show_level(self, level: float, *, is_dim: bool) -> None:
        """How loud it is there, 0 to 1."""
        self.meter.show_level(level, is_dim=is_dim)

    def ask_unlock(self) -> None:
        """Asks before the door is unlocked, by its name."""
        if self.unlock.isEnabled():
            self.question.ask(f"Unlock {self._door}?", "Unlock", self.unlocked.emit)
            self._actions.hide()

    def _show_buttons(self, face: CallFace) -> None:
        decline = "Hang up" if face.is_answered else "Decline"
        listen = "Stop listening" if face.is_listening else "Listen"
        unlock = f"Unlock {self._door}" if face.door else "Unlock the door"
        why_not_decline = None if face.is_answered else face.why_not_answer
        for button, key, text, reason in (
            (self.answer, CallKey.ANSWER, "Answer", face.why_not_answer),
            (self.decline, CallKey.DECLINE, decline, why_not_decline),
            (self.listen, CallKey.LISTEN, listen, None if face.is_listening else face.why_not_listen),
            (self.unlock, CallKey.UNLOCK, unlock, face.why_not_unlock),
            (self.talk, None, "Hold to talk", face.why_not_talk),
        ):
            letter = TALK_KEY if key is None else KEY_WORDS[key]
            button.setText(f"{text}   {letter}")
            button.setAccessibleName(f"{text}: {one_line(face.title)}")
            button.setEnabled(reason is None)
            button.setToolTip(tooltip(reason or ""))
        self.meter.setVisible(face.is_listening)
