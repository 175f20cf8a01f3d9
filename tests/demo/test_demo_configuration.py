"""Configuration REST as published clients use it: lists, options, children, tasks, writes, errors, rights."""

import base64
import io

import av
import httpx

from smartclient.demo.accounts import CAMERA_ACTIONS, CAMERA_NAMESPACE
from smartclient.demo.commands import BUILT_IN
from smartclient.demo.server import DemoServer
from smartclient.demo.video_parts import drawn_video
from tests.builders.demo_client import PASSWORD, demo, error_text, signed_in, token
from tests.builders.little_district import DOOR_7, ELM_HALL, ENTRANCE, HALL, guid

CAMERA = guid("cameras", HALL)
RESOURCES = [
    "sites",
    "recordingServers",
    "hardware",
    "cameras",
    "cameraGroups",
    "microphones",
    "speakers",
    "inputEvents",
    "outputs",
    "metadata",
    "userDefinedEvents",
    "analyticsEvents",
    "eventTypes",
    "eventTypeGroups",
    "stateGroups",
    "accessControlSystems",
    "accessControlUnits",
    "roles",
    "alarmDefinitions",
    "mipKinds",
    "storages",
    "hardwareDrivers",
    "licenseInformations",
    "licenseDetails",
    "licenseOverviewAll",
    "licenseInstalledProducts",
    "microphoneGroups",
    "speakerGroups",
    "metadataGroups",
    "inputEventGroups",
    "outputGroups",
]
EMPTY = ["tasks", "childSites", "rules", "timeProfiles", "gisMapLocations", "genericEvents"]


async def names(client: httpx.AsyncClient, path: str) -> list[str]:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return [each["displayName"] for each in answer.json()["array"]]


@demo()
async def test_every_resource_lists_and_reads_back(server: DemoServer) -> None:
    async with signed_in(server, "district") as client:
        for resource in (*RESOURCES, "basicUsers"):
            items = (await client.get(f"{resource}?disabled")).json()["array"]
            assert items, resource
            itself = items[-1]["relations"]["self"]
            assert itself["type"] == resource
            one = await client.get(f"{resource}/{itself['id']}")
            assert one.json() == {"data": items[-1]}
        for resource in EMPTY:
            assert (await client.get(resource)).json() == {"array": []}


@demo()
async def test_paths_match_in_any_case_and_with_a_slash(server: DemoServer) -> None:
    async with signed_in(server) as client:
        plain = (await client.get("cameras")).json()
        for path in ("Cameras", "CAMERAS/", "/API/REST/v1/cameras"):
            url = server.url + path if path.startswith("/") else path
            assert (await client.get(url)).json() == plain
        upper = await client.get(f"Cameras/{CAMERA.upper()}")
        assert upper.json()["data"]["id"] == CAMERA == CAMERA.lower()


@demo()
async def test_a_camera_is_placed_and_aimed(server: DemoServer) -> None:
    async with signed_in(server) as client:
        camera = (await client.get(f"cameras/{CAMERA}")).json()["data"]
        spare = (await client.get("cameras?name=HS spare")).json()["array"][0]
    assert camera["gisPoint"] == "POINT (-89.5000000 43.1000000)"
    assert (camera["coverageDirection"], camera["coverageFieldOfView"], camera["coverageDepth"]) == (0.25, 0.25, 12.0)
    assert spare["gisPoint"] == "POINT EMPTY"
    assert camera["relations"]["parent"]["type"] == "hardware"
    assert camera["lastModified"].endswith("0000000Z")


@demo()
async def test_streams_are_one_object_with_two_streams(server: DemoServer) -> None:
    async with signed_in(server) as client:
        (streams,) = (await client.get(f"cameras/{CAMERA}/streams")).json()["array"]
        (motion,) = (await client.get(f"cameras/{CAMERA}/motionDetections")).json()["array"]
    main, sub = streams["stream"]
    assert "1280×720" in main["name"]
    assert "640×360" in sub["name"]
    assert main["streamReferenceId"] != sub["streamReferenceId"]
    assert main["liveDefault"]
    assert len(motion["excludeRegions"]) == 256


@demo()
async def test_machines_hang_together(server: DemoServer) -> None:
    async with signed_in(server) as client:
        camera = (await client.get(f"cameras/{CAMERA}")).json()["data"]
        hardware = (await client.get(f"hardware/{camera['relations']['parent']['id']}")).json()["data"]
        assert await names(client, f"hardware/{hardware['id']}/cameras") == [HALL]
        recorder = (await client.get(f"recordingServers/{hardware['relations']['parent']['id']}")).json()["data"]
        assert recorder["webServerUri"] == f"http://127.0.0.1:{server.image_port}/"
        assert len(await names(client, f"recordingServers/{recorder['id']}/hardware")) > 5
        assert await names(client, f"recordingServers/{recorder['id']}/storages") == ["Local default"]
        site = recorder["relations"]["parent"]["id"]
        assert len(await names(client, f"sites/{site}/cameras")) == 6
        assert "displayName" in (await client.get(f"sites/{site}/owner")).json()["data"]
        listed = (await client.get("hardware?includeChildren=cameras,inputEvents&size=3")).json()["array"]
        assert [len(each["cameras"]) for each in listed] == [1, 1, 1]
        assert (await client.get("hardware?includeChildren=dragons")).status_code == 400


@demo()
async def test_groups_follow_campus_building_and_floor(server: DemoServer) -> None:
    async with signed_in(server) as client:
        (campus,) = (await client.get("cameraGroups?name=Maple High School")).json()["array"]
        assert await names(client, f"cameraGroups/{campus['id']}/cameraGroups") == ["HS Main", "Yard"]
        (main,) = (await client.get("cameragroups?name=HS Main")).json()["array"]
        first, _ = (await client.get(f"cameraGroups/{main['id']}/CameraGroups")).json()["array"]
        assert await names(client, f"cameraGroups/{first['id']}/cameras") == [HALL, ENTRANCE]
        assert await names(client, f"cameraGroups/{campus['id']}/cameras") == ["HS spare"]


@demo()
async def test_conditions_order_and_pages(server: DemoServer) -> None:
    async with signed_in(server) as client:
        everything = await names(client, "cameras")
        pages = [await names(client, f"cameras?page={page}&size=4") for page in range(3)]
        assert pages == [everything[:4], everything[4:], []]
        asked = {
            "name=hs spare": ["HS spare"],
            "name=equals:'HS spare'": ["HS spare"],
            "name=contains:'2f'": ["HS Main · 2F · Hall A"],
            "Name=startsWith:elm": [ELM_HALL],
            "coverageDepth=gt:'5'": [HALL],
            "ptzEnabled=true": [ENTRANCE],
            "relations.parent.type=notEquals:'hardware'": [],
            "name=contains:hs&coverageDepth=lt:5&ptzEnabled=false": ["HS Main · 2F · Hall A", "HS Yard", "HS spare"],
            "dragon=5": [],
        }
        for query, expected in asked.items():
            assert await names(client, f"cameras?{query}") == expected, query
        assert await names(client, "cameras?orderBy=desc:'name'") == sorted(everything, key=str.casefold, reverse=True)
        assert await names(client, "cameras?orderBy=name") == sorted(everything, key=str.casefold)
        for bad in ("size=0", "size=x", "page=-1", "size=999999999999"):
            assert (await client.get(f"cameras?{bad}")).status_code == 400


@demo()
async def test_disabled_items_show_only_on_request(server: DemoServer) -> None:
    async with signed_in(server, "district") as client:
        changed = await client.patch(f"cameras/{CAMERA}", content='{"enabled": false, "name": "Hall, out of order"}')
        assert (changed.status_code, changed.json()["data"]["displayName"]) == (200, "Hall, out of order")
        assert "Hall, out of order" not in await names(client, "cameras")
        assert "Hall, out of order" in await names(client, "cameras?disabled")
        assert (await client.patch(f"cameras/{CAMERA}", json={"enabled": "no"})).status_code == 400


@demo()
async def test_errors_are_in_the_servers_words(server: DemoServer) -> None:
    async with signed_in(server) as client:
        asked = {
            "recordings": "Unknown resource: recordings",
            "Recordings/x": "Unknown resource: Recordings",
            f"cameras/{CAMERA}/live": "Unknown resource: live",
            "cameras/8f0e7a2c-0000-4000-8000-000000000001": "Device not found. cameras/8f0e7a2c-0000-4000-8000-000000000001",
        }
        for path, text in asked.items():
            answer = await client.get(path)
            assert (answer.status_code, error_text(answer)) == (404, text)
        assert (await client.get("../../../nowhere")).status_code == 404
        assert (await client.delete("cameras")).status_code == 405
        assert (await client.post("cameras", json={"name": "x"})).status_code == 405


@demo()
async def test_user_defined_events_live_and_die(server: DemoServer) -> None:
    """As RestfulCommunicationPython does it: bodies without a content type."""
    async with signed_in(server, "district") as client:
        created = await client.post("userDefinedEvents", content='{"name": "Fire drill"}')
        assert created.status_code == 201
        path = f"userDefinedEvents/{created.json()['result']['id']}"
        assert (await client.get(path)).json()["data"]["name"] == "Fire drill"
        changed = await client.put(path, content='{"name": "Drill"}')
        assert (changed.status_code, changed.json()["data"]["displayName"]) == (200, "Drill")
        assert (await client.get(f"eventTypes/{created.json()['result']['id']}")).status_code == 200
        deleted = await client.delete(path)
        assert (deleted.status_code, deleted.json()["state"]) == (200, "Success")
        assert (await client.get(path)).status_code == 404
        for body in ("", "[1]", "{", '{"name": 5}', '{"name": " "}'):
            assert (await client.post("userDefinedEvents", content=body)).status_code == 400
        assert (await client.delete(f"userDefinedEvents/{next(iter(BUILT_IN))}")).status_code == 403
    async with signed_in(server) as client:
        assert set(BUILT_IN) <= {each["id"] for each in (await client.get("userDefinedEvents")).json()["array"]}
        refused = await client.post("userDefinedEvents", json={"name": "x"})
        assert refused.json()["error"]["details"][0]["errorTextId"] == "VMO61008"


@demo()
async def test_tasks_are_listed_run_polled_and_cleaned_up(server: DemoServer) -> None:
    ptz = guid("cameras", ENTRANCE)
    async with signed_in(server) as client:
        offered = (await client.get(f"cameras/{ptz}/ptzpresets?tasks&noData")).json()["tasks"]
        assert [task["id"] for task in offered] == ["DefaultPtzPreset", "GetDevicePresets", "GoToPtzPreset"]
        assert (await names(client, f"cameras/{ptz}/ptzPresets"))[:2] == ["Home", "Left"]
        run = await client.post(f"cameras/{ptz}/ptzpresets?task=GetDevicePresets", json={"sessionDataId": 0})
        job = f"tasks/{run.json()['result']['path']['id']}"
        done = (await client.get(job)).json()["data"]
        assert (done["state"], done["progress"], done["cameraPath"]) == ("Success", 100, {"type": "cameras", "id": ptz})
        assert (await client.post(f"{job}?task=TaskCleanup", content="{}")).json()["result"]["state"] == "Success"
        assert (await client.get(job)).status_code == 404
        assert (await client.post(f"cameras/{ptz}?task=Dance")).status_code == 400
        resources = (await client.get(f"cameras/{ptz}?resources")).json()["resources"]
        assert {"type": "streams"} in resources
        assert {"name": "gisPoint", "type": "str"} in (await client.get("cameras?definitions")).json()["definitions"]


@demo()
async def test_a_still_is_drawn_for_who_may_see_it(server: DemoServer) -> None:
    async with signed_in(server, "principal-hs") as client:
        assert {"id": "JpegGetLive", "displayName": "Get live JPEG"} in (await client.get("cameras?tasks")).json()[
            "tasks"
        ]
        task = f"cameras/{CAMERA}?task=jpeggetlive"
        answer = await client.post(task, json={"width": 320, "height": 180})
        picture = base64.b64decode(answer.json()["result"]["image"])
        assert picture.startswith(b"\xff\xd8")
        assert f"{CAMERA} 320x180".encode() in picture
        for size in ({}, {"width": 320}, {"width": "320", "height": 180}, {"width": 9999, "height": 180}):
            assert (await client.post(task, json=size)).status_code == 400
        away = f"cameras/{guid('cameras', ELM_HALL)}?task=JpegGetLive"
        assert (await client.post(away, json={"width": 320, "height": 180})).status_code == 403
        server.faults.dead_cameras.add(CAMERA)
        assert "image" not in (await client.post(task, json={"width": 320, "height": 180})).json()["result"]


@demo(video=drawn_video)
async def test_the_drawn_still_is_a_jpeg(server: DemoServer) -> None:
    async with signed_in(server) as client:
        size = {"width": 320, "height": 180}
        answer = await client.post(f"cameras/{CAMERA}?task=JpegGetLive", json=size, timeout=30)
    picture = base64.b64decode(answer.json()["result"]["image"])
    with av.open(io.BytesIO(picture), "r") as opened:
        frame = next(opened.decode(video=0))
    assert (frame.width, frame.height) == (320, 180)


@demo()
async def test_the_principal_sees_only_her_campus(server: DemoServer) -> None:
    async with signed_in(server) as everybody, signed_in(server, "principal-hs") as principal:
        for resource in ("cameras", "hardware", "accessControlUnits", "userDefinedEvents", "recordingServers"):
            all_names, hers = await names(everybody, resource), await names(principal, resource)
            assert hers
            assert [name for name in all_names if "Elm" not in name] == hers
        away = await principal.get(f"cameras/{guid('cameras', ELM_HALL)}")
        assert (away.status_code, error_text(away)) == (
            403,
            "You do not have sufficient permissions to complete the operation.",
        )
        everything = (await principal.get("cameraGroups?name=All cameras")).json()["array"][0]["id"]
        assert ELM_HALL not in await names(principal, f"cameraGroups/{everything}/cameras")


@demo()
async def test_permissions_are_bits_of_the_camera_namespace(server: DemoServer) -> None:
    upper = CAMERA_NAMESPACE.upper()
    async with signed_in(server, "principal-hs") as client:
        namespace = (await client.get(f"securityNamespaces/{upper}")).json()["data"]
        masks = {action["name"]: action["securityMask"] for action in namespace["securityActions"]}
        assert {"EXPORT", "PTZ_CONTROL"} <= set(masks)
        found = (await client.get(f"effectivePermissions/{upper}")).json()["data"]
        mine = {each["id"]: each["mask"] for each in found["objectPermissions"]}
        assert not found["isAdministrator"]
        assert mine[CAMERA] & masks["EXPORT"]
        assert guid("cameras", ELM_HALL) not in mine
        asked = await client.get(f"effectivePermissions/{upper}?objectIds={CAMERA.upper()},x")
        assert [each["id"] for each in asked.json()["data"]["objectPermissions"]] == [CAMERA]
        told = (await client.get("securityNamespaces")).json()["array"]
        assert [each["displayName"] for each in told] == [
            "Cameras",
            "Alarms",
            "Microphones",
            "Speakers",
            "User-defined events",
            "Access control",
        ]
        assert (await client.get("effectivePermissions/x")).status_code == 404
    async with signed_in(server, "responder") as client:
        found = (await client.get(f"effectivePermissions/{upper}?objectIds={CAMERA}")).json()["data"]
        assert not found["objectPermissions"][0]["mask"] & CAMERA_ACTIONS["PTZ_CONTROL"]
    async with signed_in(server, "district") as client:
        assert (await client.get(f"effectivePermissions/{upper}")).json()["data"]["isAdministrator"]


@demo()
async def test_doors_are_access_control_units(server: DemoServer) -> None:
    async with signed_in(server) as client:
        door = (await client.get(f"accessControlUnits/{guid('accessControlUnits', DOOR_7)}")).json()["data"]
        assert (door["category"], door["enabled"], door["name"]) == ("Door", True, DOOR_7)
        controller = (await client.get(f"accessControlUnits/{door['relations']['parent']['id']}")).json()["data"]
        assert controller["category"] == "DoorController"
        assert door["relatedCameras"] == [{"type": "cameras", "id": CAMERA}]
        (system,) = (await client.get("accessControlSystems")).json()["array"]
        assert DOOR_7 in await names(client, f"accessControlSystems/{system['id']}/accessControlUnits")


@demo(https=True)
async def test_tls_with_the_announced_certificate(server: DemoServer) -> None:
    assert server.url.startswith("https://")
    assert len(server.certificate_sha256) == 64
    form = {"grant_type": "password", "username": "district", "password": PASSWORD, "client_id": "GrantValidatorClient"}
    async with httpx.AsyncClient(verify=False) as client:  # noqa: S501  the fingerprint is what the client pins
        answer = await client.post(f"{server.url}/api/idp/connect/token", data=form)
        assert answer.status_code == 200
        uris = (await client.get(f"{server.url}/api/.well-known/uris")).json()
    assert uris["SecureManagementServer"].startswith("https://")


@demo()
async def test_large_and_strange_bodies_are_refused(server: DemoServer) -> None:
    headers = {"Authorization": f"Bearer {await token(server)}"}
    async with httpx.AsyncClient(headers=headers) as client:
        url = f"{server.url}/api/rest/v1/alarms"
        assert (await client.post(url, content=b"x" * (5 * 2**20))).status_code == 413
        for bad in (b"\xff\xfe", b'{"a":' * 100_000):
            assert (await client.post(url, content=bad)).status_code == 400
