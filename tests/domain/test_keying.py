"""Ids get a server's key and lose it again, wherever in a value they are, also in kinds that come later."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.commands import AddBookmark, LockEvidence, MoveAlarm, RenameBookmark
from smartclient.domain.devices import DeviceState, Fact, Lock
from smartclient.domain.events import (
    AlarmChanged,
    Event,
    EventKind,
    EventsMissing,
    GrantChanged,
    Happened,
    ResponseChanged,
    ViewingsChanged,
)
from smartclient.domain.ids import (
    ALONE,
    ConsoleId,
    DeviceId,
    EventId,
    IncidentId,
    LevelId,
    ServerKey,
    UnitId,
    keyed,
    plain,
    server_of,
)
from smartclient.domain.incident_entries import CommandEntered, Entry, EntryId, Exported, RoomMarked, RoomStatus
from smartclient.domain.keying import servers_in, with_key, without_key
from smartclient.domain.recordings import Span
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot

NORTH = ServerKey("north")
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
VALUES: st.SearchStrategy[object] = st.one_of(
    st.builds(Happened),
    st.builds(AlarmChanged),
    st.builds(ResponseChanged),
    st.builds(GrantChanged),
    st.builds(ViewingsChanged),
    st.builds(EventsMissing),
    st.builds(MoveAlarm),
    st.builds(LockEvidence),
    st.builds(Snapshot),
    st.builds(Site),
    st.builds(Entry),
)


@given(VALUES)
def test_a_key_comes_and_goes_and_leaves_no_trace(value: object) -> None:
    if any("::" in text for text in repr(value).split("'")):
        return
    told = with_key(value, NORTH)
    assert without_key(told) == value
    assert servers_in(told) <= {NORTH, ALONE}


def test_every_kind_of_event_that_names_something_carries_the_key() -> None:
    device = DeviceId("cameras/1")
    event: Event = Happened(EventId("e1"), NOW, EventKind.DOOR_OPENED, device)
    told = with_key(event, NORTH)
    assert isinstance(told, Happened)
    assert (told.id, told.device) == ("north::e1", "north::cameras/1")
    assert servers_in(told) == {NORTH}


def test_entries_of_incidents_carry_it_where_they_name_things_and_nowhere_else() -> None:
    room = RoomMarked(UnitId("u1"), LevelId("l1"), RoomStatus.CLEARED, "Team 1")
    told = with_key(Entry(EntryId(ConsoleId("desk"), 1), IncidentId("i1"), 1, NOW, "ana", room), NORTH)
    assert (told.incident, told.id.console, told.by) == ("north::i1", "desk", "ana")
    assert told.body == RoomMarked(UnitId("north::u1"), LevelId("north::l1"), RoomStatus.CLEARED, "Team 1")
    assert with_key(CommandEntered("lock door", "doors/1", "Door 1"), NORTH).subject == "north::doors/1"
    assert with_key(Exported("p", ("cameras/1",), NOW, NOW), NORTH).cameras == ("north::cameras/1",)


def test_beside_no_other_server_ids_stay_as_they_are() -> None:
    assert keyed(ALONE, "cameras/1") == "cameras/1"


def test_ids_in_mappings_and_facts_carry_it_too() -> None:
    state = DeviceState(lock=Fact(Lock.LOCKED, NOW, EventId("e1")))
    told = with_key(
        Snapshot(NOW, "S", "u", states={DeviceId("d"): state}, commandable=frozenset({DeviceId("d")})), NORTH
    )
    assert told.commandable == {"north::d"}
    (key, known), *_ = told.states.items()
    assert key == "north::d"
    assert known.lock is not None
    assert known.lock.event == "north::e1"


def test_ids_that_are_plain_text_are_known() -> None:
    assert with_key(RenameBookmark("b", "name"), NORTH).bookmark == "north::b"
    mark = with_key(AddBookmark(DeviceId("cameras/1"), NOW, Span(NOW, NOW), "cameras/1 by name"), NORTH)
    assert (mark.camera, mark.name) == ("north::cameras/1", "cameras/1 by name")


def test_an_id_without_a_key_is_nobodys() -> None:
    assert server_of("cameras/1") == ALONE
    assert plain("cameras/1") == "cameras/1"
    assert server_of(keyed(NORTH, "own::with colons")) == NORTH
    assert plain(keyed(NORTH, "own::with colons")) == "own::with colons"
