"""Base map tiles from an XYZ address, asked for politely: two at a time, what came once is kept on disk as long as its server says."""

import re
import sqlite3
import threading
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from smartclient import __version__
from smartclient.adapters.line_trouble import line_trouble
from smartclient.domain.errors import PlanUnreadable, ServerUnreachable
from smartclient.plans.base_maps.tiles import LARGEST_TILE_BYTES, Credit, TileAddress
from smartclient.runtime.sqlite_trouble import SQLITE_TROUBLE

MOST_AT_ONCE = 2
LEAST_KEPT_S, MOST_KEPT_S = 7 * 86400.0, 180 * 86400.0
"""Tile servers ask that tiles be kept at least a week (https://operations.osmfoundation.org/policies/tiles/)."""
REST_S = 60.0
"""So long a server is left alone that said no or nothing."""
MOST_BYTES = 512 << 20
_TIMEOUT_S = 15.0
_PLACES = ("{z}", "{x}", "{y}")
_MAX_AGE = re.compile(r"max-age=(\d{1,9})")
_NOT_HERE = (204, 404, 410)


class XyzTiles:
    """One address such as `https://tiles.example/{z}/{x}/{y}.png`. What is on disk is shown also when the server is away."""

    def __init__(
        self,
        template: str,
        cache: Path,
        credit: Credit,
        deepest: int = 19,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        """Raises PlanUnreadable for an address without its three places; `cache` is a file."""
        if not template.startswith(("https://", "http://")) or not all(place in template for place in _PLACES):
            raise PlanUnreadable(
                "The address of a base map begins with https:// and has {z}, {x} and {y} in it, as in https://tiles.example/{z}/{x}/{y}.png."
            )
        self._template, self._now_s = template, now_s
        self.deepest, self.credit = deepest, credit
        self._kept = _Kept(cache)
        self._line = httpx.Client(
            timeout=_TIMEOUT_S,
            headers={"User-Agent": f"smartclient/{__version__}", "Accept": "image/*"},
            limits=httpx.Limits(max_connections=MOST_AT_ONCE),
        )
        self._turn = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._rests_until_s = 0.0

    def tile(self, address: TileAddress) -> bytes | None:
        """From the disk while it is fresh, else from the server. Raises ServerUnreachable when neither has it."""
        kept = self._kept.get(address)
        if kept is not None and kept.until_s > self._now_s():
            return kept.content or None
        try:
            with self._turn:
                return self._ask(address, kept)
        except (httpx.HTTPError, ServerUnreachable) as error:
            if kept is not None:
                return kept.content or None
            host = httpx.URL(self._template.split("{", 1)[0]).host
            raise ServerUnreachable(f"The base map's server {host} does not answer ({line_trouble(error)}).") from error

    def close(self) -> None:
        """Ends the connections."""
        self._line.close()
        self._kept.close()

    def _ask(self, address: TileAddress, kept: "_Tile | None") -> bytes | None:
        if self._now_s() < self._rests_until_s:
            raise ServerUnreachable("it is left alone for a minute")
        headers = {"If-None-Match": kept.etag} if kept is not None and kept.etag else {}
        try:
            with self._line.stream("GET", self._url(address), headers=headers) as answer:
                if answer.status_code == httpx.codes.NOT_MODIFIED and kept is not None:
                    content = kept.content
                elif answer.status_code in _NOT_HERE:
                    content = b""
                else:
                    answer.raise_for_status()
                    content = _body(answer)
        except httpx.HTTPError:
            self._rests_until_s = self._now_s() + REST_S
            raise
        etag = answer.headers.get("ETag", kept.etag if kept is not None else "")
        self._kept.put(address, _Tile(content, etag[:200], self._now_s() + _kept_for_s(answer.headers)))
        return content or None

    def _url(self, address: TileAddress) -> str:
        places = zip(_PLACES, (address.zoom, address.column, address.row), strict=True)
        url = self._template
        for place, number in places:
            url = url.replace(place, str(number))
        return url


def _body(answer: httpx.Response) -> bytes:
    if not answer.headers.get("Content-Type", "").startswith("image/"):
        raise ServerUnreachable("it sends something else than pictures")
    content = b""
    for part in answer.iter_bytes():
        content += part
        if len(content) > LARGEST_TILE_BYTES:
            raise ServerUnreachable("it sends pictures of more than 4 MB")
    return content


def _kept_for_s(headers: httpx.Headers) -> float:
    """As the server says, a week at least and half a year at most."""
    told_s = 0.0
    if match := _MAX_AGE.search(headers.get("Cache-Control", "")):
        told_s = float(match[1])
    elif "Expires" in headers and "Date" in headers:
        try:
            told_s = (
                parsedate_to_datetime(headers["Expires"]) - parsedate_to_datetime(headers["Date"])
            ).total_seconds()
        except (ValueError, TypeError):
            told_s = 0.0
    return min(max(told_s, LEAST_KEPT_S), MOST_KEPT_S)


class _Tile:
    """A tile's bytes (none where the server has none), its mark, and until when it need not be asked for again."""

    def __init__(self, content: bytes, etag: str, until_s: float) -> None:
        self.content, self.etag, self.until_s = content, etag, until_s


class _Kept:
    """Tiles in one SQLite file; a file that cannot be used costs the network's time and nothing else."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._bytes = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._opened(path)
        except (*SQLITE_TROUBLE, OSError):
            self._file = sqlite3.connect(":memory:", check_same_thread=False)
            self._make()

    def _opened(self, path: Path) -> sqlite3.Connection:
        self._file = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            self._make()
        except sqlite3.DatabaseError:
            self._file.close()
            path.unlink()
            self._file = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._make()
        return self._file

    def _make(self) -> None:
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS tiles (zoom INT, col INT, row INT, content BLOB, etag TEXT, until REAL, "
            "PRIMARY KEY (zoom, col, row))"
        )
        self._bytes = self._file.execute("SELECT coalesce(sum(length(content)), 0) FROM tiles").fetchone()[0]

    def get(self, address: TileAddress) -> _Tile | None:
        query = "SELECT content, etag, until FROM tiles WHERE zoom = ? AND col = ? AND row = ?"
        with self._lock:
            try:
                found = self._file.execute(query, (address.zoom, address.column, address.row)).fetchone()
            except SQLITE_TROUBLE:
                return None
        return _Tile(*found) if found else None

    def put(self, address: TileAddress, tile: _Tile) -> None:
        row = (address.zoom, address.column, address.row, tile.content, tile.etag, tile.until_s)
        with self._lock:
            try:
                self._file.execute("INSERT OR REPLACE INTO tiles VALUES (?, ?, ?, ?, ?, ?)", row)
                self._bytes += len(tile.content)
                if self._bytes > MOST_BYTES:
                    self._forget_oldest()
            except SQLITE_TROUBLE:
                return

    def _forget_oldest(self) -> None:
        self._file.execute(
            "DELETE FROM tiles WHERE rowid IN (SELECT rowid FROM tiles ORDER BY until LIMIT (SELECT count(*) / 4 FROM tiles))"
        )
        self._bytes = self._file.execute("SELECT coalesce(sum(length(content)), 0) FROM tiles").fetchone()[0]

    def close(self) -> None:
        with self._lock:
            self._file.close()
