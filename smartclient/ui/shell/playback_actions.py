"""The rows of playback: the keys of the clock, of the marks in the past, and of searching it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from smartclient.domain.alarms import Alarm
from smartclient.session.replay import Replay
from smartclient.store.past import Past
from smartclient.ui.actions import HIDDEN, Action

_GROUP = "Playback"
_JUMP_S = 10.0
_ZOOM = 1.5


@dataclass(frozen=True, slots=True)
class FootageVerbs:
    """What can be marked and searched; the `why` ones say why not."""

    bookmark: Callable[[], None]
    why_no_bookmark: Callable[[], str | None]
    ask_lock: Callable[[], None]
    why_no_lock: Callable[[], str | None]
    show_marks: Callable[[], None]
    search: Callable[[], None]
    compare: Callable[[], None]


@dataclass(frozen=True, slots=True)
class PlaybackReach:
    """All that the rows reach. `why_not` says why there is no past to play."""

    replay: Replay
    past: Past
    footage: FootageVerbs
    why_not: Callable[[], str | None]
    alarm: Callable[[], Alarm | None]
    """The alarm that is meant: the chosen one, else the worst."""
    show_alarm: Callable[[Alarm], None]
    ask_time: Callable[[], None]
    toggle_skipping: Callable[[], None]
    zoom: Callable[[float], None]


def playback_actions(reach: PlaybackReach) -> list[Action]:
    """All rows."""
    return [*_clock(reach), *_jumps(reach), *_marks(reach), *_looking(reach)]


def _clock(reach: PlaybackReach) -> Iterator[Action]:
    replay, why_not = reach.replay, reach.why_not
    yield Action("play", "Play or pause", _GROUP, replay.play_or_pause, ("Ctrl+Space",), why_not)
    yield Action("play-backward", "Play backward", _GROUP, replay.play_backward, ("R",), why_not)
    yield Action("slower", "Slower, faster", _GROUP, lambda: replay.change_pace(-1), ("<",), why_not, "< · >")
    yield Action("faster", "Faster", _GROUP, lambda: replay.change_pace(1), (">",), why_not, HIDDEN)
    yield Action("frame-back", "One picture back, on", _GROUP, lambda: replay.step(-1), (",",), why_not, ", · .")
    yield Action("frame-forward", "One picture on", _GROUP, lambda: replay.step(1), (".",), why_not, HIDDEN)
    yield Action("live", "Live", _GROUP, replay.go_live, ("L",))
    yield Action("skip-gaps", "Skip what is not recorded, or not", _GROUP, reach.toggle_skipping, ("Shift+G",))
    yield Action(
        "own-clock", "The tile's own clock, or that of all", _GROUP, replay.toggle_loose, ("Shift+L",), why_not
    )


def _jumps(reach: PlaybackReach) -> Iterator[Action]:
    replay, why_not = reach.replay, reach.why_not

    def why_no_alarm() -> str | None:
        return why_not() or (None if reach.alarm() is not None else "There is no open alarm.")

    def show_alarm() -> None:
        if (alarm := reach.alarm()) is not None:
            reach.show_alarm(alarm)

    yield Action(
        "what-happened", "Show what happened at the alarm", "Alarms", show_alarm, ("Shift+Space",), why_no_alarm
    )
    yield Action("go-to-time", "Go to a time", _GROUP, reach.ask_time, ("T",), why_not)
    yield Action(
        "jump-back",
        "Ten seconds back, on",
        _GROUP,
        lambda: replay.go_by(-_JUMP_S),
        ("Ctrl+Left",),
        why_not,
        "Ctrl+Left · Right",
    )
    yield Action(
        "jump-forward", "Ten seconds on", _GROUP, lambda: replay.go_by(_JUMP_S), ("Ctrl+Right",), why_not, HIDDEN
    )
    for direction, name, key in ((-1, "previous", "Left"), (1, "next", "Right")):
        recordings, moments = ("Ctrl+Shift+Left · Right", "Alt+Left · Right") if direction < 0 else (HIDDEN, HIDDEN)
        recording, moment = _stepper(replay.next_recording, direction), _stepper(replay.next_moment, direction)
        yield Action(
            f"{name}-recording",
            "Previous, next recording",
            _GROUP,
            recording,
            (f"Ctrl+Shift+{key}",),
            why_not,
            recordings,
        )
        yield Action(
            f"{name}-moment", "Previous, next alarm or mark", _GROUP, moment, (f"Alt+{key}",), why_not, moments
        )


def _stepper(verb: Callable[[int], None], direction: int) -> Callable[[], None]:
    return lambda: verb(direction)


def _marks(reach: PlaybackReach) -> Iterator[Action]:
    replay, footage, selection = reach.replay, reach.footage, reach.past.selection
    mark_in, mark_out = (
        lambda: selection.mark_in(replay.playback.instant),
        lambda: selection.mark_out(replay.playback.instant),
    )
    yield Action("mark-in", "Mark in, out", _GROUP, mark_in, ("I",), reach.why_not, "I · O")
    yield Action("mark-out", "Mark out", _GROUP, mark_out, ("O",), reach.why_not, HIDDEN)
    yield Action("clear-marks", "Take both marks away", _GROUP, selection.clear, ("Shift+X",))
    yield Action("bookmark", "Bookmark this moment", _GROUP, footage.bookmark, ("B",), footage.why_no_bookmark)
    yield Action("marks", "Bookmarks and evidence locks", _GROUP, footage.show_marks, ("Ctrl+B",))
    yield Action(
        "lock-evidence", "Keep the marked span as evidence", _GROUP, footage.ask_lock, ("E",), footage.why_no_lock
    )


def _looking(reach: PlaybackReach) -> Iterator[Action]:
    footage = reach.footage
    yield Action(
        "timeline-closer",
        "Timeline closer, farther",
        _GROUP,
        lambda: reach.zoom(_ZOOM),
        ("Ctrl++", "Ctrl+="),
        sheet_keys="Ctrl+ + · −",
    )
    yield Action(
        "timeline-farther", "Timeline farther", _GROUP, lambda: reach.zoom(1 / _ZOOM), ("Ctrl+-",), sheet_keys=HIDDEN
    )
    yield Action("search-footage", "Search footage", _GROUP, footage.search, ("Ctrl+F",), reach.why_not)
    yield Action("compare-days", "Compare with another day", _GROUP, footage.compare, ("Ctrl+D",), reach.why_not)
