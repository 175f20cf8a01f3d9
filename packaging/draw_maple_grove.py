"""Writes the demo district anew: `python packaging/draw_maple_grove.py [FOLDER]`."""

import sys
from pathlib import Path

from maple_grove.district import write

if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "floorplans" / "maple-grove")
