"""A DXF as large as that of a real campus, written as text: rooms with walls, doors, furniture, hatching and lettering."""

from io import StringIO
from pathlib import Path

from ezdxf.filemanagement import new

_COLUMNS = 120
_STEP_MM = 7_000.0
_DEEP_MM, _HALL_MM = 9_000.0, 3_000.0
_HATCH_LINES, _DESKS = 320, 120
_MB = 2**20


def write_large_dxf(path: Path, size_mb: float) -> int:
    """Writes rooms in rows until the file is about that large; answers how many."""
    before, after = _around()
    rooms = 0
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.write(before)
        while file.tell() < size_mb * _MB:
            file.write("".join(_room(number) for number in range(rooms, rooms + 50)))
            rooms += 50
        file.write(after)
    return rooms


def _around() -> tuple[str, str]:
    """What stands before and behind the entities."""
    document = new("R2010")
    document.units = 4
    for name in ("A-WALL", "A-DOOR", "A-AREA", "A-AREA-IDEN", "A-FURN", "A-PATT"):
        document.layers.add(name)
    block = document.blocks.new("DOOR")
    block.add_line((0, 0), (0, 900))
    block.add_arc((0, 0), 900, 0, 90)
    stream = StringIO()
    document.write(stream)
    text = stream.getvalue()
    mark = "  2\nENTITIES\n"
    split = text.index(mark) + len(mark)
    return text[:split], text[split:]


def _room(number: int) -> str:
    x, y = number % _COLUMNS * _STEP_MM, number // _COLUMNS * (_DEEP_MM + _HALL_MM)
    right, top = x + _STEP_MM - 150, y + _DEEP_MM
    walls = (
        _line("A-WALL", x, y, x + 1000, y),
        _line("A-WALL", x + 1900, y, right, y),
        _line("A-WALL", right, y, right, top),
        _line("A-WALL", right, top, x, top),
        _line("A-WALL", x, top, x, y),
    )
    hatch = (_line("A-PATT", x, y + step * 28, right, y + step * 28 + 20) for step in range(_HATCH_LINES))
    desks = (_box("A-FURN", x + 600 + desk % 12 * 520, y + 1500 + desk // 12 * 700, 400, 500) for desk in range(_DESKS))
    door = f"  0\nINSERT\n100\nAcDbEntity\n  8\nA-DOOR\n100\nAcDbBlockReference\n  2\nDOOR\n 10\n{x + 1000}\n 20\n{y}\n 30\n0.0\n"
    label = f"{number // 100 % 90 + 1}{number % 100:02d}"
    place = f" 10\n{x + 3000}\n 20\n{y + 4500}\n 30\n0.0\n"
    text = f"  0\nTEXT\n100\nAcDbEntity\n  8\nA-AREA-IDEN\n100\nAcDbText\n{place} 40\n250.0\n  1\n{label}\n"
    return "".join((*walls, *hatch, *desks, _box("A-AREA", x, y, _STEP_MM - 150, _DEEP_MM), door, text))


def _line(layer: str, x0: float, y0: float, x1: float, y1: float) -> str:
    return f"  0\nLINE\n100\nAcDbEntity\n  8\n{layer}\n100\nAcDbLine\n 10\n{x0}\n 20\n{y0}\n 30\n0.0\n 11\n{x1}\n 21\n{y1}\n 31\n0.0\n"


def _box(layer: str, x: float, y: float, wide: float, deep: float) -> str:
    corners = ((x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep))
    points = "".join(f" 10\n{a}\n 20\n{b}\n" for a, b in corners)
    return f"  0\nLWPOLYLINE\n100\nAcDbEntity\n  8\n{layer}\n100\nAcDbPolyline\n 90\n4\n 70\n1\n{points}"
