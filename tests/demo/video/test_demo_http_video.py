"""Live video over plain HTTP: transport streams and motion JPEG that FFmpeg opens, for those with a token."""

import asyncio
from datetime import UTC, datetime

import av

from smartclient.demo.server import DemoServer
from smartclient.demo.video import strip
from smartclient.demo.video.codec import pixels
from smartclient.demo.video_parts import drawn_video
from tests.builders.demo_client import demo, signed_in, token
from tests.builders.little_district import ELM_HALL, HALL, guid

CAMERA, AWAY = guid("cameras", HALL), guid("cameras", ELM_HALL)


def watched(url: str, count: int) -> list[datetime]:
    """The times burnt into the first pictures that FFmpeg gets there."""
    with av.open(url, timeout=30, options={"analyzeduration": "100000", "probesize": "100000"}) as opened:
        shown = []
        for frame in opened.decode(video=0):
            at = strip.read(pixels(frame.reformat(format="rgb24")))
            assert at is not None
            shown.append(at)
            if len(shown) == count:
                break
    return shown


@demo(video=drawn_video)
async def test_ffmpeg_plays_both(server: DemoServer) -> None:
    secret = await token(server)
    for kind in ("ts", "mjpg"):
        url = f"{server.url}/x-demo/video/{CAMERA.upper()}.{kind}?token={secret}&stream=sub"
        shown = await asyncio.to_thread(watched, url, 6)
        assert shown == sorted(set(shown))
        assert abs((datetime.now(UTC) - shown[-1]).total_seconds()) < 30


@demo(video=drawn_video)
async def test_it_ends_with_its_token(server: DemoServer) -> None:
    async with (
        signed_in(server) as client,
        client.stream("GET", f"{server.url}/x-demo/video/{CAMERA}.mjpg", timeout=30) as answer,
    ):
        assert answer.headers["content-type"].startswith("multipart/x-mixed-replace; boundary=")
        expired = False
        async for piece in answer.aiter_bytes():
            assert piece
            if not expired:
                server.tokens.expire_all()
                expired = True
        assert expired


@demo()
async def test_who_may_not_watch_is_refused(server: DemoServer) -> None:
    async with signed_in(server, "principal-hs") as client:
        where = f"{server.url}/x-demo/video"
        assert (await client.get(f"{where}/{AWAY}.ts")).status_code == 403
        assert (await client.get(f"{where}/nobody.ts")).status_code == 404
        assert (await client.get(f"{where}/{CAMERA}.avi")).status_code == 404
        del client.headers["Authorization"]
        assert (await client.get(f"{where}/{CAMERA}.ts")).status_code == 401
        assert (await client.get(f"{where}/{CAMERA}.ts?token=bad")).status_code == 401
