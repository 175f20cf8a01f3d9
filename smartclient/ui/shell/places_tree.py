"""The tree of places: districts, campuses, buildings, floors with their open alarms; then what is on no map, and door controllers."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLabel, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QVBoxLayout, QWidget

from smartclient.domain.alarms import Priority
from smartclient.domain.connection import Line
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.ids import BuildingId, DeviceId, LevelId, ServerKey, VenueId, keyed, server_of
from smartclient.domain.response import ResponseStatus
from smartclient.domain.site import Rings
from smartclient.runtime.clock import Clock
from smartclient.store.changes import Changes
from smartclient.store.places import Places, Tally
from smartclient.store.servers import short_district
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import Workspace
from smartclient.ui.bindings import bind
from smartclient.ui.device_drag import RowDrag
from smartclient.ui.drill import paint_drill, paint_drill_word
from smartclient.ui.response_signs import most_urgent, paint_response, response_words
from smartclient.ui.resting import Resting
from smartclient.ui.signs import paint_sign
from smartclient.ui.theme import Theme, Tone
from smartclient.ui.words import tooltip

_KEY = Qt.ItemDataRole.UserRole
_TALLY = Qt.ItemDataRole.UserRole + 1
_RESPONSE = Qt.ItemDataRole.UserRole + 2
_SIGN_PX = 18
_DRILL_PX = 45
_PLATE_PX = 40
"""The word of drills."""
_NAME_EDGE_PX = 10
_NOT_YET = "not yet signed in"
_MANY, _REST_MS = 100, 210

Key = tuple[str, str]
"""What a row stands for: `district`, `venue`, `building`, `level` or `device`, and its id."""


class PlacesTree(QWidget):
    """A tree view; choosing a row flies there, carrying one to a tile shows its cameras there in turn."""

    def __init__(self, store: SiteStore, workspace: Workspace, places: Places, theme: Theme, clock: Clock) -> None:
        super().__init__()
        self._store, self._workspace, self._places, self._clock = store, workspace, places, clock
        self._rows: dict[Key, QStandardItem] = {}
        self._unplaced, self._controllers = QStandardItem(), QStandardItem()
        self._model = QStandardItemModel(self)
        self._view = QTreeView()
        self._view.setModel(self._model)
        self._view.setHeaderHidden(True)
        self._view.setAccessibleName("Places")
        self._view.setUniformRowHeights(True)
        self._view.setIndentation(14)
        self._view.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self._view.setItemDelegate(_Row(store, theme, self._view))
        RowDrag(self._view, self._cameras_of, theme)
        self._view.activated.connect(self._go)
        self._view.clicked.connect(self._go)
        heading = QLabel("PLACES")
        heading.setProperty("heading", True)
        heading.setContentsMargins(12, 14, 0, 10)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(heading)
        page.addWidget(self._view)
        self._resting = Resting(self._count, _REST_MS, self)
        self._fill()
        bind(self, store.changed, self._changed)
        self._changed(Changes(everything=True))

    def _fill(self) -> None:
        self._listed = _listing(self._places)
        root = self._model.invisibleRootItem()
        districts = {
            key: self._row(("district", keyed(key, "")), short_district(name))
            for key, name in self._places.site.districts.items()
        }
        for district in districts.values():
            root.appendRow(district)
        for venue in self._places.site.venues:
            campus = self._row(("venue", venue.id), venue.name)
            districts.get(server_of(venue.id), root).appendRow(campus)
            for building in self._places.site.buildings:
                if building.venue_id == venue.id:
                    house = self._row(("building", building.id), building.name)
                    campus.appendRow(house)
                    for level in reversed(self._places.floors.get(building.id, ())):
                        house.appendRow(self._row(("level", level.id), level.name))
        for branch in (self._unplaced, self._controllers):
            root.appendRow(branch)
            branch.setSelectable(False)
        for row in range(len(districts)):
            self._view.expand(self._model.index(row, 0))
        if self._places.site.venues and not districts:
            self._view.expand(self._model.index(0, 0))

    def _row(self, key: Key, text: str) -> QStandardItem:
        row = QStandardItem(text)
        row.setData(key, _KEY)
        self._rows[key] = row
        return row

    def _changed(self, changes: Changes) -> None:
        if changes.everything and self._listed != _listing(self._places):
            self._model.clear()
            self._rows.clear()
            self._unplaced, self._controllers = QStandardItem(), QStandardItem()
            self._fill()
        if changes.everything:
            self._count()
        elif changes.alarms:
            self._resting.ask(is_much=self._store.queue.open_count > _MANY)
        if changes.connection:
            self._view.viewport().update()
        if self._store.parts and (changes.connection or changes.everything):
            self._show_lines()
        if changes.responses or changes.everything:
            self._show_responses()
        if changes.everything:
            self._rows = {key: row for key, row in self._rows.items() if key[0] != "device"}
            self._list(self._unplaced, "Unplaced", self._store.unplaced())
            self._list(self._controllers, "Door controllers", self._store.controllers())
        if changes.devices or changes.everything:
            self._show_controllers()

    def _count(self) -> None:
        roll_up = self._places.roll_up(self._store.devices, self._store.open_alarms())
        tallies: dict[str, Callable[[str], Tally | None]] = {
            "district": lambda key: _together(t for v, t in roll_up.venues.items() if server_of(v) == server_of(key)),
            "venue": lambda key: roll_up.venues.get(VenueId(key)),
            "building": lambda key: roll_up.buildings.get(BuildingId(key)),
            "level": lambda key: roll_up.levels.get(LevelId(key)),
        }
        for (kind, key), row in self._rows.items():
            tally = tallies[kind](key) if kind in tallies else None
            if row.data(_TALLY) != tally:
                row.setData(tally, _TALLY)
                self._say(row)

    def _show_lines(self) -> None:
        """How the line to each district is."""
        for (kind, key), row in self._rows.items():
            if kind == "district":
                name, connection = short_district(self._places.site.district_of(key)), self._store.connection_of(key)
                how = _NOT_YET if connection.line is Line.CONNECTING else connection.line.value
                row.setText(name if connection.is_live else f"{name} · {how}")
                self._say(row)

    def _show_responses(self) -> None:
        """A building's action; of a campus the one that matters most among its buildings."""
        for (kind, key), row in self._rows.items():
            if kind in ("venue", "building"):
                row.setData(self._response_of(kind, key), _RESPONSE)
                self._say(row)

    def _response_of(self, kind: str, key: str) -> ResponseStatus | None:
        responses, buildings = self._store.responses, self._places.buildings.values()
        meant = (each.id for each in buildings if key == (each.id if kind == "building" else each.venue_id))
        return most_urgent(responses[building] for building in meant if building in responses)

    def _say(self, row: QStandardItem) -> None:
        """What a screen reader says of a row."""
        tally, status = row.data(_TALLY), row.data(_RESPONSE)
        parts = [row.text()]
        if isinstance(status, ResponseStatus):
            parts.append(response_words(status, self._clock.now(), with_age=False))
        if isinstance(tally, Tally) and tally.alarm_count:
            parts.append(f"{tally.alarm_count} open alarms")
        if isinstance(tally, Tally) and tally.drills:
            parts.append(f"{tally.drills} open drills")
        row.setData(", ".join(parts), Qt.ItemDataRole.AccessibleTextRole)
        row.setToolTip(tooltip(parts[1]) if isinstance(status, ResponseStatus) else "")

    def _list(self, branch: QStandardItem, title: str, devices: list[Device]) -> None:
        branch.setText(f"{title}  {len(devices)}")
        branch.removeRows(0, branch.rowCount())
        for device in devices:
            branch.appendRow(self._row(("device", device.id), device.name))
        self._view.setRowHidden(branch.row(), QModelIndex(), not devices)

    def _show_controllers(self) -> None:
        """A controller that does not answer takes its doors with it, so the branch says how many do not."""
        count = self._controllers.rowCount()
        silent = 0
        for number in range(count):
            row = self._controllers.child(number)
            device = DeviceId(row.data(_KEY)[1])
            is_silent = self._store.silent_since(device) is not None
            silent += is_silent
            words = f"{self._store.devices[device].name}{' · no answer' if is_silent else ''}"
            if row.text() != words:
                row.setText(words)
        title = f"Door controllers  {count}" + (f" · {silent} no answer" if silent else "")
        if self._controllers.text() != title:
            self._controllers.setText(title)

    def _go(self, index: QModelIndex) -> None:
        key: Key | None = index.data(_KEY)
        if key is None:
            return
        kind, name = key
        go: dict[str, Callable[[], None]] = {
            "district": lambda: self._fly(self._campuses_of(server_of(name))),
            "venue": lambda: self._fly([self._places.venues[VenueId(name)].area]),
            "building": lambda: self._fly(list(self._places.buildings[BuildingId(name)].footprints)),
            "level": lambda: self._show_level(LevelId(name)),
            "device": lambda: self._workspace.select(DeviceId(name)),
        }
        go[kind]()

    def _cameras_of(self, at: QPoint) -> tuple[Sequence[DeviceId], str]:
        """The cameras of the row there: a camera itself, or all of a floor or building."""
        index = self._view.indexAt(at)
        key: Key | None = index.data(_KEY)
        if key is None:
            return (), ""
        kind, name = key
        levels = {LevelId(name)} if kind == "level" else set()
        if kind == "building":
            levels = {level.id for level in self._places.floors.get(BuildingId(name), ())}
        cameras = [
            device.id
            for device in self._store.devices.values()
            if device.kind is DeviceKind.CAMERA
            and (device.id == name or (device.placement is not None and device.placement.level_id in levels))
        ]
        count = f" · {len(cameras)} cameras" if len(cameras) > 1 else ""
        return cameras, f"{index.data()}{count}"

    def _campuses_of(self, district: ServerKey) -> list[Rings]:
        return [venue.area for venue in self._places.site.venues if server_of(venue.id) == district]

    def _show_level(self, level_id: LevelId) -> None:
        level = self._places.levels[level_id]
        for building in level.building_ids:
            self._workspace.show_level(building, level_id)
        self._fly([level.area])

    def _fly(self, areas: list[Rings]) -> None:
        points = [point for rings in areas for point in rings[0]]
        if points:
            lon, lat = zip(*points, strict=True)
            self._workspace.fly_to((min(lon), min(lat), max(lon), max(lat)))


def _together(tallies: Iterable[Tally]) -> Tally:
    """The tally of all."""
    found, alarms = list(tallies), Counter[Priority]()
    for tally in found:
        alarms.update(tally.alarms)
    return Tally(
        sum(tally.devices for tally in found),
        sum(tally.cameras for tally in found),
        dict(alarms),
        sum(tally.drills for tally in found),
    )


def _listing(places: Places) -> tuple[object, ...]:
    """All that decides which places the tree has."""
    return (places.site.districts, places.site.venues, places.site.buildings, places.site.levels)


class _Row(QStyledItemDelegate):
    """Paints the worst open alarm's sign and the number of open alarms at the right edge; grey while the server is away."""

    def __init__(self, store: SiteStore, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._store, self._theme = store, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 (Qt's name)
        """Rows that a finger can hit."""
        return QSize(super().sizeHint(option, index).width(), 28)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802 (Qt's name)
        """A name keeps clear of the signs."""
        super().initStyleOption(option, index)
        room = option.rect.width() - round(self._signs_px(index)) - _NAME_EDGE_PX
        if self._store.parts and self._is_old(index):
            option.palette.setColor(QPalette.ColorRole.Text, self._theme.color(Tone.STALE))
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def _is_old(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether it is shown as it was last heard of."""
        key: Key | None = index.data(_KEY)
        return key is not None and not self._store.is_live(key[1])

    def _signs_px(self, index: QModelIndex | QPersistentModelIndex) -> float:
        """How much of a row, from its right edge, signs and count take."""
        tally: Tally | None = index.data(_TALLY)
        status: ResponseStatus | None = index.data(_RESPONSE)
        taken = 0.0
        if tally is not None and tally.worst is not None:
            taken = 12 + self._theme.metrics(1, bold=True).horizontalAdvance(str(tally.alarm_count)) + 6 + _SIGN_PX
        if _has_word(tally, status):
            taken = max(taken, 12) + 6 + _PLATE_PX
        if status is not None and status.action is not None:
            taken = max(taken, 12) + 6 + _SIGN_PX + (_DRILL_PX if status.is_drill else 0)
        return taken

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The usual row, then sign and count."""
        super().paint(painter, option, index)
        tally: Tally | None = index.data(_TALLY)
        worst: Priority | None = tally.worst if tally else None
        status: ResponseStatus | None = index.data(_RESPONSE)
        left = float(option.rect.right() - 12)
        if tally is not None and worst is not None:
            left = self._paint_alarms(painter, option, tally, worst, self._is_old(index))
        if _has_word(tally, status):
            left -= 6 + _PLATE_PX
            plate = QRectF(left, option.rect.center().y() - _SIGN_PX / 2, _PLATE_PX, _SIGN_PX)
            paint_drill_word(painter, plate, self._theme, 9)
        if status is not None and status.action is not None:
            middle = option.rect.center().y()
            sign = QRectF(left - _SIGN_PX - 6, middle - _SIGN_PX / 2, _SIGN_PX, _SIGN_PX)
            paint_response(painter, self._theme, status.action, sign, is_stale=self._is_old(index))
            if status.is_drill:
                frame = sign.adjusted(-_DRILL_PX, -3, 3, 3)
                paint_drill(painter, frame, self._theme, corner=Qt.Corner.TopLeftCorner, size_px=9)

    def _paint_alarms(
        self, painter: QPainter, option: QStyleOptionViewItem, tally: Tally, worst: Priority, is_stale: bool
    ) -> float:
        """Paints sign and count at the right edge; the answer is where they begin."""
        box = option.rect
        count = str(tally.alarm_count)
        width = self._theme.metrics(1, bold=True).horizontalAdvance(count)
        painter.save()
        painter.setFont(self._theme.font(1, bold=True))
        painter.setPen(self._theme.color(Tone.STALE if is_stale else Tone.TEXT))
        painter.drawText(box.adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        left = box.right() - 12 - width - 6 - _SIGN_PX
        sign = QRectF(left, box.center().y() - _SIGN_PX / 2, _SIGN_PX, _SIGN_PX)
        paint_sign(painter, self._theme, worst, sign, is_stale=is_stale)
        painter.restore()
        return float(left)


def _has_word(tally: Tally | None, status: ResponseStatus | None) -> bool:
    """Whether drills have a word of their own: an action that is one says it for all, or names would have no room."""
    is_said = status is not None and status.action is not None and status.is_drill
    return tally is not None and bool(tally.drills) and not is_said
