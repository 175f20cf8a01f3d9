"""Which engine plays a source: the person's wish, else the one measured clearly faster here, else the first that can."""

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from smartclient.domain.footage import PacketSource, Source
from smartclient.video.engine import Engine
from smartclient.video.urls import kind

PACKETS = "packets"
ENOUGH = 10  # fewer first frames than this are chance: each waited for a key frame, for longer or shorter
_REMEMBERED = 50
_CLEARLY = 0.8  # faster by a fifth, so that the choice does not flutter


def source_kind(source: Source) -> str:
    """`packets`, `rtsp`, `http` or `file`: sources of one kind open about equally fast."""
    return PACKETS if isinstance(source, PacketSource) else kind(source.url) or "unknown"


class FirstFrames:
    """How long first frames took on this machine, by kind of source and engine; the newest count."""

    def __init__(self) -> None:
        self._seconds: defaultdict[tuple[str, str], deque[float]] = defaultdict(lambda: deque(maxlen=_REMEMBERED))

    def note(self, kind_of_source: str, engine: str, seconds: float) -> None:
        """Remembers one measured first frame."""
        self._seconds[kind_of_source, engine].append(seconds)

    def typical_s(self, kind_of_source: str, engine: str) -> float | None:
        """The median in seconds, once there are enough to tell."""
        seconds = self._seconds.get((kind_of_source, engine), ())
        return median(seconds) if len(seconds) >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen engine and why, in words; `engine` is None where none can play the source."""

    engine: Engine | None
    reason: str


def choose(
    source: Source,
    engines: Sequence[Engine],
    measured: FirstFrames,
    engine_for: Mapping[str, str],
    failed: Collection[str] = (),
) -> Choice:
    """Decides for `source`. `engine_for` maps a source's label to the engine wished for; `failed` names engines that could
    not play it last time, which come after those that have not been tried."""
    refusals = {engine.name: engine.can_open(source) for engine in engines}
    able = [engine for engine in engines if refusals[engine.name] is None]
    if not able:
        return Choice(None, "; ".join(f"{name}: {why}" for name, why in refusals.items()) or "there is no video engine")
    wish = engine_for.get(source.label, "")
    for engine in able:
        if engine.name == wish:
            return Choice(engine, "as set for this camera")
    fresh = [engine for engine in able if engine.name not in failed] or able
    best = _fastest(source, fresh, measured)
    if best is not fresh[0]:
        return Choice(best, "shows its first picture sooner on this machine")
    if fresh[0] is not engines[0]:
        return Choice(best, f"{engines[0].name} cannot play it")
    return Choice(best, f"{wish} is set, but {refusals[wish]}" if refusals.get(wish) else "the usual one")


def _fastest(source: Source, able: Sequence[Engine], measured: FirstFrames) -> Engine:
    of_kind = source_kind(source)
    best, best_s = able[0], measured.typical_s(of_kind, able[0].name)
    for engine in able[1:]:
        seconds = measured.typical_s(of_kind, engine.name)
        if seconds is not None and best_s is not None and seconds < best_s * _CLEARLY:
            best, best_s = engine, seconds
    return best
