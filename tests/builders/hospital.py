"""An archive as other people's tools write it: unknown members, foreign files, translations, odd numbers, no devices."""

import json
from pathlib import Path
from typing import Any

from tests.builders.tiny_site import id_of, tiny_archive, write_files

FOREIGN = {
    "wayfinding.bin": b"\x00\x01kept",
    "README.txt": b"Notes of the surveyor\r\n",
    "occupancy.json": b'{"beds": 412}',
}


def write_hospital(folder: Path) -> None:
    """Writes it."""
    files = tiny_archive()
    del files["device.geojson"], files["grid.json"]
    files["manifest.json"] = {
        "version": "1.0.0",
        "created": "2020-02-02T00:00:00Z",
        "language": "fr",
        "x-tool": {"v": 1},
    }
    for name, content in files.items():
        if name.endswith(".geojson"):
            content["x-survey"] = {"by": "laser", "at": 1.50}
            for feature in content["features"]:
                feature["bbox"] = [1, 2, 3, 4]
                feature["properties"]["x-cost-centre"] = {"code": "0042", "share": 0.25}
                _translate(feature["properties"])
    write_files(folder, files)
    _write_oddly(folder / "unit.geojson")
    for name, data in FOREIGN.items():
        (folder / name).write_bytes(data)
    (folder / "photos").mkdir()
    (folder / "photos" / "lobby.jpg").write_bytes(b"\xff\xd8\xff kept")


def _translate(properties: dict[str, Any]) -> None:
    name = properties.get("name")
    if name:
        properties["name"] = {"en": name["en"], "fr": f"{name['en']} (fr)", "pt-BR": f"{name['en']} (pt)"}


def _write_oddly(path: Path) -> None:
    """As a tool with a style of its own writes: indented, numbers with trailing zeros, a number too large for a float."""
    text = json.dumps(json.loads(path.read_text()), indent=4)
    text = text.replace('"share": 0.25', '"share": 0.2500, "serial": 123456789012345678901234567890')
    path.write_text(text, encoding="utf-8")


ROOM = id_of("room 1F 2")
