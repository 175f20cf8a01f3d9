"""RTP packets of H.264 (RFC 6184) put in order and joined into whole pictures, each as soon as its last packet is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from smartclient.adapters.xprotect.picture import LARGEST_PICTURE

WINDOW = 256
"""A packet that runs further ahead than this begins a new count."""
PATIENCE = 48
"""So many packets may come after a missing one before it is given up."""
MOST_UNITS = 4_096

_START = b"\x00\x00\x00\x01"
_SLICE, _KEY, _SEQUENCE_SET, _PICTURE_SET, _STAP_A, _FU_A = 1, 5, 7, 8, 24, 28
_BEGINS = 0x80
"""On the first byte of a slice: its number of the first macroblock, Exp-Golomb coded, is 0 (ITU-T H.264 7.3.3)."""
_HALF, _WHOLE = 1 << 15, 1 << 16


@dataclass(frozen=True, slots=True)
class RtpPart:
    """What counts of one RTP packet: `marker` is on a picture's last one, `stamp` is common to all packets of a picture."""

    sequence: int
    stamp: int
    marker: bool
    payload: bytes


@dataclass(frozen=True, slots=True)
class AccessUnit:
    """One coded picture in Annex B form, with its RTP timestamp."""

    data: bytes
    stamp: int
    is_key: bool


@dataclass(slots=True)
class _Unit:
    stamp: int
    pieces: list[bytes] = field(default_factory=list)
    kinds: set[int] = field(default_factory=set)
    size: int = 0
    is_broken: bool = False
    is_fragment_open: bool = False


class AccessUnits:
    """Packets in, pictures out; after a loss none until the next key frame.

    `parameter_sets` (SPS and PPS, from the session description) are put before key frames that come without any.
    """

    def __init__(self, parameter_sets: Iterable[bytes] = ()) -> None:
        self._sets = b"".join(_START + each for each in parameter_sets)
        self._knows_sets = bool(self._sets)
        self._waiting: dict[int, RtpPart] = {}
        self._next: int | None = None
        self._unit: _Unit | None = None
        self.needs_key = True
        """Whether a key frame must come before anything can be shown."""
        self.has_lost = False
        """Whether any picture could not be completed so far."""

    def add(self, part: RtpPart) -> list[AccessUnit]:
        """The pictures that this packet completes."""
        if self._next is None:
            self._next = part.sequence
        ahead = (part.sequence - self._next) % _WHOLE
        if ahead >= _HALF:
            return []
        if ahead > WINDOW:
            self._give_up(part.sequence)
        self._waiting[part.sequence] = part
        found: list[AccessUnit] = []
        self._take_in_order(found)
        if len(self._waiting) > PATIENCE:
            self._give_up(min(self._waiting, key=self._distance))
            self._take_in_order(found)
        return found

    def missing(self) -> list[int]:
        """Sequence numbers that did not come although later ones did."""
        if not self._waiting or self._next is None:
            return []
        last = max(self._distance(number) for number in self._waiting)
        numbers = ((self._next + step) % _WHOLE for step in range(last))
        return [number for number in numbers if number not in self._waiting]

    def _distance(self, sequence: int) -> int:
        return (sequence - (self._next or 0)) % _WHOLE

    def _give_up(self, sequence: int) -> None:
        """Goes on at `sequence`: what was begun cannot be completed."""
        self._next = sequence
        self._waiting = {number: part for number, part in self._waiting.items() if self._distance(number) <= WINDOW}
        self.needs_key = self.has_lost = True
        if self._unit is not None:
            self._unit.is_broken = True

    def _take_in_order(self, found: list[AccessUnit]) -> None:
        while self._next is not None and (part := self._waiting.pop(self._next, None)) is not None:
            self._next = (self._next + 1) % _WHOLE
            if self._unit is not None and self._unit.stamp != part.stamp:
                self._finish(found)
            if self._unit is None:
                self._unit = _Unit(part.stamp)
            _put(self._unit, part.payload)
            if part.marker:
                self._finish(found)

    def _finish(self, found: list[AccessUnit]) -> None:
        unit, self._unit = self._unit, None
        if unit is None or (not unit.pieces and not unit.is_broken):
            return
        is_key, has_sets = _KEY in unit.kinds, {_SEQUENCE_SET, _PICTURE_SET} <= unit.kinds
        is_headless = is_key and not has_sets and not self._knows_sets
        if unit.is_broken or unit.is_fragment_open or is_headless:
            self.needs_key = self.has_lost = True
        elif is_key or not self.needs_key:
            self.needs_key = False
            self._knows_sets |= has_sets
            data = b"".join(unit.pieces if has_sets or not is_key else [self._sets, *unit.pieces])
            found.append(AccessUnit(data, unit.stamp, is_key))


def _put(unit: _Unit, payload: bytes) -> None:
    """Adds what one packet carries: a NAL unit, several, or a piece of one; anything else breaks the picture."""
    if unit.is_broken or not payload:
        return
    unit.size += len(payload)
    kind = payload[0] & 31
    if unit.size > LARGEST_PICTURE or len(unit.pieces) > 2 * MOST_UNITS:
        unit.is_broken = True
        unit.pieces.clear()
    elif 1 <= kind <= 23:
        _put_whole(unit, payload)
    elif kind == _STAP_A:
        _put_several(unit, payload)
    elif kind == _FU_A and len(payload) > 2:
        _put_fragment(unit, payload)
    else:
        unit.is_broken = True


def _put_whole(unit: _Unit, nal: bytes) -> None:
    unit.is_broken |= unit.is_fragment_open
    _note(unit, nal[0] & 31, nal[1:2])
    unit.pieces += [_START, nal]


def _put_several(unit: _Unit, payload: bytes) -> None:
    at = 1
    while at + 2 < len(payload):
        length = int.from_bytes(payload[at : at + 2], "big")
        nal = payload[at + 2 : at + 2 + length]
        if not nal or len(nal) < length:
            break
        _put_whole(unit, nal)
        at += 2 + length
    unit.is_broken |= at != len(payload)


def _put_fragment(unit: _Unit, payload: bytes) -> None:
    is_first, is_last = payload[1] & 128, payload[1] & 64
    if bool(is_first) == unit.is_fragment_open:
        unit.is_broken = True
        return
    if is_first:
        header = payload[0] & 0xE0 | payload[1] & 31
        _note(unit, header & 31, payload[2:3])
        unit.pieces += [_START, bytes((header,))]
    unit.pieces.append(payload[2:])
    unit.is_fragment_open = not is_last


def _note(unit: _Unit, kind: int, begin: bytes) -> None:
    """What a NAL unit is; a picture whose first slice is not its first has lost one before anybody counted."""
    if kind in (_SLICE, _KEY) and not unit.kinds & {_SLICE, _KEY}:
        unit.is_broken |= begin < bytes((_BEGINS,))
    unit.kinds.add(kind)
