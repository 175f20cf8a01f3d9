"""When a plan was last saved: a folder, a district of folders, a zip; never where nobody did or nothing can be read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

from smartclient.plans.writing.history import NAME, Entry, last_change, with_entry

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def saved(*hours: int) -> bytes:
    content = b""
    for hour in hours:
        content = with_entry(content, Entry(NOON + timedelta(hours=hour), "Dana", "a", "b", ()))
    return content


def test_the_latest_save_of_all_campuses_counts(tmp_path: Path) -> None:
    assert last_change(tmp_path) is None
    for campus, content in (("high", saved(1, 3)), ("elm", saved(2))):
        (tmp_path / campus).mkdir()
        (tmp_path / campus / NAME).write_bytes(content)
    assert last_change(tmp_path) == NOON + timedelta(hours=3)
    (tmp_path / NAME).write_bytes(saved(5) + b"no line of ours\n")
    assert last_change(tmp_path) == NOON + timedelta(hours=5)


def test_a_zip_is_looked_into_and_rubbish_is_nothing(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "plan.zip", "w") as archive:
        archive.writestr(f"high/{NAME}", saved(4))
    assert last_change(tmp_path / "plan.zip") == NOON + timedelta(hours=4)
    (tmp_path / "rubbish.zip").write_bytes(b"no zip")
    assert last_change(tmp_path / "rubbish.zip") is None
    assert last_change(tmp_path / "gone.zip") is None
