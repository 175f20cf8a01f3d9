"""The server's event types, state groups and analytics events; system ids are the same on every installation."""

from dataclasses import dataclass

from smartclient.demo.answers import Json
from smartclient.demo.configuration import Configuration, item
from smartclient.demo.ids import derived

SYSTEM, ACCESS, ANALYTICS, EXTERNAL = "RecorderPlugin", "AccessControl", "MIPDevice", "External"

MOTION = "720ef62a-78be-418a-8e4c-ee04ffca6429"
CPU = "8c958201-aa02-40cf-a643-fa7f91d0bed2"
RECORDING = derived("stateGroups", "Recording")
COMMUNICATION = derived("stateGroups", "Communication")
INPUT = derived("stateGroups", "Input")
OUTPUT = derived("stateGroups", "Output")
DOOR_LOCK = derived("stateGroups", "Door lock")
DOOR_CONTACT = derived("stateGroups", "Door contact")
CONTROLLER = derived("stateGroups", "Door controller")
TAMPER = derived("stateGroups", "Tamper switch")
POWER = derived("stateGroups", "Power supply")

STATE_GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    MOTION: ("Motion", ("Motion", "No Motion", "Undefined")),
    CPU: ("CPU usage", ("Normal", "Warning", "Critical", "Undefined")),
    RECORDING: ("Recording", ("Recording", "Not Recording", "Undefined")),
    COMMUNICATION: ("Communication", ("OK", "Error", "Stopped", "Undefined")),
    INPUT: ("Input", ("Active", "Inactive", "Undefined")),
    OUTPUT: ("Output", ("Active", "Inactive", "Undefined")),
    DOOR_LOCK: ("Door lock", ("Locked", "Unlocked", "Undefined")),
    DOOR_CONTACT: ("Door contact", ("Closed", "Open", "Forced", "Held", "Undefined")),
    CONTROLLER: ("Door controller", ("Connected", "Disconnected", "Undefined")),
    TAMPER: ("Tamper switch", ("Closed", "Open", "Undefined")),
    POWER: ("Power supply", ("OK", "Failed", "Undefined")),
}

_DEVICES = ("Camera", "Microphone", "Speaker", "Metadata")


@dataclass(frozen=True, slots=True)
class EventType:
    """One type: `generator` says who may raise it, `group` and `state` what it means for the state of its source."""

    id: str
    name: str
    generator: str = SYSTEM
    sources: tuple[str, ...] = _DEVICES
    group: str = ""
    state: str = ""
    stored: bool = True


def _access(guid: str, name: str, group: str = "", state: str = "") -> EventType:
    return EventType(guid, name, ACCESS, ("AccessControlUnit",), group, state)


MOTION_STARTED = EventType(
    "6eb95dd6-7ccc-4bce-99f8-af0d0b582d77", "Motion Started", group=MOTION, state="Motion", stored=False
)
MOTION_STOPPED = EventType(
    "6f55a7a7-d21c-4629-ac18-af1975e395a2", "Motion Stopped", group=MOTION, state="No Motion", stored=False
)
RECORDING_STARTED = EventType(
    "4577f552-765a-438c-bc7d-e5ff1f754bc3", "Recording Started", group=RECORDING, state="Recording", stored=False
)
RECORDING_STOPPED = EventType(
    "79a94f89-92de-4fca-8a43-5561d407423d", "Recording Stopped", group=RECORDING, state="Not Recording", stored=False
)
COMMUNICATION_STARTED = EventType(
    "dd3e6464-7dc0-405a-a92f-6150587563e8", "Communication Started (Device)", group=COMMUNICATION, state="OK"
)
COMMUNICATION_STOPPED = EventType(
    "0ee90664-2924-42a0-a816-4129d0ecabdc", "Communication Stopped (Device)", group=COMMUNICATION, state="Stopped"
)
COMMUNICATION_ERROR = EventType(
    "a334af1c-4b4b-4957-9e5f-ab8ca07feab6", "Communication Error (Device)", group=COMMUNICATION, state="Error"
)
INPUT_ACTIVATED = EventType(
    "836ca458-a833-4742-8ee0-64b2380984bd", "Input Activated", sources=("Input",), group=INPUT, state="Active"
)
INPUT_DEACTIVATED = EventType(
    "8666e3dc-57a7-4f38-9611-51d774ee7358", "Input Deactivated", sources=("Input",), group=INPUT, state="Inactive"
)
OUTPUT_ACTIVATED = EventType(
    "7a78f5bb-d8c3-4997-89b7-cae72713b7db", "Output Activated", sources=("Output",), group=OUTPUT, state="Active"
)
OUTPUT_DEACTIVATED = EventType(
    "35742498-bcc5-4f0a-9800-827c9388d1cd", "Output Deactivated", sources=("Output",), group=OUTPUT, state="Inactive"
)
PTZ_STARTED = EventType("2eeb582a-1506-4d73-96c9-ad356acf85fb", "PTZ Manual Session Started", sources=("Camera",))
PTZ_STOPPED = EventType("eed47283-694f-4683-9e4d-18e7d93cf796", "PTZ Manual Session Stopped", sources=("Camera",))
CONFIGURATION_CHANGED = EventType(
    "06c5010d-11f2-4d70-bd79-4cec3a20d589", "System Configuration Changed", sources=("ManagementServer",)
)

GRANTED = _access("2c19393a-ea35-4ba6-afcc-5aa6e2a7c970", "Access granted")
EXIT_GRANTED = _access("c1fb7d57-0b26-4690-8e33-fd3b508ec4d7", "Access granted (REX)")
DENIED = _access("8120d2cf-ef2a-44d3-ad03-8d82dd6ddcae", "Access denied")
UNLOCKED = _access("50a13514-8bdc-4bc0-bd15-8bfe00bf940a", "Door unlocked", DOOR_LOCK, "Unlocked")
LOCKED = _access("2388e3a9-e1b4-4b0a-82e5-6e68a37362eb", "Door locked", DOOR_LOCK, "Locked")
OPENED = _access("d540d326-d5e4-41b6-bb0a-bc97d93966ad", "Door opened", DOOR_CONTACT, "Open")
CLOSED = _access(derived("eventTypes", "Door closed"), "Door closed", DOOR_CONTACT, "Closed")
CLOSED_AND_LOCKED = _access("16affe3e-18a1-435f-b122-e24b20e390a8", "Door closed and locked", DOOR_CONTACT, "Closed")
FORCED = _access("3dd01fd4-c77e-4bbd-afb7-fa4679b6ad40", "Door forced open", DOOR_CONTACT, "Forced")
HELD = _access("c0b3d197-5100-49bc-8d8c-cf5f82fc3053", "Door open too long", DOOR_CONTACT, "Held")
TAMPERING = _access("4fc24ff8-9e47-4c85-940b-77f4573705bc", "Controller tampering", TAMPER, "Open")
TAMPERING_OVER = _access(
    derived("eventTypes", "Controller tampering ended"), "Controller tampering ended", TAMPER, "Closed"
)
POWER_FAILURE = _access("18e2767b-5414-45d6-a273-19d117feca0e", "Controller power failure", POWER, "Failed")
POWER_BACK = _access(derived("eventTypes", "Controller power restored"), "Controller power restored", POWER, "OK")
DISCONNECTED = _access(
    derived("eventTypes", "Controller disconnected"), "Controller disconnected", CONTROLLER, "Disconnected"
)
CONNECTED = _access(derived("eventTypes", "Controller connected"), "Controller connected", CONTROLLER, "Connected")

GRANTS_CHANGED = EventType(
    derived("eventTypes", "Grants changed"), "Grants changed", EXTERNAL, ("ManagementServer",), stored=False
)
"""Something about grants is different: who may know of them asks for them anew."""

WEAPON = EventType(derived("analyticsEvents", "Weapon detected"), "Weapon detected", ANALYTICS, ("Camera",))
VAPE = EventType(derived("analyticsEvents", "Vape detected"), "Vape detected", ANALYTICS, ("Input",))

CALL_ANSWERED = EventType(
    derived("analyticsEvents", "Intercom call answered"), "Intercom call answered", ANALYTICS, ("Input",)
)
CALL_DECLINED = EventType(
    derived("analyticsEvents", "Intercom call declined"), "Intercom call declined", ANALYTICS, ("Input",)
)

_OTHERS = (
    EventType("eeda47ff-4f3d-459e-8143-69896c7c74ad", "Live Client Feed Requested", stored=False),
    EventType("66bdd008-b856-44b6-b385-b1f6c3f76f1b", "Live Client Feed Terminated", stored=False),
    EventType("6baad64b-c395-4f52-b6a3-dd1b64aa2f0f", "Communication Error (Hardware)", sources=("Hardware",)),
    EventType("0553c396-5e16-4c22-b3d1-f548e42dfbb4", "Communication Started (Hardware)", sources=("Hardware",)),
    EventType("63ea1f06-5a83-4f39-9fab-49959fde7b66", "Communication Stopped (Hardware)", sources=("Hardware",)),
    EventType("672f9f80-55fe-496f-bee4-6c870bab5064", "Output Changed", sources=("Output",)),
    EventType("fda121b3-2070-4f31-a086-9f74e16580c0", "Input Changed", sources=("Input",)),
    EventType("f84c8443-bfe3-4eca-b69b-07daebc63a02", "Input Sensor", sources=("Input",)),
    EventType("7cfc6709-2c16-405f-9182-0bdb6f9f7e43", "Bookmark Reference Requested"),
    EventType("a4935aa3-c4b6-42a3-b4c5-6d4c20b043cf", "Database Disk Full", sources=("RecordingServer",)),
    EventType("b6c4b695-7404-414d-a229-33bf83ffe255", "Database Repair", sources=("RecordingServer",)),
    EventType("29986aa1-924b-4c8d-aac7-a876883dc82c", "Database Disk Unavailable", sources=("RecordingServer",)),
    EventType("fab03c4d-0589-48c8-9328-e28b76c95af0", "Database Disk Available", sources=("RecordingServer",)),
    EventType("72c29aae-ddb2-46df-b6fd-7f728a85f292", "Archive Unavailable", sources=("RecordingServer",)),
    EventType("b7f0003b-1392-450e-b6cc-9bbe6e7df065", "Archive Available", sources=("RecordingServer",)),
    EventType("a600c492-11c8-4d65-92db-6d46209ce9ea", "Hardware Settings Changed", sources=("Hardware",)),
    EventType("829a93ab-1ac0-4aeb-bda0-ed8f6d8f514b", "Hardware Settings Changed Error", sources=("Hardware",)),
    EventType("4c8be5ed-80fa-43e7-bf5b-4e7570ad0025", "Device Settings Changed"),
    EventType("87be2a0d-c33b-4b5f-ae1f-afa6770a2497", "Device Settings Changed Error"),
    EventType("536ad730-05ae-42cd-b14c-07b07c293e79", "Feed Overflow Started"),
    EventType("247fef11-15db-4c99-99db-de5475eae443", "Feed Overflow Stopped"),
    EventType("f951b1f0-2fed-48f7-88d3-49eb5999c923", "Failover Started", sources=("RecordingServer",)),
    EventType("c7b9227a-8e11-451b-bc9c-8ea659731012", "Failover Stopped", sources=("RecordingServer",)),
)

EVENT_TYPES: dict[str, EventType] = {
    kind.id: kind for kind in (*(value for value in list(globals().values()) if isinstance(value, EventType)), *_OTHERS)
}

_GROUPS = {
    SYSTEM: ("1ae79228-ad07-4e56-be43-5ebf9b7c54a5", "Device - Predefined"),
    ACCESS: (derived("eventTypeGroups", "Access Control"), "Access Control"),
    ANALYTICS: (derived("eventTypeGroups", "Analytics Events"), "Analytics Events"),
    EXTERNAL: (derived("eventTypeGroups", "External Events"), "External Events - User-defined Events"),
}

_COUNTERPARTS = {
    one.id: other.id
    for left, right in (
        (MOTION_STARTED, MOTION_STOPPED),
        (RECORDING_STARTED, RECORDING_STOPPED),
        (INPUT_ACTIVATED, INPUT_DEACTIVATED),
        (OUTPUT_ACTIVATED, OUTPUT_DEACTIVATED),
    )
    for one, other in ((left, right), (right, left))
}


def event_type_item(kind: EventType) -> Json:
    """The type as `eventTypes/{id}`."""
    group_id, group = _GROUPS[kind.generator]
    made = item("eventTypes", kind.id, kind.name, ("eventTypeGroups", group_id), description="", builtIn=True)
    return made | {
        "name": kind.name.replace(" ", ""),
        "generatorType": kind.generator,
        "generatorSubtype": "Server",
        "generatorName": "",
        "generatorID": "00000000-0000-0000-0000-000000000000",
        "generatorGroupName": group,
        "generatorGroupId": group_id,
        "occursGlobally": False,
        "counterEventID": _COUNTERPARTS.get(kind.id, "00000000-0000-0000-0000-000000000000"),
        "sourceArray": list(kind.sources),
        "sourceFilterArray": [],
        "stateGroupId": kind.group or "00000000-0000-0000-0000-000000000000",
        "state": kind.state,
    }


def add_catalogue(configuration: Configuration) -> None:
    """Adds event types, their groups, state groups and analytics events."""
    for group_id, group in _GROUPS.values():
        relations = {"self": {"type": "eventTypeGroups", "id": group_id}}
        configuration.add("eventTypeGroups", group_id, {"displayName": group, "relations": relations})
    for group_id, (name, states) in STATE_GROUPS.items():
        made = item("stateGroups", group_id, name, states=list(states))
        del made["id"]
        configuration.add("stateGroups", group_id, made)
    for kind in EVENT_TYPES.values():
        configuration.add("eventTypes", kind.id, event_type_item(kind))
    for kind in (WEAPON, VAPE, CALL_ANSWERED, CALL_DECLINED):
        sources = ["Camera", "CameraGroup"] if kind is WEAPON else ["Input"]
        made = item("analyticsEvents", kind.id, kind.name, description="", sourceArray=sources)
        configuration.add("analyticsEvents", kind.id, made)
