"""Base maps in one PMTiles file (version 3: https://github.com/protomaps/PMTiles)."""

import gzip
import threading
import zlib
from pathlib import Path

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, TileType

from smartclient.domain.errors import PlanUnreadable
from smartclient.plans.base_maps.tiles import DEEPEST, LARGEST_TILE_BYTES, Credit, TileAddress
from smartclient.plans.text import clean

_PICTURES = (TileType.PNG, TileType.JPEG, TileType.WEBP, TileType.AVIF)
_LARGEST_INDEX_BYTES = 16 << 20
_DAMAGED = (ValueError, KeyError, IndexError, EOFError, OSError, TypeError, AttributeError, zlib.error)
"""What the reader's arithmetic makes of a file that is cut or written over."""


class PmTiles:
    """One file, mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Raises PlanUnreadable for what is no PMTiles file, or holds no pictures."""
        self._path, self._lock = path, threading.Lock()
        try:
            with path.open("rb") as stream:
                self._reader = Reader(MmapSource(stream))
            header = self._reader.header()
            is_sane = max(header["root_length"], header["metadata_length"]) <= _LARGEST_INDEX_BYTES
            told = self._reader.metadata() if is_sane else {}
        except Exception as error:  # the reader raises bare Exceptions
            raise PlanUnreadable(f"{path.name} is no PMTiles file of version 3: {error}.") from error
        if not is_sane:
            raise PlanUnreadable(f"{path.name} claims an index of more than 16 MB; it is not read.")
        if header["tile_type"] not in _PICTURES:
            raise PlanUnreadable(f"{path.name} holds vector tiles; a base map needs pictures (PNG, JPEG or WebP).")
        self._is_zipped = header["tile_compression"] is Compression.GZIP
        self.deepest = min(max(int(header["max_zoom"]), 0), DEEPEST)
        attribution = told.get("attribution", "") if isinstance(told, dict) else ""
        self.credit = Credit(clean(str(attribution))[:200])

    def tile(self, address: TileAddress) -> bytes | None:
        """The tile's file, or None. Raises PlanUnreadable when the file is damaged there."""
        try:
            with self._lock:
                content = self._reader.get(address.zoom, address.column, address.row)
            if content and self._is_zipped:
                content = gzip.decompress(content)
        except _DAMAGED as error:
            raise PlanUnreadable(f"{self._path.name} is damaged: {error}.") from error
        return bytes(content) if content and len(content) <= LARGEST_TILE_BYTES else None

    def close(self) -> None:
        """The mapping ends with the last reference to it."""
