"""Zips that were torn, altered or made by hand: read with their problems told, or refused in a sentence; never a crash."""

import io
import json
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from smartclient import plans
from smartclient.domain.errors import PlanUnreadable
from tests.builders.tiny_site import tiny_archive


def _zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tiny_archive().items():
            archive.writestr(name, json.dumps(content))
    return buffer.getvalue()


SOUND = _zipped()


def _read(content: bytes) -> plans.Severity | str:
    """The worst thing said of a zip: its refusal, an error, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "site.zip"
        path.write_bytes(content)
        try:
            _, problems = plans.read(path)
        except PlanUnreadable as refusal:
            return str(refusal)
        return min((problem.severity for problem in problems), default="")


def test_a_sound_zip_has_no_problems() -> None:
    assert _read(SOUND) == ""


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_altered_bytes_never_crash(changes: list[tuple[int, int]]) -> None:
    content = bytearray(SOUND)
    for at, value in changes:
        content[at] = value
    assert _read(bytes(content)) is not None


@settings(max_examples=60)
@given(st.integers(0, len(SOUND) - 64), st.binary(max_size=40))
def test_a_torn_zip_is_refused_or_its_losses_are_told(at: int, tail: bytes) -> None:
    assert _read(SOUND[:at] + tail) != ""


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=30),
        st.binary(max_size=30),
        max_size=6,
    )
)
def test_members_of_any_name_never_crash(members: dict[str, bytes]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
        for name, value in tiny_archive().items():
            archive.writestr(name, json.dumps(value))
    assert "is no IMDF" not in _read(buffer.getvalue())
