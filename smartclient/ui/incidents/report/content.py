"""What stands in a report, piece by piece: the facts, alarms, maps, timeline, cameras, pictures, exports, and what can be trusted."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from smartclient.domain.ids import LevelId
from smartclient.domain.incident_entries import AlarmEntered, Exported, Granted, SnapshotTaken, Watched
from smartclient.domain.incidents import Incident
from smartclient.geometry.viewport import Bounds
from smartclient.runtime import paths
from smartclient.session.incidents.alarm_pictures import file_here
from smartclient.session.incidents.words import PRIORITY_WORDS, title_of
from smartclient.store.incidents.encoding import body_json, kind_of
from smartclient.store.places import Places, floor_words
from smartclient.store.radio_string import RadioStrings
from smartclient.store.walking import Walkable
from smartclient.ui.incidents.report.blocks import Block, Heading, Picture, Row, Words
from smartclient.ui.incidents.report.incident_map import AlarmAt, FloorMap
from smartclient.ui.incidents.report.source import ReportSource
from smartclient.ui.map.chart import Chart
from smartclient.ui.theme import Tone
from smartclient.ui.words import duration, one_line, sentence

_FACTS = (0.2, 0.8)
_ALARMS = (0.13, 0.27, 0.24, 0.36)
_TIMELINE = (0.12, 0.17, 0.71)
_CAMERAS = (0.44, 0.24, 0.16, 0.16)
_NEAR_M = 60.0
_MOST_FLOORS, _MOST_PICTURES = 6, 40
_TRUST = (
    "What the server said (marked “server”) was entered as the server told it. What people entered bears the name with which their "
    "console was signed in; the channel between consoles does not prove who sent a message, but an entry, once known, cannot be "
    "changed by anybody: every console keeps the first it saw. Times of what people did are of their console's clock, all others of "
    "the server. Whether a picture or an export is the one named here is told by its SHA-256."
)
_CARE = (
    "This report may show security arrangements of a school and may be an education record of pupils (FERPA, 34 CFR Part 99): give it "
    "only to those who may see it, and ask the district's records officer before it is published."
)


class ReportContent:
    """Works out where things are once; takes a second for a large site: for a thread."""

    def __init__(self, source: ReportSource) -> None:
        self._source, self._incident, self._words = source, source.incident, source.words()
        self._places = Places(source.site)
        self._chart = Chart(self._places)
        self._radio = RadioStrings(self._places, Walkable(self._places))

    def blocks(self) -> Iterator[Block]:
        """All pieces in order."""
        yield from self._head()
        yield from self._alarms()
        yield from self._maps()
        yield from self._timeline()
        yield from self._cameras()
        yield from self._pictures()
        yield from self._handed_over()
        yield Heading("What can be trusted, and who may see this")
        yield Words(_TRUST)
        yield Words(_CARE)
        yield Words(f"SHA-256 of the {len(self._incident.entries)} entries in order: {digest(self._incident)}")

    def _head(self) -> Iterator[Block]:
        incident = self._incident
        yield Words(one_line(title_of(incident)), 3, is_bold=True)
        for name, words in self._facts(incident):
            if words:
                yield Row((name, words), _FACTS)

    def _facts(self, incident: Incident) -> Iterator[tuple[str, str]]:
        if incident.is_drill:
            yield "Drill", "This was an exercise."
        yield "Status", sentence(incident.status.value) + (f": {incident.reason}" if incident.reason else "")
        yield "Type", incident.type.value
        yield "Priority", f"{int(incident.priority)}, {PRIORITY_WORDS[incident.priority]}"
        venue = self._places.venues.get(incident.opened.venue) if incident.opened.venue is not None else None
        yield (
            "Campus",
            f"{venue.name}{f', {venue.address}' if venue.address else ''}" if venue else self._source.site.name,
        )
        if incident.opened_at is not None:
            yield "Opened", f"{_moment(incident.opened_at)} by {incident.opened_by or 'unknown'}"
        if incident.opened_at is not None and incident.closed_at is not None:
            lasted = duration((incident.closed_at - incident.opened_at).total_seconds())
            yield "Closed", f"{_moment(incident.closed_at)}, after {lasted}"
        yield "Owner", incident.owner or "nobody"
        yield "Took part", ", ".join(incident.participants)
        rooms = [f"{self._room_count(status)} {status}" for status in ("cleared", "searching", "danger", "casualty")]
        yield "Rooms", ", ".join(words for words in rooms if not words.startswith("0 "))

    def _room_count(self, status: str) -> int:
        return sum(mark.body.status.value == status for mark in self._incident.rooms.values())

    def _alarms(self) -> Iterator[Block]:
        alarms = sorted(self._incident.alarms.values(), key=lambda each: (each.changed_at, each.number))
        if not alarms:
            return
        yield Heading("Alarms, as they stand")
        yield Row(("Number", "Alarm", "State", "Where, for the radio"), _ALARMS, is_head=True)
        for alarm in alarms:
            verdict = f"verified by a person: {alarm.verdict}" if alarm.verdict else "verified by nobody"
            cells = (str(alarm.number), alarm.name, f"{alarm.state}; {verdict}", self._where(alarm))
            yield Row([one_line(cell) for cell in cells], _ALARMS)

    def _where(self, alarm: AlarmEntered) -> str:
        device = self._source.devices.get(alarm.device) if alarm.device is not None else None
        return self._radio.of_device(device) if device is not None and device.placement is not None else alarm.where

    def _maps(self) -> Iterator[Block]:
        for level, alarms in self._floors():
            known = self._places.levels[level]
            building = self._places.building_of(level)
            yield Heading(f"{building.name}, {floor_words(known)}" if building else known.name)
            bounds = self._bounds(level)
            yield FloorMap(self._chart, self._incident, level, bounds, alarms)

    def _bounds(self, level: LevelId) -> Bounds:
        """The floor, and posts that are near it."""
        west, south, east, north = self._chart.level_bounds[level]
        for mark in self._incident.posts.values():
            x, y = self._places.frame.point_to_local(*mark.body.position)
            is_near = west - _NEAR_M < x < east + _NEAR_M and south - _NEAR_M < y < north + _NEAR_M
            if mark.body.level in (None, level) and is_near:
                west, south, east, north = min(west, x), min(south, y), max(east, x), max(north, y)
        return west, south, east, north

    def _floors(self) -> list[tuple[LevelId, list[AlarmAt]]]:
        """Floors with alarms or marks, those with most first."""
        found: dict[LevelId, list[AlarmAt]] = {}
        incident = self._incident
        marked: set[LevelId | None] = {mark.body.level for mark in incident.rooms.values()}
        marked |= {mark.body.level for mark in incident.zones.values()}
        marked |= {mark.body.level for mark in incident.routes.values()}
        for level in sorted(level for level in marked if level is not None):
            if level in self._chart.level_bounds:
                found[level] = []
        for alarm in self._incident.alarms.values():
            device = self._source.devices.get(alarm.device) if alarm.device is not None else None
            placement = device.placement if device is not None else None
            if (
                placement is not None
                and placement.level_id in self._chart.level_bounds
                and placement.level_id is not None
            ):
                at = self._places.frame.point_to_local(*placement.position)
                found.setdefault(placement.level_id, []).append((alarm, *at))
        return sorted(found.items(), key=lambda each: -len(each[1]))[:_MOST_FLOORS]

    def _timeline(self) -> Iterator[Block]:
        yield Heading("Timeline")
        yield Row(("Time", "Whose word", "What"), _TIMELINE, is_head=True)
        day = None
        for entry in self._incident.timeline:
            local = entry.at.astimezone()
            if local.date() != day:
                day = local.date()
                yield Words(f"{local:%A, %d %B %Y}", tone=Tone.TEXT_DIM, is_bold=True, leads=True)
            words = self._words.of(entry)
            where = f" ({words.where})" if words.where else ""
            yield Row((f"{local:%H:%M:%S}", one_line(words.who), _plain(f"{words.text}{where}")), _TIMELINE)

    def _cameras(self) -> Iterator[Block]:
        looks = [e for e in self._incident.timeline if isinstance(e.body, Watched)]
        if not looks:
            return
        yield Heading("Cameras that were watched")
        yield Row(("Camera", "By", "From", "To"), _CAMERAS, is_head=True)
        for entry in looks:
            body = entry.body
            if isinstance(body, Watched):
                until = f"{body.until.astimezone():%H:%M:%S}" if body.until else "not known"
                since = f"{body.since.astimezone():%H:%M:%S}"
                yield Row((one_line(body.name), one_line(entry.by), since, until), _CAMERAS)

    def _pictures(self) -> Iterator[Block]:
        kept = [e.body for e in self._incident.timeline if isinstance(e.body, SnapshotTaken)][:_MOST_PICTURES]
        if kept:
            yield Heading("Pictures that were kept")
        for body in kept:
            path = file_here(body, paths.alarm_pictures_folder())
            alarm = self._incident.alarms.get(body.alarm) if body.alarm is not None else None
            whose = (
                f" Kept by the server with alarm {alarm.number}, {one_line(alarm.name)}." if alarm is not None else ""
            )
            said = _same(path, body.sha256)
            yield Picture(
                path, f"{one_line(body.name)}, {_moment(body.at)}.{whose} {path.name}. SHA-256 {body.sha256}. {said}"
            )

    def _handed_over(self) -> Iterator[Block]:
        found = [e for e in self._incident.timeline if isinstance(e.body, Exported | Granted)]
        if found:
            yield Heading("What was handed over")
        for entry in found:
            words = self._words.of(entry)
            digest_ = f" SHA-256 {entry.body.sha256}." if isinstance(entry.body, Exported) and entry.body.sha256 else ""
            yield Words(f"{_moment(entry.at)}, {one_line(entry.by)}: {_plain(words.text)}.{digest_}")


def digest(incident: Incident) -> str:
    """SHA-256 over all entries in order: console, number, stamp, time, name, kind, body, each on a line of its own."""
    told = hashlib.sha256()
    for entry in incident.entries:
        parts: Iterable[str] = (
            entry.id.console,
            str(entry.id.number),
            str(entry.stamp),
            entry.at.isoformat(),
            entry.by,
            kind_of(entry.body),
        )
        told.update("\n".join(parts).encode() + b"\n" + body_json(entry.body) + b"\n")
    return told.hexdigest()


def _same(path: Path, sha256: str) -> str:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "The file is not on this workstation any more."
    return "The file still has this hash." if found == sha256 else "THE FILE HAS ANOTHER HASH NOW."


def _moment(at: datetime) -> str:
    local = at.astimezone()
    return f"{local:%Y-%m-%d %H:%M:%S} ({local:%Z})"


def _plain(text: str) -> str:
    """As long as it is, without characters that are none."""
    return "".join(c if c.isprintable() else " " for c in text)
