"""Where a package lies while it grows, and which ones an earlier watch left so; light, since every watch looks once."""

import shutil
from pathlib import Path

from smartclient.evidence.manifest import SIGNATURE

PARTIAL = ".partial"
"""What a package's name ends in until it is sealed."""
FOLDER, ORDER, LEDGER = ".export", "order.json", "ledger.jsonl"
"""The folder in it that goes when it is sealed, and the files there."""


def unfinished(parent: Path) -> list[Path]:
    """The growing packages in a folder. Clears away what a crash in the last moment of an export left in a finished one."""
    try:
        for path in parent.glob(f"*/{FOLDER}"):
            if not path.parent.name.endswith(PARTIAL) and (path.parent / SIGNATURE).is_file():
                shutil.rmtree(path, ignore_errors=True)
        return sorted(path for path in parent.glob(f"*{PARTIAL}") if (path / FOLDER / ORDER).is_file())
    except OSError:
        return []
