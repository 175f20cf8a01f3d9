"""The record of every campus: walk-through, reviews, the agencies that serve it, and what was sent to them."""

import json
from pathlib import Path
from typing import Any

from maple_grove.archive import stable_id
from smartclient import plans
from smartclient.plans.records.reading import campuses
from smartclient.plans.revision import revision_of
from smartclient.plans.stamp import RECORD

AGENCIES = (
    ("Maple Grove Police Department", "police", ("smartclient", "PDF", "TAK")),
    ("Maple Grove Fire and Rescue", "fire", ("smartclient", "PDF")),
    ("Prairie County Ambulance", "ems", ("PDF",)),
    ("Prairie County Dispatch", "dispatch", ("smartclient", "GeoJSON")),
    ("State Office of School Safety", "state", ("PDF", "GeoJSON")),
)
WALKED = ("2026-08-11T14:00:00Z", "2026-08-11T17:40:00Z")
REVIEWED, CERTIFIED, SENT, CAPTURED, SIGNED = "2026-08-18", "2026-08-18", "2026-08-20", "2026-04-12", "2026-06-30"
NONE_OF = {"district-office": ("suites", "athletic fields")}
"""What a campus has none of; a school without suites says so."""


def write(folder: Path) -> None:
    """Writes `record.json` into every campus of the district in `folder`, which is read for its revision first."""
    revision = revision_of(plans.read(folder)[0])
    for campus in campuses(folder):
        record = _record(campus.folder, revision)
        text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
        (folder / campus.folder / RECORD).write_text(text, encoding="utf-8")


def _record(campus: str, revision: str) -> dict[str, Any]:
    def own_id(*words: str) -> str:
        return stable_id(campus, "record", *words)

    names = [name for name, _, _ in AGENCIES]
    signer = {"name": "Safety coordinator", "at": WALKED[1], "role": "Safety and security", "agency": "District"}
    walk = {"began": WALKED[0], "ended": WALKED[1], "revision": revision, "by": "producer", "invited": names[:2]}
    return {
        "version": "1.0.0",
        "walk_throughs": [
            {"id": own_id("walk"), **walk, "covers": ["building", "grounds"], "checks": [], "signatures": [signer]}
        ],
        "agencies": [
            {"id": own_id("agency", name), "name": name, "kind": kind, "platforms": list(platforms)}
            for name, kind, platforms in AGENCIES
        ],
        "deliveries": [
            {
                "id": own_id("delivery", name),
                "on": SENT,
                "agency": name,
                "revision": revision,
                "formats": ["pdf", "geojson", "kml"],
                "uses": ["emergency", "drill"],
            }
            for name in names
        ],
        "reviews": [
            {
                "id": own_id("review"),
                "on": REVIEWED,
                "kind": "review",
                "agencies": names[:3],
                "by": "Safety coordinator",
            },
            {
                "id": own_id("certification"),
                "on": CERTIFIED,
                "kind": "certification",
                "agencies": [],
                "by": "Superintendent",
            },
        ],
        "aerials": [{"id": own_id("aerial"), "captured": CAPTURED, "source": "county orthophoto", "file": ""}],
        "agreements": [
            {
                "id": own_id("agreement", kind),
                "on": SIGNED,
                "kind": kind,
                "agency": names[0],
                "persons": ["Watch commander", "Dispatch supervisor", "School resource officer"],
            }
            for kind in ("live video", "panic alert users")
        ],
        "absences": [
            {"id": own_id("none", what), "what": what, "on": REVIEWED, "by": "Safety coordinator"}
            for what in NONE_OF.get(campus, ("suites",))
        ],
    }
