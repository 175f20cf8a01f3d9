"""Door controllers of the demo: one a building or campus; without one its doors neither obey nor tell anything."""

from smartclient.demo.ids import derived
from smartclient.demo.plan import DemoSite, Device

RESOURCE, CATEGORY = "accessControlUnits", "doorcontroller"


def controller_of(site: DemoSite, door: Device) -> Device:
    """The controller of a door, as a device that is on no plan."""
    building = site.building_of(door)
    key, name = (building.id, building.name) if building else (door.campus, door.campus)
    guid = derived("accessControlUnits", key)
    return Device(guid, CATEGORY, f"Door controller {name}", door.campus, resource=RESOURCE, guid=guid)


def controllers(site: DemoSite) -> dict[str, Device]:
    """All controllers, by guid."""
    return {made.guid: made for made in (controller_of(site, door) for door in site.doors)}


def doors_of(site: DemoSite, controller: str) -> list[Device]:
    """The doors below a controller."""
    return [door for door in site.doors if controller_of(site, door).guid == controller]
