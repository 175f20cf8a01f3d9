"""What the server is made of: its devices with their places, the recorders behind the cameras, the commands behind the doors."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from smartclient.adapters.xprotect.alarm_keys import read_alarm_keys
from smartclient.adapters.xprotect.bookmarks import Bookmarks
from smartclient.adapters.xprotect.calls import CallEvents, call_events
from smartclient.adapters.xprotect.evidence_locks import EvidenceLocks
from smartclient.adapters.xprotect.grant_events import grant_events
from smartclient.adapters.xprotect.grants import Found, KeptMemorandum, find_grants, has_service
from smartclient.adapters.xprotect.object_rights import (
    RAISE_EVENTS,
    READ_CARD_HOLDERS,
    ObjectRights,
    read_object_rights,
)
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.rights import CameraRights, read_camera_rights
from smartclient.adapters.xprotect.sound_configuration import (
    LISTEN,
    SoundConfiguration,
    read_speakable,
    sound_configuration,
)
from smartclient.adapters.xprotect.together import together
from smartclient.adapters.xprotect.translate.alarm_keys import AlarmKeys
from smartclient.adapters.xprotect.translate.devices import door_kind, input_kind, lock_command, unlock_command, view
from smartclient.adapters.xprotect.translate.masks import has_unreadable_masks, masks_of
from smartclient.adapters.xprotect.translate.responses import NO_RESPONSE_EVENTS, ResponseEvents, response_events
from smartclient.adapters.xprotect.values import Item, child, device_id, guid, point, web_address, words
from smartclient.domain.devices import Device, DeviceKind, Placement
from smartclient.domain.errors import ServerError
from smartclient.domain.footage import Mask
from smartclient.domain.ids import BuildingId, DeviceId, VenueId
from smartclient.domain.recordings import Span

log = logging.getLogger(__name__)

_LISTS = (
    "sites",
    "cameras",
    "inputEvents",
    "accessControlUnits",
    "microphones",
    "speakers",
    "outputs",
    "hardware",
    "recordingServers",
    "userDefinedEvents",
    "analyticsEvents",
    "eventTypes",
)


@dataclass(frozen=True, slots=True)
class Configuration:
    """The server's configuration as it was read.

    `recorders`: the recording server's address by camera. `locks` and `unlocks`: the user-defined event by door.
    `event_names`: by event type id. `alarm_keys`: None where alarms are not offered.
    `moving`: cameras that turn and zoom. `raising`: the rights to raise events. `responses`: the Standard Response Protocol's.
    """

    server_name: str = ""
    devices: tuple[Device, ...] = ()
    recorders: Mapping[DeviceId, str] = field(default_factory=dict)
    locks: Mapping[DeviceId, str] = field(default_factory=dict)
    unlocks: Mapping[DeviceId, str] = field(default_factory=dict)
    event_names: Mapping[str, str] = field(default_factory=dict)
    alarm_keys: AlarmKeys | None = None
    moving: frozenset[DeviceId] = frozenset()
    rights: CameraRights = field(default_factory=CameraRights)
    has_bookmarks: bool = False
    has_evidence_locks: bool = False
    raising: ObjectRights = field(default_factory=ObjectRights)
    reads_card_holders: bool = True
    responses: ResponseEvents = NO_RESPONSE_EVENTS
    sound: SoundConfiguration = field(default_factory=SoundConfiguration)
    call_events: CallEvents = field(default_factory=dict)
    grants: Found = field(default_factory=Found)

    @property
    def commandable(self) -> frozenset[DeviceId]:
        """Doors that this user can both lock and unlock."""
        may = self.raising.may
        both = self.locks.keys() & self.unlocks.keys()
        return frozenset(door for door in both if may(self.locks[door]) and may(self.unlocks[door]))


async def read_configuration(
    rest: Rest,
    server_name: str,
    buildings: Mapping[str, BuildingId],
    campuses: Mapping[str, VenueId] | None = None,
    memorandum: KeptMemorandum = lambda: None,
) -> Configuration:
    """Reads everything at once; a list this server or user does not have is empty. Raises the first other ServerError.

    `buildings` are the plan's by their titles, `campuses` by their names: the server's events are named after them. `memorandum`
    reads what this console keeps for a server without a grants service; in a thread, where it is needed.
    """
    now = datetime.now(UTC)
    last_minute = Span(now - timedelta(minutes=1), now)
    (
        *answers,
        alarms,
        rights,
        others,
        speakable,
        masks,
        has_bookmarks,
        has_locks,
        has_grants,
    ) = await together(
        *(rest.items_if_any(name, f"list its {name}") for name in _LISTS),
        read_alarm_keys(rest),
        read_camera_rights(rest),
        read_object_rights(rest, RAISE_EVENTS, READ_CARD_HOLDERS, LISTEN),
        read_speakable(rest),
        _masks(rest),
        Bookmarks(rest, {}).are_offered(last_minute),
        EvidenceLocks(rest, {}).are_offered(last_minute),
        has_service(rest),
    )
    told: dict[str, list[Item]] = dict(zip(_LISTS, answers, strict=True))
    doors = tuple(_devices(told["accessControlUnits"], "accessControlUnits", door_kind))
    site_name = next((words(site.get("displayName") or site.get("name")) for site in told["sites"]), "")
    locks, unlocks = _door_commands(doors, told["userDefinedEvents"])
    raising, card_holders, listening = others
    sound = sound_configuration(told, listening, speakable)
    asked = grant_events(told["userDefinedEvents"], campuses or {}, raising.may)
    devices = tuple(_masked(device, masks) for device in (*_all_devices(told, sound), *doors))
    return Configuration(
        server_name=site_name or server_name,
        devices=devices,
        recorders=_recorders(told),
        locks=locks,
        unlocks=unlocks,
        event_names=_names(told["userDefinedEvents"], told["analyticsEvents"], told["eventTypes"]),
        alarm_keys=alarms,
        moving=frozenset(_moving(told["cameras"])),
        rights=rights,
        has_bookmarks=has_bookmarks,
        has_evidence_locks=has_locks,
        raising=raising,
        reads_card_holders=card_holders.is_unrestricted,
        responses=response_events(told["userDefinedEvents"], buildings, raising.may),
        sound=sound,
        call_events=call_events(devices, told["userDefinedEvents"], raising.may),
        grants=await find_grants(rest, asked, campuses or {}, memorandum, has_service=has_grants),
    )


async def _masks(rest: Rest) -> dict[DeviceId, tuple[Mask, ...]]:
    """Privacy masks by camera; none where the server does not tell them with its cameras."""
    try:
        items = await rest.items("cameras", "list its privacy masks", {"includeChildren": "privacyProtections"})
    except ServerError as error:
        log.info("privacy masks: %s", error)
        return {}
    found: dict[DeviceId, tuple[Mask, ...]] = {}
    for item in items:
        key = device_id(f"cameras/{item.get('id')}")
        if key is not None and (masks := masks_of(item)):
            found[key] = masks
        elif has_unreadable_masks(item):
            log.warning("the privacy masks of %s cannot be read, so that its picture is shown whole", key)
    return found


def _masked(device: Device, masks: Mapping[DeviceId, tuple[Mask, ...]]) -> Device:
    return replace(device, masks=masks[device.id]) if device.id in masks else device


def _all_devices(told: Mapping[str, list[Item]], sound: SoundConfiguration) -> Iterator[Device]:
    """A microphone at a camera or input is part of that."""
    yield from _devices(told["cameras"], "cameras", lambda _: DeviceKind.CAMERA)
    yield from _devices(told["inputEvents"], "inputEvents", input_kind)
    for resource in ("microphones", "outputs"):
        others = _devices(told[resource], resource, lambda _: DeviceKind.OTHER)
        parts = {f"microphones/{key}" for key in sound.microphones.values()}
        yield from (device for device in others if device.placement is not None and device.id not in parts)


def _devices(items: Iterable[Item], resource: str, kind_of: Callable[[Item], DeviceKind | None]) -> Iterator[Device]:
    seen: set[DeviceId] = set()
    for item in items:
        key, kind = device_id(f"{resource}/{item.get('id')}"), kind_of(item)
        if key is None or kind is None or key in seen or item.get("enabled") is False:
            continue
        seen.add(key)
        place = point(item.get("gisPoint"))
        yield Device(
            id=key,
            kind=kind,
            name=words(item.get("displayName") or item.get("name")) or key,
            placement=Placement(place) if place else None,
            view=view(item) if kind is DeviceKind.CAMERA else None,
            is_on_server=True,
            controller=device_id(f"{resource}/{_parent(item)}") if kind is DeviceKind.DOOR else None,
        )


def _moving(cameras: Iterable[Item]) -> Iterator[DeviceId]:
    for item in cameras:
        key = device_id(f"cameras/{item.get('id')}")
        if key is not None and item.get("ptzEnabled") is True:
            yield key


def _parent(item: Item) -> str:
    return guid(child(item, "relations", "parent", "id"))


def _recorders(told: Mapping[str, list[Item]]) -> dict[DeviceId, str]:
    addresses = {guid(item.get("id")): _address(item) for item in told["recordingServers"]}
    recorder_of = {guid(item.get("id")): _parent(item) for item in told["hardware"]}
    only = next(iter(addresses.values())) if len(addresses) == 1 else ""
    found: dict[DeviceId, str] = {}
    for item in told["cameras"]:
        key = device_id(f"cameras/{item.get('id')}")
        address = addresses.get(recorder_of.get(_parent(item), ""), only)
        if key and address:
            found[key] = address
    return found


def _address(recorder: Item) -> str:
    return web_address(recorder.get("activeWebServerUri")) or web_address(recorder.get("webServerUri"))


def _door_commands(doors: Iterable[Device], events: Iterable[Item]) -> tuple[dict[DeviceId, str], dict[DeviceId, str]]:
    by_name = {words(item.get("name") or item.get("displayName")).casefold(): guid(item.get("id")) for item in events}
    found: tuple[dict[DeviceId, str], dict[DeviceId, str]] = ({}, {})
    for door in doors:
        for commands, name_of in zip(found, (lock_command, unlock_command), strict=True):
            if key := by_name.get(words(name_of(door.name)).casefold()):
                commands[door.id] = key
    return found


def _names(*lists: Iterable[Item]) -> dict[str, str]:
    """Display names by event type id; the most specific list last."""
    return {
        key: words(item.get("displayName") or item.get("name"))
        for items in lists
        for item in items
        if (key := guid(item.get("id")))
    }
