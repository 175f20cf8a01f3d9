"""What a sign-in lacks, in sentences: which right, and who gives it."""

from dataclasses import replace
from datetime import UTC, datetime

from smartclient.adapters.server import Capability
from smartclient.domain.alarms import AlarmAct, AlarmTerms
from smartclient.domain.connection import Connection, Line
from smartclient.domain.devices import Device, DeviceKind
from smartclient.domain.grants import GrantTerms
from smartclient.domain.ids import BuildingId, DeviceId, ServerKey
from smartclient.domain.site import Site
from smartclient.domain.snapshot import Snapshot
from smartclient.session.access import RIGHT, why_not_edit_plan, why_not_watch
from smartclient.session.lacking import lacking
from smartclient.store.servers import ServerPart
from smartclient.store.site_store import SiteStore
from tests.builders.later import Later
from tests.builders.scripted_server import ScriptedServer

NOW = datetime(2026, 5, 1, tzinfo=UTC)
CAMERA = DeviceId("cameras/1")
HALL = Device(CAMERA, DeviceKind.CAMERA, "Hall", None)


def store(snapshot: Snapshot, *planned: Device) -> SiteStore:
    made = SiteStore(Site("", devices=planned), Connection(Line.LIVE, NOW), Later())
    made.take_snapshot(snapshot)
    return made


def told(*devices: Device, sees_all: bool = False) -> Snapshot:
    return Snapshot(NOW, "Server", "ada", devices, sees_all=sees_all)


def test_nothing_is_said_before_the_server_has_told_who_this_is() -> None:
    fresh = SiteStore(Site(""), Connection(Line.CONNECTING, NOW), Later())
    assert not list(lacking(fresh, frozenset(), "ada"))
    assert why_not_watch(CAMERA, fresh, ScriptedServer()) == ""


def test_each_capability_that_is_missing_is_one_sentence_for_a_person() -> None:
    known = store(told(HALL))
    everything = frozenset(Capability)
    complete = [lack.what for lack in lacking(known, everything, "ada")]
    for capability in Capability:
        missing = [lack for lack in lacking(known, everything - {capability}, "ada") if lack.what not in complete]
        told_of = capability is not Capability.EVENTS
        assert len(missing) == told_of, capability
        assert all("ada" in lack.why and lack.why.endswith("ask who keeps it.") for lack in missing)


def test_of_several_servers_each_says_what_it_does_not_offer() -> None:
    known, north = store(told(HALL)), ServerKey("north")
    known.parts = {
        north: ServerPart("North", Connection(Line.LIVE, NOW), "ana", AlarmTerms(barred=frozenset({AlarmAct.CLOSE}))),
        ServerKey("south"): ServerPart("South", Connection(Line.CONNECTING, NOW)),
    }
    known.directable = frozenset({BuildingId("north::main")})
    assert [lack.why for lack in lacking(known, frozenset(Capability), "ana", "north::")] == [
        f"Your role in North may not close alarms. {RIGHT}"
    ]
    assert "The server of North does not offer this to ana." in next(lacking(known, frozenset(), "ana", "north::")).why
    assert not list(lacking(known, frozenset(), "bob", "south::"))


def test_what_alarms_may_not_become_is_said() -> None:
    known = store(replace(told(), alarm_terms=AlarmTerms(barred=frozenset({AlarmAct.CLOSE}))))
    whys = [lack.why for lack in lacking(known, frozenset(Capability), "ada")]
    assert f"Your role may not close alarms. {RIGHT}" in whys


def test_a_camera_that_may_be_watched_in_no_way_says_so() -> None:
    server = ScriptedServer()
    known = store(told(HALL))
    assert why_not_watch(CAMERA, known, server) == ""
    server.barred.add((CAMERA, Capability.LIVE_VIDEO))
    assert why_not_watch(CAMERA, known, server) == ""
    server.barred.add((CAMERA, Capability.RECORDED_VIDEO))
    assert why_not_watch(CAMERA, known, server) == f"You may watch Hall neither live nor recorded. {RIGHT}"


def test_a_camera_of_the_plan_that_the_server_keeps_back_says_so() -> None:
    assert (
        why_not_watch(CAMERA, store(told(), HALL), ScriptedServer()) == f"The server does not show Hall to you. {RIGHT}"
    )
    assert why_not_watch(CAMERA, store(told(sees_all=True), HALL), ScriptedServer()) == ""
    own = replace(HALL, url="rtsp://10.0.0.1/hall")
    assert why_not_watch(CAMERA, store(told(), own), ScriptedServer()) == ""


def test_whom_a_memorandum_governs_is_told_by_that_alone() -> None:
    server = ScriptedServer(barred={(CAMERA, Capability.LIVE_VIDEO), (CAMERA, Capability.RECORDED_VIDEO)})
    known = store(replace(told(HALL), grant_terms=GrantTerms(is_governed=True)))
    assert why_not_watch(CAMERA, known, server) == ""


def test_who_sees_a_part_of_a_plan_does_not_change_it() -> None:
    known = store(told(HALL))
    known.has_whole_plan = False
    assert why_not_edit_plan(known, frozenset(Capability), None) == (
        f"You see a part of this plan, and who sees all of it may change it. {RIGHT}"
    )
