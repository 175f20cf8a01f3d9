"""Any number of edits, all taken back, leave the plan that was there."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from smartclient.domain.devices import Device, DeviceKind, Placement, View
from smartclient.domain.edits import Edit, Name, Thing, name_of
from smartclient.domain.ids import DeviceId, LevelId, VenueId
from smartclient.domain.site import Amenity, GridSpec, Site
from smartclient.plans.editing.splices import FIELDS, edited, spliced, splices_between

_POSITIONS = st.tuples(st.floats(-90, -89), st.floats(43, 44))
_KEYS = st.integers(0, 8).map(str)
_DEVICES = st.builds(
    lambda key, position, bearing: Device(
        DeviceId(f"plan/{key}"), DeviceKind.CAMERA, key, Placement(position), View(bearing, 90, 10)
    ),
    _KEYS,
    _POSITIONS,
    st.floats(0, 359),
)
_AMENITIES = st.builds(
    lambda key, position: Amenity(key, LevelId("1F"), "defibrillator", key, position), _KEYS, _POSITIONS
)
_GRIDS = st.builds(lambda key, cell: GridSpec(VenueId(key), (-89.5, 43.1), cell, 4, 4), _KEYS, st.floats(1, 50))
_THINGS: st.SearchStrategy[Thing] = st.one_of(_DEVICES, _AMENITIES, _GRIDS)
_NAMES: st.SearchStrategy[Name] = _THINGS.map(name_of)
_EDITS = st.builds(
    lambda put, gone: Edit("x", tuple(put), tuple(gone)), st.lists(_THINGS, max_size=3), st.lists(_NAMES, max_size=2)
)


def _site(things: list[Thing]) -> Site:
    return edited(Site("Any"), Edit("begin", tuple(things)))


@given(st.lists(_THINGS, max_size=12), st.lists(_EDITS, max_size=8))
def test_all_edits_taken_back_leave_the_first_plan(things: list[Thing], edits: list[Edit]) -> None:
    first = site = _site(things)
    steps = []
    for edit in edits:
        after = edited(site, edit)
        steps.append(splices_between(site, after))
        site = after
    last = site
    for splices in reversed(steps):
        site = spliced(site, [splice.reverse for splice in splices])
    assert site == first
    for splices in steps:
        site = spliced(site, splices)
    assert site == last


@given(st.lists(_THINGS, max_size=12), _EDITS)
def test_an_edit_puts_and_removes_what_it_names_and_nothing_else(things: list[Thing], edit: Edit) -> None:
    before = _site(things)
    after = edited(before, edit)
    known = {name_of(thing): thing for field in FIELDS.values() for thing in getattr(after, field)}
    untouched = {name_of(thing) for thing in edit.put} | set(edit.removed)
    assert all(known[name_of(thing)] == thing for thing in {name_of(t): t for t in edit.put}.values())
    for field in FIELDS.values():
        names = [name_of(thing) for thing in getattr(after, field)]
        assert len(names) == len(set(names))
        kept = [thing for thing in getattr(before, field) if name_of(thing) not in untouched]
        assert [thing for thing in getattr(after, field) if name_of(thing) not in untouched] == kept


def test_a_step_is_as_small_as_what_it_changed() -> None:
    devices = tuple(Device(DeviceId(f"plan/{i}"), DeviceKind.DOOR, str(i)) for i in range(1000))
    before = Site("Any", devices=devices)
    after = edited(before, Edit("rename", (replace(devices[500], name="other"),)))
    assert [(s.at, len(s.gone), len(s.come)) for s in splices_between(before, after)] == [(500, 1, 1)]
