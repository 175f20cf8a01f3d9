"""In what light the demo begins: at an hour of the day that is chosen, whatever the clock says."""

from datetime import datetime, timedelta
from typing import Literal

from smartclient.demo.past.calendar import Calendar
from smartclient.demo.plan import DemoSite
from smartclient.demo.scenario import Scenario
from smartclient.demo.world import utc_now

SCHOOL_HOUR = 10.5

Hour = float | Literal["clock"] | None


def ahead(site: DemoSite, hour: Hour, scenario: Scenario | None, now: datetime) -> timedelta:
    """How far ahead of the clock the light is drawn, from -12 to 12 hours.

    `hour` is the solar hour that it shall be `now`; `clock` follows the real time; None is the hour at which the scenario starts,
    or a morning at school when it names none.
    """
    if hour == "clock":
        return timedelta(0)
    if hour is None:
        hour = scenario.starts_hour if scenario and scenario.starts else SCHOOL_HOUR
    solar = now.hour + now.minute / 60 + now.second / 3600 + _longitude(site) / 15
    return timedelta(hours=(hour - solar + 12) % 24 - 12)


def school_calendar(site: DemoSite, hour: Hour, scenario: Scenario | None) -> Calendar:
    """The days of the demo, of which the present one is a school day unless the real clock is followed."""
    now = utc_now()
    shift = ahead(site, hour, scenario, now)
    return Calendar.beginning(_longitude(site), shift, now, at_school=hour != "clock")


def _longitude(site: DemoSite) -> float:
    return next((camera.position[0] for camera in site.cameras if camera.position), 0.0)
