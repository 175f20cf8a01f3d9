"""Wording: never too long, and what is most needed stays to the last."""

from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient.store.radio_wording import LONGEST, Parts, shortened

names = st.text(st.characters(categories=("L", "N", "Zs")), max_size=120)


def test_all_of_it_where_it_fits() -> None:
    parts = Parts("Elm", "", "grid H4", "second floor", "2F", "room 214", "nearest door 6", "stair B")
    assert shortened(parts) == "Elm, grid H4, second floor, room 214, nearest door 6, stair B"


def test_less_is_said_step_by_step() -> None:
    parts = Parts("Elm", "", "grid H4", "second floor", "2F", "room 214", "nearest door 6", "stair B")

    def said(campus_length: int) -> str:
        filled = Parts("E" * campus_length, *(getattr(parts, name) for name in Parts.__slots__[1:]))
        return shortened(filled).lstrip("E…").removeprefix(", ")

    assert said(32) == "grid H4, second floor, room 214, nearest door 6, stair B"
    assert said(40) == "grid H4, second floor, room 214, door 6, stair B"
    assert said(50) == "grid H4, 2F, room 214, door 6, stair B"
    assert said(60) == "grid H4, 2F, room 214, door 6"
    assert said(500) == "grid H4, 2F, room 214, door 6"


@settings(deadline=None)
@given(st.builds(Parts, names, names, names, names, names, names, names, names))
def test_it_is_never_too_long(parts: Parts) -> None:
    assert len(shortened(parts)) <= LONGEST
