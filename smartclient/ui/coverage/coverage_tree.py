"""The table of coverage: campuses, their floors, and of each floor its corridors, ways out, blind spots and rooms."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from smartclient.domain.ids import DeviceId, LevelId, VenueId
from smartclient.domain.site import Level
from smartclient.geometry.coverage import Shares
from smartclient.session.coverage import Coverage
from smartclient.session.floor_coverage import BlindSpot, FloorCoverage, PlaceCoverage
from smartclient.store.places import Places, floor_words
from smartclient.store.routes import Standpoint
from smartclient.ui.coverage.share_bar import SHARES, WIDTH_PX, ShareBar, shares_words
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line, sentence, tooltip

_TARGET = Qt.ItemDataRole.UserRole
_MOST_BLIND = 40


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row leads: a level, and bounds there in local metres (west, south, east, north); or a camera on it."""

    level: LevelId
    bounds: tuple[float, float, float, float]
    camera: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table below a floor."""

    name: str
    shares: Shares | None = None
    target: Target | None = None
    more: str = ""
    """What its tool tip says besides."""
    rows: tuple["Row", ...] = ()
    amount: str = ""
    """What stands in place of a share."""


class CoverageTree(QTreeWidget):
    """`chosen` carries the Target of the row that was clicked or entered. Floors are worked out when their campus is unfolded."""

    chosen = Signal(object)

    def __init__(
        self,
        coverage: Coverage,
        places: Places,
        theme: Theme,
        ways_out: Callable[[LevelId], Sequence[Row]],
        where: Callable[[Standpoint], str],
    ) -> None:
        """`ways_out` gives the rows of a floor's exit paths as far as they are known, `where` says a spot's place."""
        super().__init__()
        self._coverage, self._places, self._ways_out, self._where = coverage, places, ways_out, where
        self._floors: dict[LevelId, QTreeWidgetItem] = {}
        self.setAccessibleName("Coverage by floor")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIndentation(12)
        self.setItemDelegate(ShareBar(theme, self))
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.header().resizeSection(1, WIDTH_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill()
        self.itemExpanded.connect(self._unfold)
        self.itemClicked.connect(lambda item: self._choose(item))

    def show_level(self, level: LevelId) -> None:
        """Unfolds a floor and makes it the current row."""
        row = self._floors.get(level)
        if row is not None:
            campus = row.parent()
            if campus is not None:
                campus.setExpanded(True)
            row.setExpanded(True)
            self.setCurrentItem(row)
            self.scrollToItem(row, QTreeWidget.ScrollHint.PositionAtTop)

    def take_site(self) -> None:
        """The plan is another: the table is made anew from it."""
        self.clear()
        self._floors.clear()
        self._fill()

    def refresh(self, level: LevelId) -> None:
        """A floor, or its ways out, are known anew."""
        row, known = self._floors.get(level), self._coverage.of(level)
        if row is None or known is None:
            return
        _write(row, row.text(0), known.shares)
        if row.childCount() or row.isExpanded():
            was_open = {path for path in _paths(row) if path}
            current = self.currentItem()
            here = _path_of(current, row) if current is not None else None
            row.takeChildren()
            self._fill_floor(row, known)
            for item, path in _walk(row):
                item.setExpanded(path in was_open)
                if here and path == here:
                    self.setCurrentItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter goes there; letters are the window's."""
        current = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self._choose(current)
        elif event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        for venue in self._places.site.venues:
            campus = QTreeWidgetItem([venue.name])
            self.addTopLevelItem(campus)
            for level in self._levels_of(venue.id):
                building = self._places.building_of(level.id)
                name = f"{building.name}, {floor_words(level)}" if building and not level.outdoor else level.name
                row = QTreeWidgetItem([name, ""])
                row.setData(0, _TARGET, Target(level.id, self._bounds(level.id)))
                row.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
                campus.addChild(row)
                self._floors[level.id] = row

    def _levels_of(self, venue: VenueId) -> list[Level]:
        levels = [level for level in self._places.site.levels if level.venue_id == venue]
        return sorted(levels, key=lambda level: (level.outdoor, level.building_ids[:1], -level.ordinal))

    def _bounds(self, level: LevelId) -> tuple[float, float, float, float]:
        corners = [self._places.frame.point_to_local(*point) for point in self._places.levels[level].area[0]]
        x, y = zip(*corners, strict=True)
        return (min(x), min(y), max(x), max(y))

    def _unfold(self, item: QTreeWidgetItem) -> None:
        levels = [level for level, row in self._floors.items() if row is item or row.parent() is item]
        self._coverage.want(levels)
        known = self._coverage.of(levels[0]) if len(levels) == 1 and self._floors[levels[0]] is item else None
        for level in levels:
            if (coverage := self._coverage.of(level)) is not None:
                _write(self._floors[level], self._floors[level].text(0), coverage.shares)
        if known is not None and not item.childCount():
            self._fill_floor(item, known)

    def _fill_floor(self, item: QTreeWidgetItem, known: FloorCoverage) -> None:
        for row in self._groups(known):
            _append(item, row)

    def _groups(self, known: FloorCoverage) -> Iterable[Row]:
        ways = sorted((p for p in known.places if p.place.is_way), key=lambda p: p.shares)
        rooms = sorted((p for p in known.places if not p.place.is_way), key=lambda p: p.place.name)
        outdoor = known.floor.level.outdoor
        if ways:
            name = "Roads and walks" if outdoor else "Corridors and stairs"
            yield Row(name, rows=tuple(self._place(p, known) for p in ways))
        if out := self._ways_out(known.floor.level.id):
            yield Row("Ways out", rows=tuple(out))
        if known.blind:
            yield Row(f"Blind spots  {len(known.blind)}", rows=tuple(map(self._blind, known.blind[:_MOST_BLIND])))
        if known.alone_m2:
            yield Row("Cameras, by what dies with them", rows=tuple(self._cameras(known)))
        if rooms:
            yield Row("Other grounds" if outdoor else "Rooms", rows=tuple(self._place(p, known) for p in rooms))

    def _place(self, place: PlaceCoverage, known: FloorCoverage) -> Row:
        bounds = place.place.shape.bounds
        return Row(place.place.name, place.shares, Target(known.floor.level.id, bounds))

    def _blind(self, spot: BlindSpot) -> Row:
        level = spot.level
        square = self._places.at_local(spot.x, spot.y, level).cell
        cell = f" · {square}" if square else ""
        target = Target(level, spot.shape.bounds)
        said = self._where(Standpoint(spot.x, spot.y, level))
        return Row(f"{spot.place.name}{cell}", None, target, said, amount=_square_metres(spot.area_m2))

    def _cameras(self, known: FloorCoverage) -> Iterable[Row]:
        for camera, alone_m2 in known.alone_m2.items():
            target = Target(known.floor.level.id, known.views[camera].detect.bounds, camera)
            name = one_line(known.cameras[camera].name)
            yield Row(name, None, target, "What only it sees.", amount=_square_metres(alone_m2))

    def _choose(self, item: QTreeWidgetItem) -> None:
        target = item.data(0, _TARGET)
        if isinstance(target, Target):
            self.chosen.emit(target)


def _append(parent: QTreeWidgetItem, row: Row) -> None:
    item = QTreeWidgetItem()
    _write(item, row.name, row.shares, row.more, row.amount)
    item.setData(0, _TARGET, row.target)
    parent.addChild(item)
    item.setFirstColumnSpanned(row.shares is None and not row.amount)
    for child in row.rows:
        _append(item, child)


def _write(item: QTreeWidgetItem, name: str, shares: Shares | None, more: str = "", amount: str = "") -> None:
    words = shares_words(shares) if shares is not None else amount
    item.setText(0, name)
    item.setText(1, f"{amount}  " if amount else "")
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setData(1, SHARES, shares)
    item.setToolTip(0, tooltip("\n".join(part for part in (name, more, sentence(words)) if part)))
    item.setToolTip(1, sentence(words))
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in (name, more, words) if part))


def _square_metres(area_m2: float) -> str:
    return f"{area_m2:,.0f} m²" if area_m2 >= 0.5 else "nothing"


def _walk(top: QTreeWidgetItem, above: tuple[str, ...] = ()) -> Iterable[tuple[QTreeWidgetItem, tuple[str, ...]]]:
    for place in range(top.childCount()):
        child = top.child(place)
        if child is not None:
            path = (*above, child.text(0).split("  ")[0])
            yield child, path
            yield from _walk(child, path)


def _paths(top: QTreeWidgetItem) -> Iterable[tuple[str, ...]]:
    """The rows below `top` that are unfolded."""
    return (path for item, path in _walk(top) if item.isExpanded())


def _path_of(item: QTreeWidgetItem, top: QTreeWidgetItem) -> tuple[str, ...] | None:
    return next((path for found, path in _walk(top) if found is item), None)
