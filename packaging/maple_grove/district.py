"""The whole district: every campus, and what lies between them."""

import json
from pathlib import Path

from maple_grove import high_school
from maple_grove.campus import draw


def write(folder: Path) -> None:
    """Writes the district's folder."""
    campuses = [high_school.campus()]
    for campus in campuses:
        draw(campus, folder / campus.key)
    names = {"name": {"en": "Maple Grove School District"}, "campuses": [campus.key for campus in campuses]}
    (folder / "district.json").write_text(json.dumps(names, indent=2) + "\n", encoding="utf-8")
