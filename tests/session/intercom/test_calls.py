"""Calls as the server's events tell them: ringing, who took them, how they ended; late, doubled and missing news."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Activity, Device, DeviceKind, DeviceState, Fact, Placement
from smartclient.domain.events import EventKind, Happened
from smartclient.domain.ids import DeviceId, EventId
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime.clock import ManualClock
from smartclient.session.intercom.calls import LONGEST_RING, WAITS_S, Call, Calls, EndedCall, Outcome
from smartclient.store.site_store import SiteStore
from tests.builders.watch import START

ONE, TWO, BUTTON = DeviceId("inputevents/1"), DeviceId("inputevents/2"), DeviceId("inputevents/3")
RINGS, QUIET = EventKind.SENSOR_ACTIVATED, EventKind.SENSOR_CLEARED


class Timers:
    """What was to be called later, by when."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._waiting: list[tuple[float, Callable[[], None]]] = []

    def __call__(self, seconds: float, call: Callable[[], None]) -> None:
        self._waiting.append((self._clock.steady_s() + seconds, call))

    def advance(self, seconds: float) -> None:
        """Lets time pass, and what is due happen."""
        self._clock.advance(seconds)
        due = [call for at_s, call in self._waiting if at_s <= self._clock.steady_s()]
        self._waiting = [one for one in self._waiting if one[0] > self._clock.steady_s()]
        for call in due:
            call()


class Post:
    """A store with two intercoms and a panic button, and the calls folded from it."""

    def __init__(self) -> None:
        self.clock = ManualClock(START)
        self.timers = Timers(self.clock)
        self._tellings: list[Callable[[], None]] = []
        self.store = SiteStore(Site("Test"), Connection(Line.LIVE, START), lambda _s, tell: self._tellings.append(tell))
        self.snapshot()
        self.tell()
        self.calls = Calls(self.store, self.clock, self.timers)
        self.ended: list[EndedCall] = []
        self.calls.ended.connect(self.ended.append)
        self._number = 0

    def snapshot(self, states: dict[DeviceId, DeviceState] | None = None) -> None:
        kinds = {ONE: DeviceKind.INTERCOM, TWO: DeviceKind.INTERCOM, BUTTON: DeviceKind.PANIC_BUTTON}
        devices = tuple(Device(key, kind, key, Placement((-89.5, 43.1))) for key, kind in kinds.items())
        self.store.take_snapshot(Snapshot(self.clock.now(), "demo", "dispatcher", devices, states or {}))

    def tell(self) -> None:
        tellings, self._tellings = self._tellings, []
        for tell in tellings:
            tell()

    def happen(self, device: DeviceId, *kinds: EventKind, person: str = "", age_s: float = 0) -> None:
        """These happened there, told together."""
        for kind in kinds:
            self._number += 1
            at = self.clock.now() - timedelta(seconds=age_s)
            self.store.apply([Happened(EventId(f"e{self._number:06}"), at, kind, device, person=person)])
        self.tell()

    @property
    def outcomes(self) -> list[tuple[DeviceId, Outcome, str]]:
        return [(call.intercom, call.outcome, call.by) for call in self.ended]


def active(at: datetime, activity: Activity = Activity.ACTIVE) -> DeviceState:
    return DeviceState(activity=Fact(activity, at, EventId(f"s{at.timestamp()}")))


def test_calls_wait_in_order_and_the_one_that_rings_longest_is_current() -> None:
    post = Post()
    post.happen(BUTTON, RINGS)
    assert post.calls.current is None
    post.happen(TWO, RINGS)
    post.timers.advance(5)
    post.happen(ONE, RINGS)
    assert [call.intercom for call in post.calls.waiting] == [TWO, ONE]
    assert post.calls.current == Call(TWO, START)
    post.calls.choose_next()
    assert post.calls.current is not None
    assert post.calls.current.intercom == ONE
    post.calls.choose_next()
    assert post.calls.current.intercom == TWO


def test_a_call_that_nobody_takes_is_missed_with_how_long_it_rang() -> None:
    post = Post()
    post.happen(ONE, RINGS)
    post.timers.advance(40)
    post.happen(ONE, QUIET)
    assert post.ended == [EndedCall(ONE, START, timedelta(seconds=40), Outcome.MISSED)]
    assert post.calls.current is None
    assert list(post.calls.past) == post.ended


def test_who_only_presses_the_button_waits_on_for_a_while() -> None:
    post = Post()
    post.happen(ONE, RINGS, QUIET)
    assert post.calls.current == Call(ONE, START)
    post.timers.advance(WAITS_S - 1)
    assert post.ended == []
    post.timers.advance(1)
    assert post.outcomes == [(ONE, Outcome.MISSED, "")]


def test_a_contact_that_hangs_does_not_ring_for_ever() -> None:
    post = Post()
    post.happen(ONE, RINGS)
    post.timers.advance(LONGEST_RING.total_seconds())
    assert post.outcomes == [(ONE, Outcome.MISSED, "")]
    post.snapshot({ONE: active(START)})
    post.tell()
    assert post.calls.current is None


def test_another_console_answers_or_declines() -> None:
    post = Post()
    post.happen(ONE, RINGS)
    post.happen(TWO, RINGS)
    post.timers.advance(12)
    post.happen(ONE, EventKind.CALL_ANSWERED, QUIET, person="principal-hs")
    post.happen(TWO, EventKind.CALL_DECLINED, QUIET, person="district")
    assert post.outcomes == [(ONE, Outcome.ELSEWHERE, "principal-hs"), (TWO, Outcome.DECLINED, "district")]
    assert post.ended[0].rang == timedelta(seconds=12)


def test_the_same_person_at_another_console_is_another_console() -> None:
    post = Post()
    post.happen(ONE, RINGS)
    post.happen(ONE, EventKind.CALL_ANSWERED, person="dispatcher")
    assert post.outcomes == [(ONE, Outcome.ELSEWHERE, "dispatcher")]


def test_who_asked_for_it_has_it_until_hanging_up() -> None:
    post = Post()
    post.calls.has_asked = lambda intercom: intercom == ONE
    post.happen(ONE, RINGS)
    post.timers.advance(10)
    post.happen(ONE, EventKind.CALL_ANSWERED, QUIET, person="dispatcher")
    assert post.calls.current == Call(ONE, START, START + timedelta(seconds=10))
    assert post.calls.waiting == ()
    post.happen(ONE, RINGS)
    post.timers.advance(300)
    assert post.ended == []
    post.calls.end(ONE, Outcome.ANSWERED, "dispatcher")
    assert post.ended == [EndedCall(ONE, START, timedelta(seconds=10), Outcome.ANSWERED, "dispatcher")]


def test_a_call_that_was_over_before_the_line_came_back_is_in_the_log() -> None:
    post = Post()
    post.happen(ONE, RINGS, age_s=60)
    post.happen(ONE, QUIET, age_s=30)
    assert post.ended == [EndedCall(ONE, START - timedelta(seconds=60), timedelta(seconds=30), Outcome.MISSED)]


def test_the_present_told_anew_says_what_rings() -> None:
    post = Post()
    post.happen(TWO, RINGS)
    post.timers.advance(20)
    post.snapshot({ONE: active(post.clock.now() - timedelta(seconds=5)), TWO: active(post.clock.now(), Activity.QUIET)})
    post.tell()
    assert [call.intercom for call in post.calls.waiting] == [ONE]
    assert post.outcomes == [(TWO, Outcome.MISSED, "")]


STEPS = st.lists(
    st.tuples(
        st.sampled_from([ONE, TWO]),
        st.sampled_from([RINGS, QUIET, EventKind.CALL_ANSWERED, EventKind.CALL_DECLINED]),
        st.sampled_from([0.0, 1.0, 5.0, 40.0, 200.0]),
    ),
    max_size=30,
)


@given(STEPS)
@settings(max_examples=60)
def test_no_call_is_lost_whatever_the_order(steps: list[tuple[DeviceId, EventKind, float]]) -> None:
    """Each call that began is either open or has ended once, and one intercom has one call at most."""
    post = Post()
    begun = 0
    for device, kind, pause_s in steps:
        was_open = post.calls.of(device) is not None
        post.happen(device, kind)
        begun += kind is RINGS and not was_open
        post.timers.advance(pause_s)
    still_open = sum(post.calls.of(device) is not None for device in (ONE, TWO))
    assert begun == still_open + len(post.ended)
    assert all(call.rang >= timedelta(0) for call in post.ended)
