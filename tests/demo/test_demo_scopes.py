"""Every door of the server, walked by somebody who may see one campus: nothing of another comes out, not an id, a name or a count.

A route that is not in the table of doors fails the first test.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import httpx

from smartclient.demo.catalogue import FORCED
from smartclient.demo.ids import derived
from smartclient.demo.server import DemoServer
from tests.builders.demo_client import EVERYTHING, TLS, demo, signed_in, token, watching
from tests.builders.little_district import DOOR_7, ELM_DOOR, ELM_HALL, HALL, guid

PRINCIPAL, EVERYBODY = "principal-hs", "district"
OWN, OTHER = "high-school", "elm-street"
REST = "/api/rest/v1"
REFUSED = {400, 401, 403, 404, 405}
SPAN = {"time": "2026-01-01T00:00:00Z", "timespan": "P3650D"}

PUBLIC = {
    "/api/.well-known/uris",
    "/managementserver/servercommandserviceoauth.svc",
    *(
        f"{prefix}{path}"
        for prefix in ("/idp", "/api/idp")
        for path in (
            "/connect/token",
            "/.well-known/openid-configuration",
            "/.well-known/openid-configuration/jwks",
            "/external-providers",
        )
    ),
}
"""Ways in before anybody has signed in: they know no device."""
_SECRET = "faults events acts cues/{cue} scenario flood world roles emergency-calls units-cleared"
WITH_SECRET = {f"/x-demo/{name}" for name in _SECRET.split()}
"""For who started the server."""
SOCKETS = {
    "/api/ws/events/v1",
    "/api/ws/messages/v1",
    "/api/ws/webrtc/v1",
    "/api/x-demo/talk/{speaker}",
    "/{path:path}",
    "/x-demo/video/{camera}.ts",
    "/x-demo/video/{camera}.mjpg",
}
"""Ways that last; each is tried in the tests of its own part of the demo server."""


@dataclass(frozen=True)
class Ask:
    """A request; with `of` it names something of the other campus and must be refused."""

    path: str
    method: str = "GET"
    body: str = ""
    of: str = ""


class Known:
    """What there is of the other campus, as the server's own side knows it."""

    def __init__(self, server: DemoServer) -> None:
        configuration = server.configuration
        self.items, self.child_names = configuration.items, configuration.child_names
        paths = [path for path, campus in configuration.campus_of.items() if campus == OTHER]
        self.paths = [path for path in paths if configuration.find(path)]
        names = {str((configuration.find(path) or {})["displayName"]) for path in self.paths}
        self.texts = {path.partition("/")[2].lower() for path in self.paths} | {
            name.lower() for name in names if "elm" in name.lower()
        }
        self.alarms = [
            alarm for alarm in server.alarms.by_id.values() if server.configuration.campus_of.get(alarm.source) == OTHER
        ]
        self.events = [
            event for event in server.stream.stored if server.configuration.campus_of.get(event.source) == OTHER
        ]
        self.texts |= {alarm.id for alarm in self.alarms} | {event.id for event in self.events}


def of_items(known: Known, *, with_children: bool) -> Iterator[Ask]:
    """Every item of the other campus, and all that stands below it."""
    for path in known.paths:
        for ending in ("", "?tasks", "?resources", "?definitions") if not with_children else ():
            yield Ask(f"{REST}/{path}{ending}", of=path)
        for child in known.child_names(path) if with_children else ():
            yield Ask(f"{REST}/{path}/{child}", of=path)
    shared = (f"{resource}/{key}" for resource, items in known.items.items() for key in items)
    for path in (path for path in shared if path not in known.paths):
        if with_children:
            yield from (Ask(f"{REST}/{path}/{child}?disabled&size=5000") for child in known.child_names(path))
        elif not path.startswith("eventTypes/"):
            yield Ask(f"{REST}/{path}?includeChildren={','.join(known.items)}")


def of_lists(known: Known) -> Iterator[Ask]:
    """Every list: whole, filtered for what is not hers, paged, with children."""
    includes = ",".join(known.items)
    for resource in known.items:
        for ending in (
            "?disabled",
            "?disabled&size=1&page=0",
            "?displayName=contains:elm",
            f"?includeChildren={includes}",
        ):
            yield Ask(f"{REST}/{resource}{ending}")
        yield from (Ask(f"{REST}/{resource}?{flag}") for flag in ("tasks", "resources", "definitions"))


def doors(known: Known) -> dict[str, Iterable[Ask]]:
    """For each route what is asked there."""
    elm, lock, cameras = guid("cameras", ELM_HALL), next(iter(known.texts)), f"cameras/{guid('cameras', ELM_HALL)}"
    mark = json.dumps(SPAN)
    listings = [
        "closereasons",
        *(
            f"alarm{name}"
            for name in [
                "states",
                "priorities",
                "categories",
                "sounds",
                "messages",
                "suppressions",
                "disables",
                "settings",
            ]
        ),
    ]
    locking = json.dumps({"type": derived("userDefinedEvents", f"Lock {guid('accessControlUnits', ELM_DOOR)}")})
    alarms, events = [alarm.id for alarm in known.alarms], [event.id for event in known.events]
    return {
        **{f"{REST}/{name}": [Ask(f"{REST}/{name}")] for name in listings},
        f"{REST}/alarmstatistics": [Ask(f"{REST}/alarmstatistics")],
        f"{REST}/alarms": [
            Ask(f"{REST}/alarms?include=data&size=2000"),
            Ask(f"{REST}/alarms?sourceName=contains:elm"),
            Ask(f"{REST}/alarms?lastUpdatedTime=gt:2020-01-01T00:00:00Z"),
            Ask(f"{REST}/alarms", "POST", json.dumps({"name": "x", "source": cameras}), of=cameras),
        ],
        f"{REST}/alarms/{{guid}}": [
            *(Ask(f"{REST}/alarms/{each}?include=data", of=each) for each in alarms),
            *(Ask(f"{REST}/alarms/{each}", "PATCH", '{"comment": "x"}', of=each) for each in alarms),
        ],
        f"{REST}/alarms/{{guid}}/history": [Ask(f"{REST}/alarms/{each}/history", of=each) for each in alarms],
        f"{REST}/alarms/{{guid}}/snapshots": [
            *(Ask(f"{REST}/alarms/{each}/snapshots", of=each) for each in alarms),
            *(Ask(f"{REST}/alarms/{each}/snapshots", "POST", '{"Image": "x"}', of=each) for each in alarms),
        ],
        f"{REST}/events": [
            Ask(f"{REST}/events?include=data&size=2000"),
            Ask(f"{REST}/events?source=contains:{elm}"),
            Ask(f"{REST}/events", "POST", locking, of="door"),
        ],
        f"{REST}/events/bulk": [
            Ask(
                f"{REST}/events/bulk",
                "POST",
                f'{{"events": [{locking}]}}',
            )
        ],
        f"{REST}/events/{{guid}}": [Ask(f"{REST}/events/{each}", of=each) for each in events],
        f"{REST}/bookmarks": [
            Ask(f"{REST}/bookmarks?task=searchTime", "POST", mark),
            Ask(f"{REST}/bookmarks?task=searchTime", "POST", json.dumps(SPAN | {"deviceIds": [elm]})),
        ],
        f"{REST}/bookmarks/{{guid}}": [Ask(f"{REST}/bookmarks/{lock}", of=lock)],
        f"{REST}/evidencelocks": [
            Ask(f"{REST}/evidenceLocks?task=search", "POST", "{}"),
            Ask(f"{REST}/evidenceLocks", "POST", json.dumps({"devicePaths": [{"type": "cameras", "id": elm}]}), of=elm),
        ],
        f"{REST}/evidencelocks/{{guid}}": [Ask(f"{REST}/evidenceLocks/{lock}", of=lock)],
        f"{REST}/securitynamespaces": [Ask(f"{REST}/securityNamespaces")],
        f"{REST}/securitynamespaces/{{guid}}": [],
        f"{REST}/effectivepermissions/{{guid}}": [],
        f"{REST}/owner": [Ask(f"{REST}/owner")],
        f"{REST}/sites/{{guid}}/owner": [Ask(f"{REST}/sites/{each}/owner") for each in known.items["sites"]],
        f"{REST}/{{resource}}": list(of_lists(known)),
        f"{REST}/{{resource}}/{{guid}}": [
            *of_items(known, with_children=False),
            *(
                Ask(f"{REST}/{cameras}?task={task}", "POST", "{}", of=elm)
                for task in ("JpegGetLive", "GetSequences", "PtzGetAbsolutePosition")
            ),
        ],
        f"{REST}/{{resource}}/{{guid}}/{{child}}": list(of_items(known, with_children=True)),
        f"{REST}/webrtc/session": [Ask(f"{REST}/WebRTC/Session", "POST", json.dumps({"deviceId": elm}), of=elm)],
        f"{REST}/webrtc/session/{{guid}}": [Ask(f"{REST}/WebRTC/Session/{elm}", "PATCH", "{}", of=elm)],
        f"{REST}/webrtc/icecandidates/{{guid}}": [Ask(f"{REST}/WebRTC/IceCandidates/{elm}", of=elm)],
        "/api/x-demo/talk": [Ask("/api/x-demo/talk")],
    }


async def answer(client: httpx.AsyncClient, ask: Ask) -> httpx.Response:
    return await client.request(ask.method, ask.path, content=ask.body or None)


async def prepare(server: DemoServer) -> dict[str, list[Ask]]:
    """Something happens on both campuses, and somebody who may marks footage of both; returns what to ask about the marks."""
    async with signed_in(server, EVERYBODY) as all_seeing:
        for camera in (guid("cameras", HALL), guid("cameras", ELM_HALL)):
            path = {"type": "cameras", "id": camera}
            times = dict.fromkeys(("timeBegin", "timeTriggered", "timeEnd"), "2026-05-01T10:00:00Z")
            made = await all_seeing.post("bookmarks", json={"devicePath": path, "header": "seen", **times})
            assert made.status_code == 201, made.text
            span = {
                "startTime": "2026-05-01T10:00:00Z",
                "tagTime": "2026-05-01T10:00:00Z",
                "endTime": "2026-05-01T10:01:00Z",
            }
            kept = await all_seeing.post("evidenceLocks", json={"devicePaths": [path], "header": "kept", **span})
            assert kept.status_code == 201, kept.text
    for door in (DOOR_7, ELM_DOOR):
        server.stream.publish(FORCED, f"accessControlUnits/{guid('accessControlUnits', door)}")
    mark, lock = made.json()["result"]["id"], kept.json()["result"]["id"]
    return {
        f"{REST}/bookmarks/{{guid}}": [
            Ask(f"{REST}/bookmarks/{mark}", method, body, of=mark)
            for method, body in (("GET", ""), ("PATCH", '{"header": "x"}'), ("DELETE", ""))
        ]
        + [Ask(f"{REST}/bookmarks?task=searchFromBookmark", "POST", json.dumps(SPAN | {"bookmarkId": mark}), of=mark)],
        f"{REST}/evidencelocks/{{guid}}": [
            Ask(f"{REST}/evidenceLocks/{lock}", method, body, of=lock)
            for method, body in (("GET", ""), ("PATCH", '{"header": "x"}'), ("DELETE", ""))
        ],
        f"{REST}/securitynamespaces/{{guid}}": [Ask(f"{REST}/securityNamespaces/{key}") for key in namespaces()],
        f"{REST}/effectivepermissions/{{guid}}": [
            Ask(f"{REST}/effectivePermissions/{key}{ending}")
            for key in namespaces()
            for ending in ("", f"?objectIds={guid('cameras', ELM_HALL)}")
        ],
    }


@cache
def namespaces() -> tuple[str, ...]:
    from smartclient.demo.accounts import NAMESPACES

    return tuple(NAMESPACES)


@demo()
async def test_nothing_of_another_campus_comes_out_of_any_door(server: DemoServer) -> None:
    """Compared with what the administrator gets, so that a table that asks for nothing fails."""
    marks = await prepare(server)
    known = Known(server)
    table = {**doors(known), **marks}
    assert set(server.paths) == set(table) | PUBLIC | WITH_SECRET | SOCKETS, "a door is not in the table"
    base = httpx.URL(server.url)
    told: set[str] = set()
    async with (
        httpx.AsyncClient(base_url=base, verify=TLS) as hers,
        httpx.AsyncClient(base_url=base, verify=TLS) as all_seeing,
    ):
        hers.headers["Authorization"] = f"Bearer {await token(server, PRINCIPAL)}"
        all_seeing.headers["Authorization"] = f"Bearer {await token(server, EVERYBODY)}"
        for door, asks in table.items():
            for ask in asks:
                got = await answer(hers, ask)
                texts = {text for text in known.texts if text in got.text.lower()}
                assert not {t for t in texts if t not in f"{ask.path} {ask.body}".lower()}, f"{ask}: {got.text[:500]}"
                if ask.of:
                    assert got.status_code in REFUSED, f"{ask}: {got.status_code} {got.text[:300]}"
                if ask.method == "GET":
                    whole = (await answer(all_seeing, ask)).text.lower()
                    told |= {door} if any(text in whole for text in known.texts) else set()
    kept_from_her = {
        f"{REST}/{{resource}}",
        f"{REST}/{{resource}}/{{guid}}",
        f"{REST}/{{resource}}/{{guid}}/{{child}}",
        f"{REST}/alarms",
        f"{REST}/alarms/{{guid}}",
        f"{REST}/events",
        f"{REST}/events/{{guid}}",
        f"{REST}/effectivepermissions/{{guid}}",
        f"{REST}/bookmarks/{{guid}}",
    }
    assert kept_from_her <= told


@demo()
async def test_counts_are_hers_alone(server: DemoServer) -> None:
    await prepare(server)
    async with signed_in(server, PRINCIPAL) as hers, signed_in(server, EVERYBODY) as all_seeing:
        for path in ("alarmStatistics", "cameras", "licenseOverviewAll", "licenseDetails", "recordingServers"):
            assert (await hers.get(path)).text != (await all_seeing.get(path)).text
        total = (await hers.get("alarmStatistics")).json()["array"][0]
        assert total == {"type": "Total", "number": 0, "value": 1}
        assert (await hers.get("licenseOverviewAll")).json() == {"array": []}


@demo()
async def test_the_secret_routes_do_not_open_to_a_users_token(server: DemoServer) -> None:
    async with httpx.AsyncClient(base_url=server.url, verify=TLS) as client:
        client.headers["Authorization"] = f"Bearer {await token(server, PRINCIPAL)}"
        for path in WITH_SECRET:
            for method in ("GET", "POST"):
                assert (await client.request(method, path, content="{}")).status_code in {401, 405}


@demo()
async def test_events_and_states_of_another_campus_are_not_told(server: DemoServer) -> None:
    async with watching(server, EVERYTHING, user=PRINCIPAL) as hers:
        server.stream.publish(FORCED, f"accessControlUnits/{guid('accessControlUnits', ELM_DOOR)}")
        server.stream.publish(FORCED, f"accessControlUnits/{guid('accessControlUnits', DOOR_7)}")
        await hers.until_type(FORCED.id)
        states = json.dumps(await hers.command("getState")) + json.dumps(hers.events)
    assert guid("accessControlUnits", DOOR_7) in states
    assert not any(text in states for text in Known(server).texts)
