"""Writes the demo districts anew: `python packaging/draw_maple_grove.py [FOLDER]`, which holds a folder for each."""

import sys
from pathlib import Path

from maple_grove import district, stony_ridge

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "floorplans"
    district.write(folder / "maple-grove")
    stony_ridge.write(folder / "stony-ridge")
