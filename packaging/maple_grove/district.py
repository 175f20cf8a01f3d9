"""The whole district: every campus, and what lies between them."""

import json
from pathlib import Path

from maple_grove import district_office, elm_street, heron_lake, high_school, middle_school, records, surroundings
from maple_grove.archive import Archive
from maple_grove.campus import Campus, draw


def campuses() -> list[Campus]:
    return [
        high_school.campus(),
        middle_school.campus(),
        elm_street.campus(),
        heron_lake.campus(),
        district_office.campus(),
    ]


def write(folder: Path) -> list[Archive]:
    """Writes the district's folder. Raises ValueError where a drawing is not sound."""
    drawn = [draw(campus, folder / campus.key) for campus in campuses()]
    surroundings.write(campuses(), folder)
    names = {"name": {"en": "Maple Grove School District"}, "campuses": [campus.key for campus in campuses()]}
    (folder / "district.json").write_text(json.dumps(names, indent=2) + "\n", encoding="utf-8")
    records.write(folder)
    return drawn
