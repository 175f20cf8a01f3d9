"""What a tile says about its picture, as plain values: which words, how loud, and whether the picture is the present."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smartclient.domain.alarms import Priority
from smartclient.domain.events import Box
from smartclient.domain.footage import Quality
from smartclient.ui.words import duration, one_line
from smartclient.video.status import Phase, PlayerStatus, gap_words, words

BEHIND_S = 1.0
"""A live picture older than this is said to be behind."""

QUALITY_WORDS = {Quality.SUB: "small stream", Quality.MAIN: "main stream"}


class Shown(StrEnum):
    """What is in the picture area."""

    NOTHING = "nothing"
    STILL = "still"
    OLD = "old picture"
    PICTURE = "picture"


class Time(StrEnum):
    """Which time a tile shows; each has a shape of its own beside the word."""

    LIVE = "live"
    RECORDED = "recorded"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Face:
    """Everything on a tile but the picture itself. `age` stands at the top right, `trouble` in the middle."""

    name: str
    shown: Shown
    kind: str
    """LIVE, RECORDED, LAST PICTURE or STILL with its time; empty while there is no picture."""
    age: str
    """How old a live picture is, or when a recorded one was taken."""
    is_behind: bool
    trouble: str
    detail: str
    alarm: Priority | None = None
    is_chosen: bool = False
    boxes: tuple[Box, ...] = ()
    time: Time = Time.LIVE
    notes: tuple[str, ...] = ()
    """How the picture is looked at and what else is so: zoom, a sequence, a clock of its own."""
    why_coarse: str = ""
    """Why the picture is coarser or slower than the tile deserves."""

    @property
    def is_plain(self) -> bool:
        """Whether nothing lies over the picture but its bands and frames."""
        return self.shown is Shown.PICTURE and not self.boxes and not self.trouble

    @property
    def sentence(self) -> str:
        """All of it in one line, for readers of the screen."""
        parts = (
            one_line(self.name),
            self.kind.lower(),
            self.age,
            self.trouble,
            self.detail,
            *self.notes,
            self.why_coarse,
        )
        return " · ".join(part for part in parts if part)


EMPTY_FACE = Face("", Shown.NOTHING, "", "", is_behind=False, trouble="", detail="")


def age_words(age_s: float | None, is_present: bool) -> str:
    """`0.2 s`, `2.4 s behind`, `8 s old`."""
    if age_s is None:
        return ""
    if not is_present:
        return f"{duration(age_s)} old"
    if age_s > BEHIND_S:
        return f"{age_s:.1f} s behind" if age_s < 10 else f"{duration(age_s)} behind"
    return f"{age_s:.1f} s"


def taken_words(at: datetime | None, now: datetime) -> str:
    """When a recorded picture was taken, in local time to the tenth: `14:02:11.4`, with its day when that is not today."""
    if at is None:
        return ""
    local = at.astimezone()
    day = "" if local.date() == now.astimezone().date() else f"{local.day} {local:%b} "
    return f"{day}{local:%H:%M:%S}.{local.microsecond // 100_000}"


def status_words(status: PlayerStatus, waited_s: float) -> str:
    """The trouble in words, its countdown run down by the seconds since it was told; empty while pictures come."""
    if status.phase in _GOOD:
        return ""
    if status.phase is Phase.GAP:
        return f"{gap_words(status.gap)}." if status.gap is not None else "Nothing is recorded here."
    if status.phase is Phase.READING and waited_s >= _LONG_S:
        return f"Waiting for the recorder: {duration(waited_s)} …"
    left_s = None if status.retry_in_s is None else status.retry_in_s - waited_s
    text = words(status.phase, status.reason, left_s, status.is_live_source)
    return text if text.endswith((".", "…")) else f"{text} …" if status.phase in _PASSING else text


_LONG_S = 2.0
"""A recorder that answers later than this has it said, and for how long already."""
_GOOD = {Phase.LIVE, Phase.RECORDED, Phase.STANDING}
_PASSING = {Phase.WAITING, Phase.CONNECTING, Phase.READING}


def time_of(phase: Phase, is_past: bool) -> Time:
    """Which time a tile shows."""
    if phase is Phase.STANDING:
        return Time.STANDING
    return Time.RECORDED if is_past else Time.LIVE


def kind_words(shown: Shown, is_past: bool, is_picture_past: bool, still_at: datetime | None) -> str:
    """The one word that says what kind of picture this is; while one time gives way to the other it is of the time before."""
    if shown is Shown.STILL and still_at is not None:
        return f"STILL {still_at.astimezone():%H:%M:%S}"
    if shown is Shown.NOTHING:
        return ""
    if is_past != is_picture_past:
        return "LAST PICTURE"
    if is_past:
        return "RECORDED"
    return "LAST PICTURE" if shown is Shown.OLD else "LIVE"


def detail_words(source_size: tuple[int, int] | None, quality: Quality | None) -> str:
    """`1280×720 · main stream`."""
    size = f"{source_size[0]}×{source_size[1]}" if source_size else ""
    return " · ".join(part for part in (size, QUALITY_WORDS[quality] if quality else "") if part)
