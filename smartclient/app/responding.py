"""The responder's screen in one watch: map, alarm, one tile and the radio string; everything else behind one key."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from smartclient.runtime.settings import RESPONDER
from smartclient.store.notices import Grade
from smartclient.ui.actions import Action
from smartclient.ui.responding.touch import Touch

if TYPE_CHECKING:
    from smartclient.app.responding_desk import RespondingDesk
    from smartclient.app.watch import Watch

_GROUP = "Window"
_NOTICE = "screen"
_THEMES = {"dark": "Dark", "light": "Light", "night": "Night"}


class RespondingRoom:
    """Build it on the running loop, after the lists; `stop` ends it. The desk is built when the screen is first shown."""

    def __init__(self, watch: "Watch") -> None:
        self._watch, self._settings = watch, watch.given.settings
        self.desk: RespondingDesk | None = None
        QTimer.singleShot(0, watch.window, self._begin)

    def actions(self) -> Iterator[Action]:
        """Its rows."""
        yield Action("screen", "The responder's screen, or the console's", _GROUP, self.toggle, (Touch.ALL.value,))
        for touch, words in ((Touch.ALARM, "next alarm"), (Touch.CAMERA, "next camera of the alarm")):
            run = partial(self._press, touch)
            yield Action(
                f"responder-{touch.name.lower()}",
                f"Responder's screen: {words}",
                _GROUP,
                run,
                (touch.value,),
                self._why_not,
            )
        for name, words in _THEMES.items():
            yield Action(f"theme-{name}", f"{words} colours, from the next start", _GROUP, partial(self._choose, name))

    def _begin(self) -> None:
        """Shows the screen that this person had last, or was asked for."""
        if (self._watch.given.screen or self._settings.read().screen) == RESPONDER:
            self._opened_desk().show()

    def toggle(self) -> None:
        """Shows the one or the other, and remembers it for this person."""
        desk = self._opened_desk()
        if desk.is_shown:
            desk.hide()
        else:
            desk.show()
        self._settings.change(screen=RESPONDER if desk.is_shown else "")

    async def stop(self) -> None:
        """Gives the console's screen back what it had."""
        if self.desk is not None:
            await self.desk.stop()

    def _opened_desk(self) -> "RespondingDesk":
        if self.desk is None:
            from smartclient.app.responding_desk import RespondingDesk

            self.desk = RespondingDesk(self._watch, self.toggle)
        return self.desk

    def _press(self, touch: Touch) -> None:
        self._opened_desk().press(touch)

    def _choose(self, theme: str) -> None:
        self._settings.change(theme=theme)
        words = f"{_THEMES[theme]} colours come with the next start."
        self._watch.notices.say(_NOTICE, words, Grade.QUIET)

    def _why_not(self) -> str | None:
        is_shown = self.desk is not None and self.desk.is_shown
        return None if is_shown else f"{Touch.ALL.value} shows the responder's screen first."
