"""What people said of alarms: their histories, read once after each change and a few at a time."""

from collections import OrderedDict
from datetime import datetime

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.together import together
from smartclient.adapters.xprotect.translate.alarm_history import Said, entries, said
from smartclient.domain.alarms import Comment, Judgement
from smartclient.domain.commands import AlarmCommand, CommentAlarm, JudgeAlarm, MoveAlarm
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, Unsupported
from smartclient.domain.ids import AlarmId

AT_ONCE = 8
MOST_KEPT = 20_000


class AlarmRemarks:
    """A server without histories is believed when it accepts what this operator says: nothing else tells."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._said: OrderedDict[AlarmId, Said] = OrderedDict()
        self._own: OrderedDict[AlarmId, Said] = OrderedDict()
        self._wanted: OrderedDict[AlarmId, None] = OrderedDict()
        self._has_histories = True

    @property
    def has_unread(self) -> bool:
        """Whether some history is to be read."""
        return bool(self._wanted)

    def of(self, alarm: AlarmId) -> Said | None:
        """What was said of it; None while that is not known."""
        return self._said.get(alarm) if self._has_histories else self._own.get(alarm)

    def want(self, alarm: AlarmId) -> None:
        """People may have said something of it."""
        self._wanted[alarm] = None
        self._wanted.move_to_end(alarm)

    def note(self, command: AlarmCommand, by: str, at: datetime) -> None:
        """The server accepted that from this operator."""
        match command:
            case JudgeAlarm(verdict=verdict, comment=comment):
                heard = Said(Judgement(verdict, by, at), Comment(comment, by, at) if comment else None)
            case CommentAlarm(text=text) | MoveAlarm(comment=text) if text:
                before = self._own.get(command.alarm, Said())
                heard = Said(before.judgement, Comment(text, by, at))
            case _:
                return
        _keep(self._own, command.alarm, heard)

    def withdraw_verdict(self, alarm: AlarmId) -> None:
        """It was put back to New, so that nobody's verdict stands."""
        for kept in (self._said, self._own):
            if alarm in kept:
                kept[alarm] = Said(None, kept[alarm].comment)

    async def read(self) -> list[AlarmId]:
        """Reads the histories that were asked for last; whose they are. Raises ServerErrors that a later try may not meet."""
        alarms = list(reversed(self._wanted))[:AT_ONCE]
        heard = (
            await together(*(self._read(alarm) for alarm in alarms)) if self._has_histories else [None] * len(alarms)
        )
        for alarm, what in zip(alarms, heard, strict=True):
            self._wanted.pop(alarm, None)
            if what is not None:
                _keep(self._said, alarm, what)
        return alarms

    async def _read(self, alarm: AlarmId) -> Said | None:
        try:
            items = await self._rest.items(f"alarms/{alarm}/history", "show an alarm's history")
        except Unsupported:
            self._has_histories = False
            return None
        except (Refused, NotPermitted, BadAnswer):
            return None
        return said(entries(items))


def _keep(kept: OrderedDict[AlarmId, Said], alarm: AlarmId, said: Said) -> None:
    kept[alarm] = said
    kept.move_to_end(alarm)
    if len(kept) > MOST_KEPT:
        kept.popitem(last=False)
