"""From what a person filled in to an order: cameras with their places, masks that the server declares, what the disk takes."""

import platform
import uuid
from collections.abc import Callable
from datetime import datetime

from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId
from smartclient.evidence.estimate import FAT_LIMIT_BYTES, limit_of
from smartclient.evidence.manifest import Asked, Camera, From, Reason
from smartclient.evidence.order import Box, KeyBox, Order, Redaction, Track
from smartclient.store.site_store import SiteStore
from smartclient.ui.evidence.filled import Filled, Redacting


def order_of(
    filled: Filled,
    store: SiteStore,
    where: Callable[[DeviceId], str],
    operator: str,
    address: str,
    time_stamp_url: str,
    is_drill: bool = False,
) -> Order:
    """The order; texts from the server are cut to what a manifest takes. A drill's title says so first."""
    devices = [store.devices[camera] for camera in filled.cameras if camera in store.devices]
    return Order(
        id=uuid.uuid4().hex,
        title=f"DRILL · {filled.title}"[:500] if is_drill else filled.title[:500],
        asked=Asked(begin=filled.span.begin, end=filled.span.end),
        cameras=tuple(_camera(device, where(device.id)) for device in devices),
        server=From(
            name=(_districts(store, devices) or store.server_name or store.site.name)[:500], address=address[:500]
        ),
        operator=(_users(store, devices) or operator or store.user)[:500],
        workstation=platform.node()[:500],
        reason=Reason(text=filled.reason[:2_000], basis=filled.basis, words=filled.basis.words),
        container=filled.container,
        with_clock=filled.with_clock,
        redaction=_redaction(filled, devices),
        limit_bytes=FAT_LIMIT_BYTES if filled.is_for_stick else limit_of(filled.folder),
        as_zip=filled.as_zip,
        time_stamp_url=time_stamp_url[:500],
        is_drill=is_drill,
    )


def _districts(store: SiteStore, devices: list[Device]) -> str:
    """Of several, those of these cameras."""
    return ", ".join(dict.fromkeys(filter(None, (store.district_of(device.id) for device in devices))))


def _users(store: SiteStore, devices: list[Device]) -> str:
    """Where there are several servers: who is signed in to those of these cameras."""
    users = (store.user_of(device.id) for device in devices if store.parts)
    return ", ".join(dict.fromkeys(filter(None, users)))


def _camera(device: Device, place: str) -> Camera:
    view, placement = device.view, device.placement
    return Camera(
        id=str(device.id),
        name=device.name[:500],
        place=place[:500],
        position=placement.position if placement else None,
        bearing_deg=view.bearing_deg if view else None,
        field_of_view_deg=view.field_of_view_deg if view else None,
        range_m=view.range_m if view else None,
    )


def _redaction(filled: Filled, devices: list[Device]) -> Redaction | None:
    """What is hidden, with the areas that the server declares private: all of their outline's box."""
    if filled.redacting is Redacting.NONE:
        return None
    tracks = {
        str(device.id): (
            *_masked(device, filled.span.begin),
            *(filled.drawn.get(device.id, ()) if filled.redacting is Redacting.DRAWN else ()),
        )
        for device in devices
    }
    return Redaction(
        tracks={camera: found for camera, found in tracks.items() if found},
        finds_people=filled.redacting is Redacting.PEOPLE,
        whole=filled.redacting is Redacting.WHOLE,
    )


def _masked(device: Device, at: datetime) -> list[Track]:
    boxes = []
    for mask in device.masks:
        across, down = [x for x, _ in mask], [y for _, y in mask]
        box = Box(min(across), min(down), max(across) - min(across), max(down) - min(down))
        boxes.append(Track((KeyBox(at, box),), stays=True))
    return boxes
