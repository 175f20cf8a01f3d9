"""What is wrong with the demo server on request: the faults a real system shows a client sooner or later."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase

import msgspec

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.plan import DemoSite, Device

LONGEST_S = 3600.0
FARTHEST_CLOCK_S = 7 * 86_400.0

_Action = Callable[[], None]
_SET = (
    "delay_s",
    "server_errors",
    "repeat",
    "reorder",
    "half_open",
    "hang",
    "huge_messages",
    "huge_answers",
    "clock_off_s",
    "message_delay_s",
    "garbage",
    "recorder_delay_s",
    "corrupt_pictures",
    "switch_size_s",
    "unknown_codec",
    "alarm_conflicts",
    "alarm_changes_lost",
)
_OF_DOORS = ("failing_doors", "hanging_doors", "lying_doors")
PATTERNS = frozenset({"dead_cameras", *_OF_DOORS})
"""What names devices."""
_OWN = {"drop_connections", "drop_video", "camera_failed", "lifted", "renew_certificate"}


class FaultOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Faults somebody asks for; what is not named stays as it is. Seconds throughout.

    `drop` cuts every connection once, `drop_video` those to the image server, `refuse_s` cuts all and refuses new ones for so
    long, `expire_tokens` ends all tokens issued so far, `new_certificate` shows
    another one to who connects from now on, `dead_cameras` and the three of doors are name patterns or guids; the
    others are the fields of `Faults`.
    """

    delay_s: float | None = None
    server_errors: int | None = None
    refuse_s: float = 0.0
    drop: bool = False
    drop_video: bool = False
    repeat: bool | None = None
    reorder: bool | None = None
    half_open: bool | None = None
    hang: bool | None = None
    huge_messages: int | None = None
    huge_answers: int | None = None
    clock_off_s: float | None = None
    new_certificate: bool = False
    message_delay_s: float | None = None
    garbage: bool | None = None
    expire_tokens: bool = False
    recorder_delay_s: float | None = None
    corrupt_pictures: int | None = None
    switch_size_s: float | None = None
    unknown_codec: bool | None = None
    alarm_conflicts: int | None = None
    alarm_changes_lost: int | None = None
    dead_cameras: list[str] | None = None
    failing_doors: list[str] | None = None
    hanging_doors: list[str] | None = None
    lying_doors: list[str] | None = None


@dataclass(slots=True)
class Faults:
    """Faults in force; all off at first. The image server reads `dead_cameras` (lower-case guids) and those after `half_open`.

    `delay_s` every REST answer waits; `server_errors` so many next REST requests get 503 as plain text; `refusing` new
    connections are cut at once; `repeat` every push is sent twice; `reorder` pushes are shuffled; `half_open` event
    sockets stay open but neither read nor write; with `hang` nothing is answered at all, though every connection is
    accepted; `huge_messages` so many next pushes follow one of 100 MB, `huge_answers` so many next REST answers are as
    large; `clock_off_s` the server's clock is ahead (or behind, below 0); pushes and messages between clients come amid
    `garbage`, the latter `message_delay_s` late.

    Pictures come `recorder_delay_s` late; every `corrupt_pictures`-th one is damaged; streams change their size every
    `switch_size_s`; with `unknown_codec` nobody knows how they are coded. Commands to `failing_doors`
    are refused, those to `hanging_doors` never answered; `lying_doors` accept theirs and never move. Doors that are named join
    those named before; an empty list lets all of its kind work again.

    So many next changes of alarms are refused as overtaken (`alarm_conflicts`, 409), or accepted and not made (`alarm_changes_lost`).
    """

    delay_s: float = 0.0
    server_errors: int = 0
    refusing: bool = False
    repeat: bool = False
    reorder: bool = False
    half_open: bool = False
    hang: bool = False
    huge_messages: int = 0
    huge_answers: int = 0
    clock_off_s: float = 0.0
    message_delay_s: float = 0.0
    garbage: bool = False
    recorder_delay_s: float = 0.0
    corrupt_pictures: int = 0
    switch_size_s: float = 0.0
    unknown_codec: bool = False
    alarm_conflicts: int = 0
    alarm_changes_lost: int = 0
    dead_cameras: set[str] = field(default_factory=set)
    failing_doors: set[str] = field(default_factory=set)
    hanging_doors: set[str] = field(default_factory=set)
    lying_doors: set[str] = field(default_factory=set)
    drop_connections: _Action = field(default=lambda: None, repr=False)
    drop_video: _Action = field(default=lambda: None, repr=False)
    renew_certificate: _Action = field(default=lambda: None, repr=False)
    lifted: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    camera_failed: Callable[[str, bool], None] = field(default=lambda _guid, _failed: None, repr=False)

    def obey(self, order: FaultOrder, site: DemoSite) -> None:
        """Puts the ordered faults into force. Raises ApiError 400. Needs a running loop for `drop` and `refuse_s`."""
        cameras = [_named(pattern, site.cameras, "dead_cameras") for pattern in order.dead_cameras or ()]
        doors = {each: _all_named(getattr(order, each) or (), site.doors, each) for each in _OF_DOORS}
        for each in _SET:
            value = getattr(order, each)
            if value is not None:
                least, most = (-FARTHEST_CLOCK_S, FARTHEST_CLOCK_S) if each == "clock_off_s" else (0, LONGEST_S)
                if not least <= value <= most:
                    raise ApiError(400, f"{each} must be from {least:g} to {most:g}.", place=each)
                setattr(self, each, value)
        for each, guids in doors.items():
            if getattr(order, each) == []:
                getattr(self, each).clear()
            getattr(self, each).update(guids)
        for guid in {guid for found in cameras for guid in found}:
            self.camera_failed(guid, True)
        if order.new_certificate:
            self.renew_certificate()
            self._drop_soon()
        if order.refuse_s > 0:
            self._refuse_for(min(order.refuse_s, LONGEST_S))
        if order.drop:
            self._drop_soon()
        if order.drop_video:
            self.drop_video()

    @property
    def is_mute(self) -> bool:
        """Whether open sockets neither read nor write."""
        return self.half_open or self.hang

    async def delay(self) -> None:
        """Waits as long as `delay_s` says, or until the faults are lifted."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.delay_s):
                await self.lifted.wait()

    def lift_delay(self) -> None:
        """Answers held back go out at once."""
        self.lifted.set()
        self.lifted = asyncio.Event()

    def _refuse_for(self, seconds: float) -> None:
        self.refusing = True
        self._drop_soon()
        asyncio.get_running_loop().call_later(seconds, self._accept_again)

    def _accept_again(self) -> None:
        self.refusing = False

    def _drop_soon(self) -> None:
        """Leaves the answer to the order itself a moment to go out."""
        asyncio.get_running_loop().call_later(0.02, self.drop_connections)

    def clear(self) -> None:
        """Everything works again; sockets that had become deaf are cut, since nothing repairs those."""
        deaf, fresh = self.is_mute, Faults()
        self.lift_delay()
        for guid in list(self.dead_cameras):
            self.camera_failed(guid, False)
        for each in fields(self):
            if each.name not in _OWN:
                setattr(self, each.name, getattr(fresh, each.name))
        if deaf:
            self._drop_soon()

    def json(self) -> Json:
        """The faults in force."""
        made = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in _OWN}
        return made | {each: sorted(getattr(self, each)) for each in ("dead_cameras", *_OF_DOORS)}

    def is_deaf(self, door: str) -> bool:
        """Whether that door moves at no command."""
        return door in self.failing_doors or door in self.hanging_doors or door in self.lying_doors


def _all_named(patterns: Iterable[str], devices: Iterable[Device], place: str) -> set[str]:
    return {guid for pattern in patterns for guid in _named(pattern, devices, place)}


def _named(pattern: str, devices: Iterable[Device], place: str) -> list[str]:
    wanted = pattern.casefold()
    found = [each.guid for each in devices if each.guid == wanted or fnmatchcase(each.name.casefold(), wanted)]
    if not found:
        raise ApiError(400, f"No device fits {pattern!r}.", place=place)
    return found
