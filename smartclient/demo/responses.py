"""The Standard Response Protocol of the demo: user-defined events named after action and building, as sites make them for their rules.

`Lockdown Main Building`, `Lockdown drill Main Building` and `End response Main Building`: the last one raised of a building says what
it is under. Who raised it stands in the event's data, as `User`.
"""

from smartclient.demo.commands import add_user_defined_event
from smartclient.demo.configuration import Configuration
from smartclient.demo.ids import derived
from smartclient.demo.plan import Building, DemoSite

ACTIONS = ("Hold", "Secure", "Lockdown", "Evacuate", "Shelter")


def add_responses(configuration: Configuration, site: DemoSite) -> None:
    """Adds the events of every building."""
    for building in site.buildings:
        for name in (*ACTIONS, *(f"{action} drill" for action in ACTIONS), "End response"):
            guid = derived("userDefinedEvents", f"{name} {building.id}")
            add_user_defined_event(configuration, guid, f"{name} {_title(site, building)}", "", building.campus)


def _title(site: DemoSite, building: Building) -> str:
    """The building's name; with its campus where another building has the same one."""
    names = [each.name for each in site.buildings]
    if names.count(building.name) == 1:
        return building.name
    campus = next((campus.name for campus in site.campuses if campus.key == building.campus), building.campus)
    return f"{campus} · {building.name}"
