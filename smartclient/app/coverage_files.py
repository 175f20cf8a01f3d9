"""Coverage as files: the table of a campus, the picture of a floor; written in a thread, told in one sentence."""

import asyncio
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from smartclient.domain.ids import LevelId
from smartclient.runtime import paths
from smartclient.runtime.tasks import Tasks
from smartclient.session.coverage import Coverage
from smartclient.session.coverage_table import table
from smartclient.session.coverage_words import floor_name
from smartclient.session.ways_out import WaysOut
from smartclient.store.notices import Grade
from smartclient.ui import theme as themes
from smartclient.ui.coverage.coverage_picture import Sheet, picture_for

if TYPE_CHECKING:
    from smartclient.app.coverage import Ground


class CoverageFiles:
    """Needs a running loop; `stop` ends it."""

    def __init__(
        self,
        ground: "Ground",
        coverage: Coverage,
        ways: WaysOut,
        window: QWidget,
        floor: Callable[[], LevelId | None],
        campus: Callable[[], Sequence[LevelId]],
    ) -> None:
        """`floor` and `campus` are what is in the middle of the map."""
        self._ground, self._coverage, self._ways, self._window = ground, coverage, ways, window
        self._floor, self._campus = floor, campus
        self._tasks = Tasks("coverage files")

    @property
    def is_writing(self) -> bool:
        """Whether a file is on its way."""
        return len(self._tasks) > 0

    async def stop(self) -> None:
        """Writes nothing any more."""
        await self._tasks.cancel()

    def ask_table(self) -> None:
        """Asks where the campus's table is to go."""
        self._ask_file("Save the table of coverage", "Tables (*.csv)", ".csv", self.save_table)

    def ask_picture(self) -> None:
        """Asks where the picture of the floor is to go."""
        self._ask_file("Save a picture of coverage", "Pictures (*.png);;Drawings (*.svg)", ".png", self.save_picture)

    def save_table(self, path: str) -> None:
        """Writes the table of the campus in the middle of the map, worked out first where it is not known yet."""
        self._tasks.start("write the table", self._write_table(Path(path)))

    def save_picture(self, path: str) -> None:
        """Writes the picture of the floor on show."""
        self._tasks.start("write the picture", self._write_picture(Path(path)))

    async def _write_table(self, path: Path) -> None:
        levels = self._campus()
        self._coverage.want(levels)
        for level in levels:
            self._ways.want(level)
        await self._coverage.settled()
        await self._ways.settled()
        floors = [(known, self._ways.of(level)) for level in levels if (known := self._coverage.of(level)) is not None]
        places, walkable = copy(self._ground.places), self._ground.walkable

        def make() -> bytes:
            from smartclient.store.radio_string import RadioStrings

            return table(places, floors, RadioStrings(places, walkable).of_point).encode("utf-8-sig")

        await self._write(path, make)

    async def _write_picture(self, path: Path) -> None:
        level = self._floor()
        if level is None:
            self._say("Move the map to a campus first.")
            return
        self._coverage.want([level])
        await self._coverage.settled()
        known, ground = self._coverage.of(level), self._ground
        if known is None:
            return
        title = f"Coverage: {floor_name(ground.places, level)}"
        venue = ground.places.venues.get(known.floor.level.venue_id)
        at = ground.clock.now().astimezone()
        note = f"{venue.name if venue else ''} · {at:%Y-%m-%d %H:%M} · security-sensitive"
        sheet = Sheet(known, ground.map.stage.chart, themes.light(), title, note)
        await self._write(path, lambda: picture_for(path, sheet))

    async def _write(self, path: Path, make: Callable[[], bytes]) -> None:
        try:
            await asyncio.to_thread(lambda: path.write_bytes(make()))
        except OSError as error:
            self._say(f"{path} cannot be written: {error.strerror}. Choose another folder.", Grade.WARNING)
        else:
            self._say(f"Kept as {path}.")

    def _ask_file(self, title: str, filters: str, suffix: str, save: Callable[[str], None]) -> None:
        level = self._floor()
        name = floor_name(self._ground.places, level) if level is not None else "district"
        at = self._ground.clock.now().astimezone()
        folder = paths.pictures_folder()
        folder.mkdir(parents=True, exist_ok=True)
        start = folder / f"coverage {name.replace('/', '-')} {at:%Y-%m-%d %H.%M}{suffix}"
        dialog = QFileDialog(self._window, title, str(start), filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(save)
        dialog.open()

    def _say(self, words: str, grade: Grade = Grade.QUIET) -> None:
        self._ground.notices.say("coverage file", words, grade)
