"""What kinds of things are called besides their names, so that they are found by it."""

from collections.abc import Mapping

from smartclient.domain.devices import DeviceKind

DEVICE_WORDS: Mapping[DeviceKind, str] = {
    DeviceKind.CAMERA: "camera",
    DeviceKind.DOOR: "door",
    DeviceKind.DOOR_CONTROLLER: "door controller",
    DeviceKind.INTERCOM: "intercom",
    DeviceKind.VAPE_SENSOR: "vape sensor",
    DeviceKind.WEAPON_SENSOR: "weapons detection",
    DeviceKind.PANIC_BUTTON: "panic button",
    DeviceKind.TRAUMA_KIT: "trauma kit",
    DeviceKind.FIRE_PANEL: "fire panel",
    DeviceKind.KEY_BOX: "key box knox",
    DeviceKind.GAS_SHUTOFF: "gas shutoff",
    DeviceKind.WATER_SHUTOFF: "water shutoff",
    DeviceKind.POWER_SHUTOFF: "power electric shutoff",
    DeviceKind.HVAC_SHUTOFF: "hvac ventilation shutoff",
}
UNIT_WORDS: Mapping[str, str] = {
    "restroom": "restroom bathroom toilet",
    "foodservice": "cafeteria canteen dining",
    "walkway": "hall hallway corridor",
    "lobby": "lobby foyer",
    "parking": "parking lot",
    "fieldofplay": "field pitch",
    "auditorium": "auditorium theater stage",
    "firstaid": "nurse health first aid",
    "serverroom": "server network it",
    "fitnessroom": "gym fitness",
    "elevator": "lift elevator",
    "stairs": "stairs stairwell",
}
"""IMDF unit categories, as far as people have other words for them."""
AMENITY_WORDS: Mapping[str, str] = {
    "defibrillator": "aed defibrillator",
    "fireextinguisher": "fire extinguisher",
    "firealarmpullstation": "fire alarm pull station",
    "firehose": "fire hose",
    "firehydrant": "fire hydrant",
    "firealarmcontrolpanel": "fire alarm panel",
    "firstaid": "first aid",
    "meetingpoint": "assembly meeting point",
    "eyewash": "eye wash",
}
"""IMDF amenity categories."""
