"""The report of an incident: what stands on its pages, on letter and A4, for drills, with pictures that are gone."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage

from smartclient import plans
from smartclient.domain.ids import AlarmId, ConsoleId, DeviceId, IncidentId
from smartclient.domain.incident_entries import (
    AlarmEntered,
    Body,
    DrillSet,
    Entry,
    EntryId,
    Heat,
    IncidentStatus,
    Noted,
    Opened,
    Post,
    PostPlaced,
    RoomMarked,
    RoomStatus,
    RouteDrawn,
    Said,
    SnapshotTaken,
    StatusSet,
    Watched,
    ZoneDrawn,
)
from smartclient.domain.incidents import Incident, fold
from smartclient.domain.site import Site
from smartclient.plans.printing.paper import paper_named
from smartclient.ui import theme as themes
from smartclient.ui.incidents.report.content import digest
from smartclient.ui.incidents.report.source import ReportSource
from smartclient.ui.incidents.report.writing import write_report
from tests.builders.tiny_site import write_tiny_archive
from tests.builders.watch import START

pytestmark = pytest.mark.usefixtures("qapp")
INCIDENT = IncidentId("i-1234")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    write_tiny_archive(tmp_path / "site")
    return plans.read(tmp_path / "site")[0]


def whole(site: Site, picture: Path, *more: Body) -> Incident:
    """An incident with everything in it."""
    level = next(each for each in site.levels if not each.outdoor)
    room = next(unit for unit in site.units if unit.level_id == level.id)
    lon, lat = room.display_point
    ring = ((lon, lat), (lon + 1e-4, lat), (lon + 1e-4, lat + 1e-4), (lon, lat))
    device = next(d for d in site.devices if d.placement is not None and d.placement.level_id == level.id)
    sha256 = hashlib.sha256(picture.read_bytes()).hexdigest() if picture.is_file() else "0" * 64
    bodies: tuple[Body, ...] = (
        Opened("Door <b>forced</b>", site.venues[0].id, None, AlarmId("a1")),
        AlarmEntered(AlarmId("a1"), 12, "Door forced open", 1, "In progress", START, device.id, verdict="real"),
        RoomMarked(room.id, level.id, RoomStatus.CLEARED, "Team 2"),
        ZoneDrawn("z", Heat.HOT, level.id, ring),
        RouteDrawn("r", level.id, ring[:2], "In by door 2"),
        PostPlaced("p", Post.COMMAND, (lon, lat), None, "Lot"),
        Watched(DeviceId("cameras/1"), "Hall B", START, START + timedelta(seconds=70)),
        SnapshotTaken(DeviceId("cameras/1"), "Hall B", str(picture), sha256, START),
        *(Noted(f"Note {number} with words enough for a line of its own in the timeline") for number in range(80)),
        Said("Who has the keys?"),
        *more,
    )
    entries = (
        Entry(EntryId(ConsoleId("desk01"), n), INCIDENT, n, START + timedelta(seconds=n), "hale", body)
        for n, body in enumerate(bodies, 1)
    )
    return fold(INCIDENT, entries)


def pages(site: Site, incident: Incident, folder: Path, paper: str = "letter") -> list[str]:
    """The text of each page."""
    out = folder / "report.pdf"
    source = ReportSource(incident, site, {device.id: device for device in site.devices}, "hale", START)
    count = write_report(out, themes.paper(), source, paper_named(paper))
    with pypdfium2.PdfDocument(out) as pdf:
        wide, high = pdf.get_page_size(0)
        assert (round(wide), round(high)) == {"letter": (612, 792), "a4": (595, 842)}[paper]
        texts = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert len(texts) == count
    return texts


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_everything_stands_on_the_pages(site: Site, tmp_path: Path, paper: str) -> None:
    picture = tmp_path / "hall.png"
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    image.save(str(picture))
    incident = whole(site, picture, StatusSet(IncidentStatus.CLOSED, "handed to the police"))
    texts = pages(site, incident, tmp_path, paper)
    text = " ".join(texts)
    for words in (
        "Door <b>forced</b>",
        "handed to the police",
        "verified by a person: real",
        "cleared by Team 2",
        "Command post placed: Lot",
        "Note 79 with words",
        "Who has the keys?",
        "Hall B hale",
        "The file still has this hash",
        f"entries in order: {digest(incident)}",
        "FERPA",
    ):
        assert words in text
    for number, page in enumerate(texts, 1):
        assert "SECURITY-SENSITIVE · NOT A PUBLIC RECORD" in page
        assert f"page {number} of {len(texts)}" in page
        assert "DRILL" not in page


def test_every_page_of_a_drill_says_so(site: Site, tmp_path: Path) -> None:
    texts = pages(site, whole(site, tmp_path / "gone.png", DrillSet(True)), tmp_path)
    assert len(texts) > 2
    assert all("DRILL" in page for page in texts)
    assert "gone.png is not on this workstation any more" in " ".join(texts)


def test_a_picture_that_was_changed_is_told(site: Site, tmp_path: Path) -> None:
    picture = tmp_path / "hall.png"
    picture.write_bytes(b"was this")
    incident = whole(site, picture)
    picture.write_bytes(b"is that")
    assert "THE FILE HAS ANOTHER HASH NOW" in " ".join(pages(site, incident, tmp_path))


def test_an_incident_of_plans_that_are_gone_is_still_printed(site: Site, tmp_path: Path) -> None:
    incident = whole(site, tmp_path / "gone.png")
    bare = replace(site, units=(), openings=(), devices=())
    assert "Note 79 with words" in " ".join(pages(bare, incident, tmp_path))


def test_the_digest_is_of_every_entry(site: Site, tmp_path: Path) -> None:
    incident = whole(site, tmp_path / "gone.png")
    entries = list(incident.entries)
    entries[5] = replace(entries[5], by="Mallory")
    assert digest(fold(INCIDENT, entries)) != digest(incident)
    assert digest(fold(INCIDENT, reversed(incident.entries))) == digest(incident)
