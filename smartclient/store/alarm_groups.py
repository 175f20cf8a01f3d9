"""Alarms as the list shows them: one thing is one row, a flood is a few places, and every alarm is counted once."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from smartclient.domain.alarms import Alarm
from smartclient.domain.ids import AlarmId

READABLE = 10
"""So many rows of one priority a person reads; more of them in a flood become places."""

Key = tuple[object, ...]
Step = tuple[str, str]
"""One place on the way down, as its id and its name: a campus, a building of it, a floor of that."""
Path = tuple[Step, ...]
_Urgency = tuple[int, int, bool, float]


class RowKind(Enum):
    """What a row stands for."""

    ALARM = "one alarm"
    REPEATS = "the same thing several times"
    PLACE = "everything at a place"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `key` is the same as long as it stands for the same thing."""

    key: Key
    kind: RowKind
    alarm: Alarm
    """The most urgent of those it stands for."""
    count: int
    depth: int
    is_unfolded: bool | None
    """None for a row that stands for one alarm."""
    title: str = ""
    """A place's name; empty for other rows."""
    parts: tuple[tuple[str, int], ...] = ()
    """What a place's alarms are called and how many there are of each, most first."""
    is_escalated: bool = False


@dataclass(slots=True)
class _Group:
    """The alarms that are one thing, most urgent first."""

    key: Key
    path: Path
    is_escalated: bool
    members: list[tuple[tuple[int, int, float], AlarmId]] = field(default_factory=list)

    @property
    def urgency(self) -> _Urgency:
        is_taken, priority, age = self.members[0][0]
        return (is_taken, priority, not self.is_escalated, age)


class AlarmGroups:
    """Groups alarms as they come and go; what a change costs does not grow with the number of alarms.

    `path_of` says where an alarm is, from the campus down, and `is_escalated` whether nobody touched it in time. An alarm's path
    is asked once, when it comes.
    """

    def __init__(
        self, path_of: Callable[[Alarm], Path], is_escalated: Callable[[Alarm], bool] = lambda _: False
    ) -> None:
        self._path_of, self._is_escalated = path_of, is_escalated
        self._alarms: dict[AlarmId, Alarm] = {}
        self._keys: dict[AlarmId, Key] = {}
        self._groups: dict[Key, _Group] = {}

    def __len__(self) -> int:
        return len(self._alarms)

    def clear(self) -> None:
        """Forgets all of them."""
        self._alarms.clear()
        self._keys.clear()
        self._groups.clear()

    def put(self, alarm: Alarm) -> None:
        """Takes an alarm as it is now, in place of what was known of it."""
        self.remove(alarm.id)
        is_escalated = self._is_escalated(alarm)
        key = (is_escalated, *_same(alarm))
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(key, self._path_of(alarm), is_escalated)
        insort(group.members, (alarm.urgency, alarm.id))
        self._alarms[alarm.id], self._keys[alarm.id] = alarm, key

    def remove(self, alarm: AlarmId) -> None:
        """Forgets an alarm; harmless for one that is not known."""
        known, key = self._alarms.pop(alarm, None), self._keys.pop(alarm, None)
        if known is None or key is None:
            return
        group = self._groups[key]
        del group.members[bisect_left(group.members, (known.urgency, alarm))]
        if not group.members:
            del self._groups[key]

    def count_at(self, place: str) -> int:
        """How many alarms there are on the campus with that id."""
        return sum(len(group.members) for group in self._groups.values() if group.path[0][0] == place)

    def rows(self, is_flood: bool, unfolded: frozenset[Key] = frozenset()) -> list[Row]:
        """All rows: new before taken, worst first, of these the escalated first. In a flood, whatever has more than READABLE rows of
        its priority becomes places; what is unfolded shows its parts below it.
        """
        groups = sorted(self._groups.values(), key=lambda group: group.urgency)
        tops: list[_Group | _Cluster] = list(groups)
        if is_flood:
            classes: defaultdict[Key, list[_Group]] = defaultdict(list)
            for group in groups:
                classes[_class(group, self._first(group))].append(group)
            tops = [top for key, members in classes.items() for top in _collapsed(key, members)]
            tops.sort(key=lambda top: top.urgency)
        rows: list[Row] = []
        for top in tops:
            rows += self._lines(top, 0, unfolded)
        return rows

    def alarms_of(self, key: Key) -> list[Alarm]:
        """The alarms of the row with that key, most urgent first within each thing; empty when there is no such row now."""
        if key in self._groups:
            return [self._alarms[member] for _urgency, member in self._groups[key].members]
        if key and key[0] == "alarm":
            alarm = self._alarms.get(AlarmId(str(key[1])))
            return [alarm] if alarm is not None else []
        return [
            self._alarms[member]
            for group in self._groups.values()
            if ("place", _class(group, self._first(group)), group.path[: _depth(key)]) == key
            for _urgency, member in group.members
        ]

    def keys_of(self, alarm: AlarmId) -> tuple[Key, ...]:
        """The keys of all rows that may stand for that alarm, the narrowest first; empty for an unknown one."""
        key = self._keys.get(alarm)
        if key is None:
            return ()
        group = self._groups[key]
        name = _class(group, self._first(group))
        depths = range(len(group.path), 0, -1)
        return (("alarm", alarm), key, *(("place", name, group.path[:depth]) for depth in depths))

    def _first(self, group: _Group) -> Alarm:
        return self._alarms[group.members[0][1]]

    def _lines(self, top: "_Group | _Cluster", depth: int, unfolded: frozenset[Key]) -> Iterator[Row]:
        if isinstance(top, _Group):
            yield from self._group_lines(top, depth, unfolded)
            return
        names = Counter[str]()
        for group in top.groups:
            names[self._first(group).name] += len(group.members)
        yield Row(
            top.key,
            RowKind.PLACE,
            self._first(top.groups[0]),
            sum(names.values()),
            depth,
            top.key in unfolded,
            _title(top.path, is_within=depth > 0),
            tuple(names.most_common(4)),
            top.groups[0].is_escalated,
        )
        if top.key in unfolded:
            for part in top.parts():
                yield from self._lines(part, depth + 1, unfolded)

    def _group_lines(self, group: _Group, depth: int, unfolded: frozenset[Key]) -> Iterator[Row]:
        count, is_unfolded = len(group.members), group.key in unfolded
        kind = RowKind.REPEATS if count > 1 else RowKind.ALARM
        folding = is_unfolded if count > 1 else None
        first = self._first(group)
        yield Row(group.key, kind, first, count, depth, folding, is_escalated=group.is_escalated)
        if count > 1 and is_unfolded:
            for _urgency, member in group.members:
                key = ("alarm", member)
                alarm = self._alarms[member]
                yield Row(key, RowKind.ALARM, alarm, 1, depth + 1, None, is_escalated=group.is_escalated)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Several things at one place, most urgent first."""

    name: Key
    path: Path
    groups: tuple[_Group, ...]

    @property
    def key(self) -> Key:
        return ("place", self.name, self.path)

    @property
    def urgency(self) -> _Urgency:
        return self.groups[0].urgency

    def parts(self) -> "list[_Group | _Cluster]":
        """The places within, or the things where no place is narrower. A place within that has all of it is passed over."""
        for depth in range(len(self.path) + 1, max(len(group.path) for group in self.groups) + 1):
            if len({group.path[:depth] for group in self.groups}) > 1:
                return _divided(self.name, self.groups, depth, self.path)
        return list(self.groups)


def _title(path: Path, *, is_within: bool) -> str:
    """A floor standing alone is named with its building."""
    names = [name for _id, name in path]
    return names[-1] if is_within or len(names) < 3 else ", ".join((names[1], names[2][:1].lower() + names[2][1:]))


def _same(alarm: Alarm) -> Key:
    """What two alarms share when they are the same thing again. A drill is never one with what is real."""
    source = alarm.device or alarm.source_name or alarm.id
    return (source, alarm.name, int(alarm.priority), alarm.judgement.verdict if alarm.judgement else "")


def _class(group: _Group, first: Alarm) -> Key:
    """Only what is equally urgent, and as real, is put together by place."""
    return (group.is_escalated, int(first.priority), first.is_drill)


def _collapsed(key: Key, groups: Sequence[_Group]) -> "list[_Group | _Cluster]":
    """The narrowest places that leave no more than READABLE rows."""
    if len(groups) <= READABLE:
        return list(groups)
    deepest = max(len(group.path) for group in groups)
    for depth in range(deepest, 1, -1):
        if len({group.path[:depth] for group in groups}) <= READABLE:
            return _divided(key, groups, depth)
    return _divided(key, groups, 1)


def _divided(name: Key, groups: Iterable[_Group], depth: int, within: Path = ()) -> "list[_Group | _Cluster]":
    found: defaultdict[Path, list[_Group]] = defaultdict(list)
    for group in groups:
        found[group.path[:depth]].append(group)
    parts: list[_Group | _Cluster] = []
    for path, members in found.items():
        if len(members) == 1 or path == within:
            parts += members
        else:
            parts.append(_Cluster(name, path, tuple(members)))
    return sorted(parts, key=lambda part: part.urgency)


def _depth(key: Key) -> int:
    return len(key[2]) if len(key) > 2 and isinstance(key[2], tuple) else 0
