"""The tiles of a base map for where the map looks, fetched and decoded in threads, newest wish first."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from smartclient.domain.errors import SmartclientError
from smartclient.geometry.frames import Frame
from smartclient.geometry.viewport import Viewport
from smartclient.plans.base_maps.tiles import TileAddress, TileSource
from smartclient.ui.map.layers.base_map import BaseMapLayer, wanted_tiles
from smartclient.ui.map.picture import with_margin

log = logging.getLogger(__name__)

_REST_MS, _GATHER_MS = 120, 80
_MOST_KEPT = 500
_LARGEST_PX = 1024
_WORKERS = 2


class BaseTiles(QObject):
    """Asks a source for what the map shows; `changed` gets a new layer whenever tiles have come, `failed` a sentence."""

    _came = Signal(object, object)
    _said = Signal(str)

    def __init__(
        self,
        source: TileSource,
        frame: Frame,
        changed: Callable[[BaseMapLayer], None],
        failed: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._source, self._frame, self._changed = source, frame, changed
        self._tiles: OrderedDict[TileAddress, QImage] = OrderedDict()
        self._asked: set[TileAddress] = set()
        self._wanted: frozenset[TileAddress] = frozenset()
        self._viewport: Viewport | None = None
        self._rest = _timer(self, _REST_MS, self._ask)
        self._gather = _timer(self, _GATHER_MS, self._tell)
        self._threads = ThreadPoolExecutor(max_workers=_WORKERS, thread_name_prefix="base-map")
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._said.connect(failed, Qt.ConnectionType.QueuedConnection)

    def look(self, viewport: Viewport) -> None:
        """The map looks here now."""
        self._viewport = viewport
        self._rest.start()

    def stop(self) -> Callable[[], None]:
        """Asks for nothing more. The answer ends the threads and lets go of the source; it waits for the tile under way, and may be
        called in another thread.
        """
        self._rest.stop()
        self._gather.stop()
        self._viewport, self._wanted = None, frozenset()
        return self._end

    def _end(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._source.close()

    def _ask(self) -> None:
        if self._viewport is None:
            return
        addresses = wanted_tiles(with_margin(self._viewport), self._frame, self._source.deepest)
        self._wanted = frozenset(addresses)
        for address in addresses:
            if address in self._tiles:
                self._tiles.move_to_end(address)
            elif address not in self._asked:
                self._asked.add(address)
                self._threads.submit(self._fetch, address)

    def _fetch(self, address: TileAddress) -> None:
        """In a thread; what is no longer wanted is passed over."""
        image: QImage | None = None
        try:
            content = self._source.tile(address) if address in self._wanted else None
            image = decoded(content) if content else None
        except SmartclientError as error:
            self._said.emit(str(error))
        except Exception:
            log.exception("a tile of the base map could not be fetched")
        self._came.emit(address, image)

    @Slot(object, object)
    def _take(self, address: TileAddress, image: QImage | None) -> None:
        self._asked.discard(address)
        if image is None:
            return
        self._tiles[address] = image
        while len(self._tiles) > _MOST_KEPT:
            self._tiles.popitem(last=False)
        if self._viewport is not None and not self._gather.isActive():
            self._gather.start()

    def _tell(self) -> None:
        self._changed(BaseMapLayer(dict(self._tiles), self._frame, self._source.deepest))


def decoded(content: bytes) -> QImage | None:
    """A tile as the screen paints it; None for what is no picture or much too large for a tile."""
    image = QImage.fromData(QByteArray(content))
    if image.isNull() or max(image.width(), image.height()) > _LARGEST_PX:
        return None
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _timer(owner: QObject, after_ms: int, call: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(call)
    return timer
