"""Single values: whatever the server sends, the answer is a clean value or none."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect import values

GUID = "6eb95dd6-7ccc-4bce-99f8-af0d0b582d77"
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize("text", [GUID, GUID.upper(), f"{{{GUID}}}"])
def test_guids_are_read_in_any_case(text: str) -> None:
    assert values.guid(text) == GUID
    assert values.device_id(f"Cameras/{text}") == f"cameras/{GUID}"


@pytest.mark.parametrize(
    "source", ["cameras", "cameras/x", f"../{GUID}", f"cam eras/{GUID}", f"cameras/{GUID}/x", 7, None]
)
def test_what_is_no_source_is_none(source: object) -> None:
    assert values.device_id(source) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-10-27T15:03:52.8070001Z", datetime(2025, 10, 27, 15, 3, 52, 807000, UTC)),
        ("2025-10-27T10:03:52-05:00", datetime(2025, 10, 27, 15, 3, 52, tzinfo=UTC)),
        ("2025-10-27T15:03:52", datetime(2025, 10, 27, 15, 3, 52, tzinfo=UTC)),
        ("0001-01-01T00:00:00.0000000", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("yesterday", None),
        (1_700_000_000, None),
    ],
)
def test_times(text: object, expected: datetime | None) -> None:
    assert values.moment(text) == expected


@given(st.integers(100_000, 4_000_000_000_000_000), st.integers(-14 * 60, 14 * 60))
def test_a_time_means_the_same_with_any_offset(microseconds: int, offset_min: int) -> None:
    at = datetime(1970, 1, 2, tzinfo=timezone(timedelta(minutes=offset_min))) + timedelta(microseconds=microseconds)
    assert values.moment(at.isoformat()) == at


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.5", 0.5),
        ("0,5", 0.5),
        (2, 2.0),
        ("1e999", None),
        (10**400, None),
        (True, None),
        ("9" * 100, None),
        ([], None),
    ],
)
def test_numbers_also_come_as_strings(value: object, expected: float | None) -> None:
    assert values.number(value) == expected


def test_words_are_one_clean_line_without_markup() -> None:
    assert values.words("<b>Door</b>\r\n\x00 12\u202e") == "‹b›Door‹/b› 12"
    assert values.words("x" * 10**6, 50) == "x" * 49 + "…"
    assert values.words({"a": 1}) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POINT (-96.16593 41.27878)", (-96.16593, 41.27878)),
        ("POINT Z (-96.16593 41.27878 320.5)", (-96.16593, 41.27878)),
        ("point(1 2)", (1.0, 2.0)),
        ("POINT EMPTY", None),
        ("POINT (41.27878 -96.16593)", None),
        ("POINT (nan 1)", None),
        ("POINT (1 2", None),
        (None, None),
    ],
)
def test_places(text: object, expected: tuple[float, float] | None) -> None:
    assert values.point(text) == expected


@given(anything)
def test_no_value_makes_a_reader_fail(value: object) -> None:
    for read in (values.guid, values.device_id, values.words, values.number, values.integer, values.fraction):
        read(value)
    values.moment(value)
    values.point(value)
    assert values.child(value, "a", "b") is None or isinstance(value, dict)
    assert len(values.words(value, 10)) <= 10


def test_children_are_found_in_any_case() -> None:
    assert values.child({"ObjectList": {"boundingBox": 1}}, "objectlist", "BoundingBox") == 1
    assert values.children({"a": list(range(5_000))}, "A", limit=3) == [0, 1, 2]
