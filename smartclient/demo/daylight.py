"""In what light the demo begins: at an hour of the day that is chosen, whatever the clock says."""

from datetime import datetime, timedelta
from typing import Literal

from smartclient.demo.plan import DemoSite
from smartclient.demo.scenario import Scenario

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
    here = next((camera.position[0] for camera in site.cameras if camera.position), 0.0)
    solar = now.hour + now.minute / 60 + now.second / 3600 + here / 15
    return timedelta(hours=(hour - solar + 12) % 24 - 12)
