"""The report of grants without a window: signs in, reads, writes, signs out."""

import asyncio
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from smartclient import plans
from smartclient.adapters.server import Server
from smartclient.app.grant_report import write
from smartclient.app.serving import server_for
from smartclient.domain.ids import DeviceId, VenueId
from smartclient.domain.recordings import Span
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.runtime import paths
from smartclient.runtime.secret import Secret
from smartclient.runtime.settings import SettingsFile
from smartclient.session.grants.report_rows import Names
from smartclient.store.places import Places
from smartclient.ui.shell.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report: of what server, for whom, over which plans, from the first day to the end of the last, into which file."""

    server: str
    user: str
    password: Secret
    plan: Path
    first: date
    last: date
    out: Path

    @property
    def span(self) -> Span:
        """The days by this machine's clock."""
        begin, end = sorted((self.first, self.last))
        midnight = (datetime.combine(day, time.min).astimezone(UTC) for day in (begin, end + timedelta(days=1)))
        return Span(*midnight)


def report_of(wanted: Wanted) -> str:
    """What came of it, for a person. Raises PlanError and ServerError."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication(["smartclient"])
    site, _ = plans.read(wanted.plan)
    filled = SignIn(wanted.server, wanted.user, wanted.password, False, wanted.plan)
    said = asyncio.run(_report(server_for(SettingsFile(paths.settings_folder()).read(), filled, site), site, wanted))
    application.processEvents()
    return said


async def _report(server: Server, site: Site, wanted: Wanted) -> str:
    try:
        snapshot = await server.connect()
        by, at = snapshot.user or wanted.user, datetime.now(UTC)
        return await write(server, wanted.span, _names(site, snapshot), site.name, by, at, wanted.out)
    finally:
        await server.close()


def _names(site: Site, snapshot: Snapshot) -> Names:
    """As the plan has them; what is on no plan, as the server calls it."""
    places, planned = Places(site), {device.id: device for device in site.devices}
    called = {device.id: device.name for device in (*site.devices, *snapshot.devices)}
    campuses = {camera: places.of_device(device).venue for camera, device in planned.items()}

    def campus_of(camera: DeviceId) -> VenueId | None:
        venue = campuses.get(camera)
        return venue.id if venue is not None else None

    def campus(key: VenueId) -> str:
        return places.venues[key].name if key in places.venues else str(key)

    return Names(campus, lambda camera: called.get(camera, str(camera)), campus_of)
