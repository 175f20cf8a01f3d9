"""Doors of the demo: how their states and commands travel, where XProtect has no open interface.

Assumptions, the same as sites make with a real XProtect Access system:
* each door is an item of `accessControlUnits` with `category` "Door", below its controller;
* its events travel on the event stream with the source `accessControlUnits/<door>`, the type ids of the vendor's own
  simulator (plus "Door closed"), and the access-control contract as `data`;
* "Door lock" and "Door contact" are state groups, so the state table tells the latest of each;
* a controller that is cut off says so itself ("Controller disconnected"); its doors are silent until it is back, and are told then;
* a command is a user-defined event named `Unlock door <name>`, `Lock door <name>` or `Lock all doors <building>`,
  whose rule moves the bolt; the door's own event confirms it.
"""

from typing import Any

from smartclient.demo.answers import Json
from smartclient.demo.catalogue import (
    DENIED,
    DISCONNECTED,
    EXIT_GRANTED,
    FORCED,
    GRANTED,
    HELD,
    POWER_FAILURE,
    TAMPERING,
    EventType,
)
from smartclient.demo.configuration import Configuration, item
from smartclient.demo.controllers import controller_of
from smartclient.demo.devices import gis_point
from smartclient.demo.ids import derived, path
from smartclient.demo.people import CARD_HOLDER
from smartclient.demo.plan import DemoSite, Device

CATEGORIES = {
    GRANTED.id: "Access granted",
    EXIT_GRANTED.id: "Access granted",
    DENIED.id: "Access denied",
    FORCED.id: "Alarm",
    TAMPERING.id: "Alarm",
    POWER_FAILURE.id: "Error",
    DISCONNECTED.id: "Error",
    HELD.id: "Warning",
}


def system_id(site: DemoSite) -> str:
    """The guid of the site's one access-control system."""
    return derived("accessControlSystems", site.name)


def add_doors(configuration: Configuration, site: DemoSite) -> None:
    """Adds the access-control system, a controller per building or campus, and the doors."""
    system = system_id(site)
    configuration.declare("accessControlUnits")
    made = item("accessControlSystems", system, "Access control", enabled=True, description="")
    configuration.add("accessControlSystems", system, made)
    for door in site.doors:
        controller = _controller(configuration, site, door)
        unit = item(
            "accessControlUnits",
            door.guid,
            door.name,
            ("accessControlUnits", controller),
            enabled=True,
            description="",
            category="Door",
            gisPoint=gis_point(door),
            relatedCameras=_cameras_near(site, door),
        )
        configuration.add("accessControlUnits", door.guid, unit, door.campus)
        configuration.join(path("accessControlSystems", system), "accessControlUnits", [door.guid])


def _controller(configuration: Configuration, site: DemoSite, door: Device) -> str:
    controller = controller_of(site, door)
    if controller.guid not in configuration.items["accessControlUnits"]:
        parent = ("accessControlSystems", system_id(site))
        made = item("accessControlUnits", controller.guid, controller.name, parent, enabled=True, description="")
        configuration.add("accessControlUnits", controller.guid, made | {"category": "DoorController"}, door.campus)
    return controller.guid


def _cameras_near(site: DemoSite, door: Device) -> list[Json]:
    near = site.nearest_camera(door)
    return [{"type": "cameras", "id": near.guid}] if near else []


def access_data(site: DemoSite, door: Device, kind: EventType, holder: str = "", reason: str = "") -> Json:
    """The access-control contract (field names of the vendor's event data) for one event of a door."""
    source = derived("accessControlSources", door.guid)
    properties: list[dict[str, Any]] = [{"Key": "Door", "Value": door.name}]
    if holder:
        properties.append({"Key": CARD_HOLDER, "Value": holder})
    return {
        "AccessControlSystemId": system_id(site),
        "AccessControlSystemEventId": derived("accessControlEvents", kind.id),
        "AccessControlEventTypeId": kind.id,
        "AccessControlEventSourceTypeId": derived("accessControlSourceTypes", "Door"),
        "AccessControlEventSourceId": source,
        "RelatedAccessControlCredentialHolderIds": [derived("credentialHolders", holder)] if holder else [],
        "RelatedAccessControlElementIds": [door.guid],
        "EventCategories": [CATEGORIES[kind.id]] if kind.id in CATEGORIES else [],
        "RelatedSurveillanceItems": [
            {"FQID": {"ObjectId": camera["id"], "Kind": "5135ba21-f1dc-4321-806a-6ce2017343c0"}}
            for camera in _cameras_near(site, door)
        ],
        "Properties": properties,
        "Reason": reason,
    }
