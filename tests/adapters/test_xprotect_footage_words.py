"""How servers tell of sequences, bookmarks and locks: many shapes are understood, and nonsense is passed over."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartclient.adapters.xprotect.translate.footage import (
    bookmark,
    evidence_lock,
    items_of,
    sequences,
    time_span,
    utc_text,
)
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span

GUID = "5c1d1c6a-0b7a-4f0e-9d4e-1f2a3b4c5d6e"
CAMERA = DeviceId(f"cameras/{GUID}")
KEY = "0e1fbb1f-9f1b-4f0c-8a45-2d1f6c6a7b10"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONE, TWO = NOON + timedelta(hours=1), NOON + timedelta(hours=2)


@pytest.mark.parametrize(
    "told",
    [
        {"sequences": [{"startTime": "2026-03-02T12:00:00.0000000Z", "endTime": "2026-03-02T13:00:00Z"}]},
        [
            {
                "TimeBegin": "2026-03-02T12:00:00Z",
                "TimeTrigged": "2026-03-02T12:01:00Z",
                "TimeEnd": "2026-03-02T13:00:00Z",
            }
        ],
        {"array": [{"eventSequence": {"startDateTime": "2026-03-02T12:00:00", "endDateTime": "2026-03-02T13:00:00"}}]},
        {"data": {"items": [{"begin": 1_772_452_800_000, "end": 1_772_456_400_000}]}},
        {
            "sequences": [
                {"timeBegin": "2026-03-02T06:00:00-06:00", "timeEnd": "2026-03-02T13:00:00Z", "x": {"start": 1}}
            ]
        },
    ],
)
def test_sequences_in_many_shapes(told: Any) -> None:
    assert sequences(told, TWO) == [Span(NOON, ONE)]


def test_a_sequence_that_goes_on_ends_now() -> None:
    assert sequences([{"startTime": "2026-03-02T12:00:00Z", "endTime": None}], TWO) == [Span(NOON, TWO)]
    assert sequences([{"startTime": "2026-03-02T12:00:00Z", "endTime": "0001-01-01T00:00:00"}], TWO) == [
        Span(NOON, TWO)
    ]


def test_what_is_no_sequence_is_passed_over() -> None:
    nonsense: list[Any] = [
        7,
        None,
        "x",
        {"startTime": []},
        {"startTime": "2026-03-02T12:00:00Z"},
        {"endTime": "x", "startTime": 3.5},
    ]
    assert sequences(nonsense, TWO) == []
    assert sequences({"startTime": "2026-03-02T13:00:00Z", "endTime": "2026-03-02T12:00:00Z"}, TWO) == []


def test_lengths_are_rounded_up() -> None:
    assert time_span(timedelta(days=30)) == "30.00:00:00"
    assert time_span(timedelta(hours=25, seconds=1, microseconds=1)) == "1.01:00:02"
    assert utc_text(NOON + timedelta(milliseconds=5)) == "2026-03-02T12:00:00.005000Z"


def a_bookmark(**other: Any) -> dict[str, Any]:
    return {
        "id": KEY.upper(),
        "header": "Gate <b>",
        "description": "Left open",
        "timeBegin": "2026-03-02T12:00:00Z",
        "timeTriggered": "2026-03-02T13:00:00Z",
        "timeEnd": "2026-03-02T14:00:00Z",
        "user": "BASIC\\dispatcher",
        "devicePath": {"type": "cameras", "id": GUID.upper()},
        **other,
    }


def test_a_bookmark() -> None:
    read = bookmark(a_bookmark(), {})
    assert read is not None
    assert (read.id, read.camera, read.at, read.span) == (KEY, CAMERA, ONE, Span(NOON, TWO))
    assert (read.name, read.description, read.user) == ("Gate ‹b›", "Left open", "BASIC\\dispatcher")


@pytest.mark.parametrize("path", [f"cameras/{GUID}", GUID, {"id": GUID}, {"type": "Cameras", "id": GUID}])
def test_the_camera_of_a_bookmark_in_many_shapes(path: Any) -> None:
    read = bookmark(a_bookmark(devicePath=path), {GUID: CAMERA})
    assert read is not None
    assert read.camera == CAMERA


@pytest.mark.parametrize(
    "other",
    [
        {"id": "7"},
        {"devicePath": {"type": "microphones", "id": GUID}},
        {"devicePath": None},
        {"timeBegin": None, "timeTriggered": "x"},
    ],
)
def test_bookmarks_that_mark_nothing(other: dict[str, Any]) -> None:
    assert bookmark(a_bookmark(**other), {}) is None


def test_an_evidence_lock_for_ever_and_for_a_time() -> None:
    told = {
        "relations": {"self": {"type": "evidenceLocks", "id": KEY}},
        "header": "Forced door",
        "startTime": "2026-03-02T12:00:00Z",
        "endTime": "2026-03-02T13:00:00Z",
        "retentionExpire": "9999-12-31T22:59:59.9999999Z",
        "devicePaths": [{"type": "cameras", "id": GUID}, {"type": "microphones", "id": KEY}, 7],
    }
    lock = evidence_lock(told, {})
    assert lock is not None
    assert (lock.id, lock.cameras, lock.span, lock.until) == (KEY, (CAMERA,), Span(NOON, ONE), None)
    timed = evidence_lock(told | {"retentionExpire": "2026-03-02T14:00:00Z"}, {})
    assert timed is not None
    assert timed.until == TWO
    assert evidence_lock(told | {"endTime": "2026-03-02T11:00:00Z"}, {}) is None


@pytest.mark.parametrize(
    "told",
    [
        {"result": [{"id": 1}, 7]},
        {"result": {"bookmarks": [{"id": 1}]}},
        {"array": [{"bookmark": {"id": 1}}]},
        {"data": {"id": 1}},
        [{"id": 1}],
    ],
)
def test_the_answer_of_a_search_in_many_shapes(told: Any) -> None:
    assert list(items_of(told)) == [{"id": 1}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["startTime", "endTime", "id", "devicePath", "result", "timeBegin", "devicePaths", "header"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(told=JSON)
def test_any_answer_is_read_without_an_error(told: Any) -> None:
    for span in sequences(told, TWO):
        assert span.begin < span.end
    for item in items_of(told):
        bookmark(item, {})
        evidence_lock(item, {})
