"""Marks are entries of the file, and every step can be taken back by entries that say so."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.domain.incident_entries import Heat, IncidentStatus, Opened, Post, RoomMarked, RoomStatus, StatusSet
from smartclient.domain.incidents import Incident
from smartclient.domain.site import LonLat
from smartclient.session.incident_marking import IncidentMarking
from smartclient.store.incidents.incidents import Incidents
from tests.builders.incident_files import incident_files
from tests.ui.map.district import GROUND, UPPER, site, world

UNITS = site().units
CORNERS: list[LonLat] = [world(0, 0), world(5, 0), world(5, 5)]
Act = Callable[[IncidentMarking, Incidents], None]


def removed(place: int) -> Act:
    """Takes away a drawing, where there is one."""

    def act(marking: IncidentMarking, incidents: Incidents) -> None:
        incident = incidents.current
        assert incident is not None
        keys = sorted([*incident.zones, *incident.posts, *incident.routes])
        if keys:
            marking.remove(keys[place % len(keys)])

    return act


ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        lambda first, count, status: lambda marking, _: marking.mark_rooms(UNITS[first : first + count], status),
        st.integers(0, 11),
        st.integers(1, 3),
        st.sampled_from(RoomStatus),
    ),
    st.builds(lambda first: lambda marking, _: marking.unmark_rooms(UNITS[first : first + 2]), st.integers(0, 11)),
    st.builds(lambda heat: lambda marking, _: marking.draw_zone(heat, GROUND, CORNERS), st.sampled_from(Heat)),
    st.builds(lambda post: lambda marking, _: marking.place_post(post, world(1, 1), None), st.sampled_from(Post)),
    st.just(lambda marking, _: marking.draw_route([(world(0, 0), GROUND), (world(5, 0), GROUND)], "in")),
    st.builds(removed, st.integers(0, 5)),
)


def marks(incidents: Incidents) -> tuple[object, ...]:
    """What stands on the map, without since when."""
    incident = incidents.current
    assert incident is not None
    drawn = (incident.rooms, incident.zones, incident.posts, incident.routes)
    return tuple({key: mark.body for key, mark in each.items()} for each in drawn)


@settings(max_examples=30, deadline=None)
@given(st.lists(ACTS, max_size=6))
def test_every_step_back_is_what_was_before_it(acts: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder, incident_files(Path(folder)) as incidents:
        incidents.begin(Opened("Search"))
        marking = IncidentMarking(incidents)
        stood: list[tuple[object, ...]] = []
        for act in acts:
            before, had = marks(incidents), len(_entries(incidents))
            act(marking, incidents)
            if len(_entries(incidents)) > had:
                stood.append(before)
        while stood:
            had = len(_entries(incidents))
            marking.undo()
            assert marks(incidents) == stood.pop()
            assert len(_entries(incidents)) >= had
        assert not marking.can_undo


def _entries(incidents: Incidents) -> tuple[object, ...]:
    current = incidents.current
    assert current is not None
    return current.entries


def test_a_mark_says_the_team_and_a_route_goes_on_where_it_changes_floors(tmp_path: Path) -> None:
    with incident_files(tmp_path) as incidents:
        marking = IncidentMarking(incidents)
        marking.mark_rooms(UNITS[:1], RoomStatus.CLEARED)
        assert marking.why_not == "No incident is open."
        incidents.begin(Opened("Search"))
        marking.team = "  Team \n 2 "
        marking.mark_rooms(UNITS[:1], RoomStatus.CLEARED)
        assert [mark.body.team for mark in _current(incidents).rooms.values()] == ["Team 2"]
        points = [(world(x, 0), level) for x, level in ((0, GROUND), (5, GROUND), (6, UPPER), (9, UPPER), (9, None))]
        marking.draw_route(points, "in")
        assert [(len(mark.body.line), mark.body.level) for mark in _current(incidents).routes.values()] == [
            (2, GROUND),
            (2, UPPER),
        ]
        marking.undo()
        assert not _current(incidents).routes


def test_nothing_is_marked_in_a_closed_file_or_one_that_is_only_looked_at(tmp_path: Path) -> None:
    with incident_files(tmp_path) as incidents:
        marking = IncidentMarking(incidents)
        file = incidents.begin(Opened("Search"))
        marking.mark_rooms(UNITS[:1], RoomStatus.DANGER)
        incidents.add(StatusSet(IncidentStatus.CLOSED))
        assert "closed" in marking.why_not
        marking.undo()
        assert _current(incidents).rooms
        incidents.expect(file.id)
        incidents.show(replace(incidents.read(file.id), status=IncidentStatus.OPEN))
        assert "only look" in marking.why_not


def _current(incidents: Incidents) -> Incident:
    assert incidents.current is not None
    return incidents.current


def test_a_step_back_leaves_alone_what_somebody_else_said_since(tmp_path: Path) -> None:
    with incident_files(tmp_path) as incidents:
        incidents.begin(Opened("Search"))
        marking = IncidentMarking(incidents)
        marking.mark_rooms(UNITS[:2], RoomStatus.CLEARED)
        incidents.add(RoomMarked(UNITS[0].id, UNITS[0].level_id, RoomStatus.DANGER, "Team 9"))
        marking.undo()
        assert {unit: mark.body.status for unit, mark in _current(incidents).rooms.items()} == {
            UNITS[0].id: RoomStatus.DANGER
        }
