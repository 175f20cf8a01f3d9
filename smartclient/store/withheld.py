"""Devices of the plan that the server does not show this user: nothing of them is held, as if the plan had never named them."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from smartclient.domain.devices import Device
from smartclient.domain.ids import DeviceId, plain, server_of
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.store.site_store import SiteStore

_OWN = "plan/"


def withheld(store: SiteStore) -> frozenset[DeviceId]:
    """Those that the server knows by their ids and does not tell; none before it has told, and none to who sees all.

    What is the plan's own stays, and a camera that the plan finds by an address of its own.
    """
    return frozenset(device.id for device in store.devices.values() if _is_withheld(device, store))


def withheld_from(site: Site, snapshot: Snapshot) -> frozenset[DeviceId]:
    """Those of a plan, before there is a store, that the server's first answer does not tell."""
    if snapshot.sees_all or not snapshot.user:
        return frozenset()
    told = {device.id for device in snapshot.devices}
    return frozenset(each.id for each in site.devices if each.id not in told and not _is_the_plans(each))


def _is_the_plans(device: Device) -> bool:
    return bool(device.url) or plain(device.id).startswith(_OWN)


def _is_withheld(device: Device, store: SiteStore) -> bool:
    if device.is_on_server or _is_the_plans(device):
        return False
    if store.parts:
        part = store.parts.get(server_of(device.id))
        return part is not None and bool(part.user) and not part.sees_all
    return bool(store.user) and not store.sees_all


def without(site: Site, devices: AbstractSet[DeviceId]) -> Site:
    """The site as if its plan had not named them."""
    return (
        site
        if not devices
        else replace(site, devices=tuple(device for device in site.devices if device.id not in devices))
    )


def forget(store: SiteStore, devices: AbstractSet[DeviceId]) -> None:
    """Takes them out of the present: the devices, their states, what was heard of them and the alarms about them."""
    for device in devices:
        store.devices.pop(device, None)
        store.states.pop(device, None)
    heard = [event for event in store.recent if event.device not in devices]
    store.recent.clear()
    store.recent.extend(heard)
    store.queue.forget(key for key, alarm in list(store.alarms.items()) if alarm.device in devices)
    store.adopt(without(store.site, devices))
