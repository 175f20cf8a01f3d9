"""Escalation: past its limit an untouched alarm sounds again, moves up and is said once; it ends when somebody takes it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.alarms import Alarm, AlarmState, Priority
from smartclient.domain.events import AlarmChanged
from smartclient.domain.ids import AlarmId
from smartclient.session.escalation import LIMITS_S, REST_S, Escalation, Overdue
from tests.builders.running import run, until
from tests.builders.watch import Watch, alarm_of, new_watch

HIGH_S = LIMITS_S[Priority.HIGH]


class Post:
    """A watch with escalation; `rung` is what sounded."""

    def __init__(self, silent: str = "") -> None:
        self.watch: Watch = new_watch()
        self.rung: list[Priority] = []
        self.escalation = Escalation(
            self.watch.store,
            self.watch.clock,
            LIMITS_S,
            lambda alarm: alarm.name == silent,
        )
        self.told: list[Overdue | None] = []
        self.escalation.rung.connect(self.rung.append)
        self.escalation.changed.connect(self.told.append)

    def wait(self, seconds: float) -> None:
        """Time passes, a second at a time."""
        for _ in range(round(seconds)):
            self.watch.clock.advance(1)
            self.escalation.look()
        self.watch.tell()

    @property
    def banner(self) -> str:
        """What the banner says; empty where there is none."""
        assert self.told[-1:] == ([self.escalation.standing] if self.told else [])
        return self.escalation.standing.sentence if self.escalation.standing is not None else ""

    @property
    def overdue(self) -> set[AlarmId]:
        """Those that wait too long."""
        return set(self.watch.store.queue.overdue)


def test_an_untouched_alarm_is_said_sounded_and_moved_up() -> None:
    post = Post()
    old, fresh = alarm_of("Old", age_s=0), replace(alarm_of("Fresh", age_s=0), at=alarm_of("x", age_s=-20).at)
    post.watch.raise_alarms(old, fresh)
    assert [alarm.name for alarm in post.watch.store.open_alarms()] == ["Fresh", "Old"]
    post.wait(HIGH_S - 1)
    assert (post.banner, post.rung) == ("", [])
    post.wait(1)
    at = f"{old.at.astimezone():%H:%M:%S}"
    assert post.banner == f"Nobody has taken Old since {at}."
    assert post.rung == [Priority.HIGH]
    assert [alarm.name for alarm in post.watch.store.open_alarms()] == ["Old", "Fresh"]
    post.watch.move(old, AlarmState.IN_PROGRESS)
    assert (post.banner, post.overdue) == ("", set())
    assert [alarm.name for alarm in post.watch.store.open_alarms()] == ["Fresh", "Old"]


def test_it_sounds_as_often_as_another_limit_passes() -> None:
    post = Post()
    post.watch.raise_alarms(alarm_of("Old", age_s=0))
    post.wait(3 * HIGH_S)
    assert len(post.rung) == 3


def test_many_are_one_banner_and_one_sound() -> None:
    post = Post()
    late = [alarm_of(f"Alarm {n}", Priority.MEDIUM, age_s=n / 10) for n in range(20)]
    post.watch.raise_alarms(*late, alarm_of("Worst", age_s=0))
    post.wait(LIMITS_S[Priority.MEDIUM] + 1)
    assert post.banner.startswith("21 alarms wait too long, the worst since ")
    standing = post.escalation.standing
    assert standing is not None
    assert (standing.worst.name, standing.count) == ("Worst", 21)
    seconds = LIMITS_S[Priority.MEDIUM] + 1
    assert len(post.rung) <= seconds / REST_S
    assert post.watch.store.open_alarms()[0].name == "Worst"


def test_an_old_alarm_put_back_to_new_waits_from_then_on() -> None:
    post = Post()
    old = alarm_of("Old", age_s=1_000)
    post.watch.raise_alarms(old)
    post.escalation.look()
    assert post.overdue == {old.id}
    post.watch.move(old, AlarmState.IN_PROGRESS)
    post.watch.clock.advance(5)
    post.watch.move(old, AlarmState.NEW)
    post.wait(HIGH_S - 2)
    assert post.overdue == set()
    post.wait(4)
    assert post.overdue == {old.id}


def test_another_priority_is_another_limit() -> None:
    post = Post()
    low = alarm_of("Low", Priority.LOW, age_s=0)
    post.watch.raise_alarms(low)
    raised = replace(low, priority=Priority.HIGH, changed_at=low.changed_at + timedelta(seconds=1))
    post.watch.store.apply([AlarmChanged(raised)])
    post.watch.tell()
    post.wait(HIGH_S)
    assert post.overdue == {low.id}


def test_other_limits_count_for_those_that_wait_already() -> None:
    post = Post()
    old = alarm_of("Old", age_s=0)
    post.watch.raise_alarms(old)
    post.wait(HIGH_S)
    post.escalation.set_limits(dict.fromkeys(Priority, 100.0))
    assert (post.overdue, post.banner) == (set(), "")
    post.wait(100 - HIGH_S)
    assert post.overdue == {old.id}


def test_a_silent_alarm_moves_up_and_is_neither_heard_nor_said() -> None:
    post = Post(silent="Panic")
    panic = alarm_of("Panic", age_s=0)
    post.watch.raise_alarms(panic)
    post.wait(HIGH_S)
    assert (post.overdue, post.rung, post.banner) == ({panic.id}, [], "")


def test_started_it_looks_by_itself() -> None:
    async def play() -> None:
        post = Post()
        post.watch.raise_alarms(alarm_of("Old", age_s=100))
        post.escalation.start()
        await until(lambda: post.banner)
        await post.escalation.stop()

    run(play())


_steps = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from([AlarmState.NEW, AlarmState.IN_PROGRESS, AlarmState.CLOSED]),
        st.integers(0, 40),
    ),
    max_size=25,
)


@given(_steps)
def test_whatever_happens_only_new_alarms_older_than_their_limit_are_overdue(
    steps: list[tuple[int, AlarmState, int]],
) -> None:
    post = Post()
    alarms: dict[int, Alarm] = {}
    new_since: dict[int, float] = {}
    for number, state, seconds in steps:
        now_s = post.watch.clock.steady_s()
        known = alarms.get(number)
        if known is None:
            known = replace(alarm_of(f"{number}"), at=post.watch.clock.now(), changed_at=post.watch.clock.now())
        else:
            known = replace(
                known, state=state, changed_at=max(post.watch.clock.now(), known.changed_at + timedelta(microseconds=1))
            )
        if known.state is not AlarmState.NEW:
            new_since.pop(number, None)
        elif number not in new_since:
            new_since[number] = now_s
        alarms[number] = known
        post.watch.raise_alarms(known)
        post.wait(seconds)
    now_s = post.watch.clock.steady_s()
    sure = {alarms[n].id for n, since in new_since.items() if now_s - since > HIGH_S + 1}
    possible = {alarms[n].id for n, since in new_since.items() if now_s - since >= HIGH_S - 1}
    assert sure <= post.overdue <= possible
    assert bool(post.banner) is bool(post.overdue)
    assert sorted(post.watch.store.open_alarms(), key=lambda a: a.id) == sorted(
        (a for a in alarms.values() if a.is_open), key=lambda a: a.id
    )
