"""Base maps in one SQLite file (MBTiles 1.3: https://github.com/mapbox/mbtiles-spec)."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.base_maps.tiles import DEEPEST, LARGEST_TILE_BYTES, Credit, TileAddress
from smartclient.plans.text import clean
from smartclient.runtime.sqlite_trouble import SQLITE_TROUBLE

_PICTURES = ("png", "jpg", "jpeg", "webp")


class MbTiles:
    """One file, opened to read only. Its rows count from the south (the TMS scheme)."""

    def __init__(self, path: Path) -> None:
        """Raises PlanUnreadable for what is no MBTiles file, or holds no pictures."""
        self._path, self._lock = path, threading.Lock()
        try:
            self._file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        except SQLITE_TROUBLE as error:
            raise PlanUnreadable(f"{path.name} cannot be opened as MBTiles: {error}.") from error
        try:
            told = {str(name): str(value) for name, value in self._file.execute("SELECT name, value FROM metadata")}
            found = self._file.execute("SELECT max(zoom_level) FROM tiles").fetchone()
        except SQLITE_TROUBLE as error:
            self._file.close()
            raise PlanUnreadable(f"{path.name} is no MBTiles file: {error}.") from error
        kind = told.get("format", "png").lower()
        if kind not in _PICTURES or not isinstance(found[0], int):
            self._file.close()
            what = "no tiles" if not isinstance(found[0], int) else f"tiles of the kind {clean(kind)[:20]!r}"
            raise PlanUnreadable(f"{path.name} holds {what}; a base map needs pictures (PNG, JPEG or WebP).")
        self.deepest = min(max(found[0], 0), DEEPEST)
        self.credit = Credit(clean(told.get("attribution", ""))[:200])

    def tile(self, address: TileAddress) -> bytes | None:
        """The tile's file, or None. Raises PlanUnreadable when the file is damaged there."""
        row = 2**address.zoom - 1 - address.row
        query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        try:
            with self._lock, closing(self._file.execute(query, (address.zoom, address.column, row))) as found:
                answer = found.fetchone()
        except SQLITE_TROUBLE as error:
            raise PlanUnreadable(f"{self._path.name} is damaged: {error}.") from error
        content = answer[0] if answer else None
        return content if isinstance(content, bytes) and len(content) <= LARGEST_TILE_BYTES else None

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._file.close()
