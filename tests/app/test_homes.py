"""Where a watch keeps things: apart for each server, user and scope; what earlier versions kept is found by its heir alone."""

import msgspec
import pytest

from smartclient.app.homes import home, keep_scope, known_scope, rounds_folder
from smartclient.domain.ids import VenueId
from smartclient.runtime import paths
from smartclient.runtime.settings import KeptWall, Settings, SettingsFile
from smartclient.store.incidents.kept import beside

SERVER = "vms.example:443"
PART = frozenset({VenueId("north")})


def machine() -> SettingsFile:
    return SettingsFile(paths.settings_folder())


def test_two_users_of_a_server_share_nothing_but_the_machines_own() -> None:
    machine().write(Settings(way_for={SERVER: "gateway"}))
    ada, eve = home(SERVER, "ada").settings_file(), home(SERVER, "eve").settings_file()
    ada.change(saved_layouts={"Elm Street front": KeptWall()}, theme="light")
    ada.change(console_room="unit-7")
    assert eve.read().saved_layouts == {}
    assert eve.read().theme == "dark"
    assert eve.read().console_room == "unit-7"
    assert eve.read().way_for == {SERVER: "gateway"}
    assert ada.read().saved_layouts
    assert machine().read().saved_layouts == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [(("a", "b"), ("a", "c")), (("a", "b"), ("c", "b")), (("a-b", "c"), ("a", "b-c")), (("a", "É"), ("a", "e"))],
)
def test_every_user_of_every_server_has_a_place_of_its_own(one: tuple[str, str], other: tuple[str, str]) -> None:
    first, second = home(*one), home(*other)
    assert first.settings != second.settings
    assert first.journal != second.journal


def test_a_user_who_sees_less_reads_no_journal_of_when_more_was_seen() -> None:
    assert (
        len({home(SERVER, "ada").journal, home(SERVER, "ada", PART).journal, home(SERVER, "ada", frozenset()).journal})
        == 3
    )
    assert home(SERVER, "ada", PART).settings == home(SERVER, "ada").settings
    assert beside(home(SERVER, "ada", PART).journal) != beside(home(SERVER, "ada").journal)


def test_the_scope_is_remembered_by_server_and_user() -> None:
    assert known_scope(SERVER, "ada") == (frozenset(), False)
    keep_scope(SERVER, "ada", PART)
    assert known_scope(SERVER, "ada") == (PART, True)
    keep_scope(SERVER, "ada", None)
    assert known_scope(SERVER, "ada") == (None, True)
    assert known_scope(SERVER, "eve") == (frozenset(), False)


def test_a_broken_scope_shows_nothing_until_the_server_tells() -> None:
    keep_scope(SERVER, "ada", PART)
    for broken in (b"[7", b"\xff", b"[" * 100_000, b"{}", b""):
        (home(SERVER, "ada", PART).settings / "scope.json").write_bytes(broken)
        assert known_scope(SERVER, "ada") == (frozenset(), False)


def earlier(name: str) -> None:
    """What a version kept that knew only servers."""
    machine().write(Settings(user="ada", saved_layouts={"front": KeptWall()}))
    for kind in ("journal", "incidents"):
        (paths.data_folder() / f"{kind}-{name}.db").write_text(kind)
        (paths.data_folder() / f"{kind}-{name}.db-wal").write_text("rest")


def test_what_was_kept_for_the_server_goes_to_the_user_who_signed_in_last() -> None:
    earlier("vms.example-443")
    assert not home(SERVER, "eve").journal.exists()
    assert not home(SERVER, "ada", PART).journal.exists()
    ada = home(SERVER, "ada")
    assert ada.journal.read_text() == "journal"
    assert beside(ada.journal).read_text() == "incidents"
    assert ada.journal.with_name(f"{ada.journal.name}-wal").read_text() == "rest"
    assert list(ada.settings_file().read().saved_layouts) == ["front"]
    assert not (paths.data_folder() / "journal-vms.example-443.db").exists()


def test_an_inheritance_overwrites_nothing() -> None:
    own = home(SERVER, "ada")
    own.journal.write_text("own")
    earlier("vms.example-443")
    assert home(SERVER, "ada").journal.read_text() == "own"
    assert (paths.data_folder() / "journal-vms.example-443.db").read_text() == "journal"


def test_without_a_user_the_machines_own_settings_serve() -> None:
    assert home("files-plan").settings == paths.settings_folder()
    assert type(home("files-plan").settings_file()) is SettingsFile


def test_settings_of_a_person_are_readable_json() -> None:
    settings = home(SERVER, "ada").settings_file()
    settings.change(theme="night")
    kept = msgspec.json.decode((home(SERVER, "ada").settings / "settings.json").read_bytes())
    assert kept["theme"] == "night"


def test_rounds_are_a_persons_own_and_the_heir_takes_those_of_the_machine() -> None:
    shared = paths.data_folder() / "rounds"
    shared.mkdir()
    (shared / "evening.json").write_text("{}")
    machine().write(Settings(user="ada"))
    ada, eve = home(SERVER, "ada").settings, home(SERVER, "eve").settings
    assert [file.name for file in rounds_folder(ada).iterdir()] == ["evening.json"]
    assert not rounds_folder(eve).exists()
    assert rounds_folder(paths.settings_folder()) == shared
