"""The past on a clock: the picture on the screen is the one of the instant, forward, backward, after jumps and over gaps."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from smartclient.domain.errors import NoPicture, ServerUnreachable
from smartclient.domain.footage import Codec
from smartclient.video.status import Phase
from tests.builders.past import BEGIN, Past, gops
from tests.builders.past_tiles import PastTiles
from tests.builders.running import run, until

FPS = 10
PICTURE = timedelta(seconds=1 / FPS)
FORENOON = gops(BEGIN, 60, FPS, 10)
NOON_BEGIN = BEGIN + timedelta(hours=4)
NOON = gops(NOON_BEGIN, 30, FPS, 10)


def second(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def day() -> Past:
    return Past(FORENOON, NOON)


@pytest.mark.parametrize("seconds", [0.0, 0.05, 1.0, 1.999, 3.14, 5.95, 2.5])
def test_pause_shows_exactly_the_picture_asked_for(seconds: float) -> None:
    async def work() -> None:
        past = day()
        async with PastTiles([past], second(4.4)) as wall:
            await wall.until_shown(second(4.4))
            wall.playback.go_to(second(seconds))
            standing = past.standing(second(seconds))
            assert standing is not None
            await wall.until_shown(standing)
            await until(lambda: wall.first.player.status.phase is Phase.STANDING)
            assert wall.first.player.status.text == "Recorded, standing still"

    run(work())


@pytest.mark.parametrize(("codec", "b_frames"), [(Codec.H264, 2), (Codec.H265, 2), (Codec.JPEG, 0)])
def test_every_coding_is_exact_also_where_pictures_are_coded_out_of_order(codec: Codec, b_frames: int) -> None:
    async def work() -> None:
        past = Past(gops(BEGIN, 20, FPS, 10, codec, b_frames))
        async with PastTiles([past], BEGIN) as wall:
            for number in (7, 6, 11, 3, 19, 0):
                wall.playback.go_to(past.times[number])
                await wall.until_shown(past.times[number])

    run(work())


@pytest.mark.parametrize("border", [datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 11, 1, 6, 0, tzinfo=UTC)])
def test_a_days_border_and_a_change_of_clocks_are_instants_like_others(border: datetime) -> None:
    async def work() -> None:
        past = Past(gops(border - timedelta(seconds=2), 40, FPS, 7))
        async with PastTiles([past], past.times[0]) as wall:
            for number in (19, 20, 21):
                wall.playback.go_to(past.times[number] + PICTURE / 2)
                await wall.until_shown(past.times[number])
            for _ in range(3):
                wall.first.player.step(-1)
                number -= 1
                await wall.until_shown(past.times[number])

    run(work())


@pytest.mark.parametrize("speed", [1.0, -1.0, 2.0, -2.0])
def test_play_shows_every_picture_in_order(speed: float) -> None:
    async def work() -> None:
        past = day()
        async with PastTiles([past], second(3.05)) as wall:
            await wall.until_shown(second(3.0))
            wall.first.all_shown.clear()
            wall.playback.play(speed)
            await until(lambda: len(wall.first.all_shown) > 12)
            times = past.times if speed > 0 else past.times[::-1]
            begin = times.index(wall.first.all_shown[0])
            shown = wall.first.all_shown
            # under load a late picture may be left out, but none may come twice or out of order
            places = [times.index(at) for at in shown]
            assert places == sorted(set(places))
            assert places[-1] - begin < 2 * len(places)
            assert wall.first.player.status.phase is Phase.RECORDED

    run(work())


@pytest.mark.parametrize("speed", [16.0, -16.0])
def test_fast_play_shows_key_frames_only(speed: float) -> None:
    async def work() -> None:
        past = Past(gops(BEGIN, 600, FPS, 10))
        keys = {gop.begin for gop in past.gops}
        async with PastTiles([past], second(20.0 if speed > 0 else 50.0)) as wall:
            await until(lambda: wall.first.shown is not None)
            wall.first.all_shown.clear()
            wall.playback.play(speed)
            await until(lambda: len(wall.first.all_shown) >= 6)
            shown = wall.first.all_shown
            assert set(shown) <= keys
            assert shown == sorted(shown, reverse=speed < 0)

    run(work())


async def median_spread(wall: PastTiles) -> timedelta:
    """Looks at what the tiles show 60 times; a picture may be a moment late when this machine is busy."""
    spreads = []
    for _ in range(40):
        await asyncio.sleep(0.007)
        shown = [tile.shown for tile in wall.tiles if tile.shown is not None]
        spreads.append(max(shown) - min(shown))
    return sorted(spreads)[len(spreads) // 2]


def test_four_tiles_show_the_same_instant_also_after_jumps() -> None:
    async def work() -> None:
        pasts = [Past(gops(BEGIN + timedelta(milliseconds=20 * n), 80, FPS, 8 + n), key_s=0.01) for n in range(4)]
        async with PastTiles(pasts, second(1.0)) as wall:
            await until(lambda: all(tile.shown is not None for tile in wall.tiles))
            for start, speed in ((1.0, 1.0), (6.0, -1.0)):
                wall.playback.go_to(second(start))
                wall.playback.play(speed)
                await asyncio.sleep(0.3)
                assert await median_spread(wall) <= PICTURE
            wall.playback.pause()
            wall.playback.go_to(second(3.333))
            await until(
                lambda: all(
                    tile.shown == past.standing(second(3.333)) for tile, past in zip(wall.tiles, pasts, strict=True)
                )
            )

    run(work())


def test_a_gap_is_said_and_no_picture_is_passed_off_as_the_present_one() -> None:
    async def work() -> None:
        async with PastTiles([day()], second(1.0)) as wall:
            await wall.until_shown(second(1.0))
            wall.playback.go_to(second(600))
            await until(lambda: wall.first.player.status.phase is Phase.GAP)
            status = wall.first.player.status
            assert status.gap is not None
            assert (status.gap.begin, status.gap.end) == (second(6.0), NOON_BEGIN)
            begin, end = (at.astimezone() for at in (second(6.0), NOON_BEGIN))
            assert status.text == f"Not recorded from {begin:%H:%M:%S} to {end:%H:%M:%S}"
            assert wall.first.shown == second(1.0)
            wall.playback.go_to(NOON_BEGIN)
            await wall.until_shown(NOON_BEGIN)

    run(work())


def test_play_goes_over_the_begin_of_a_gap_and_on_after_it() -> None:
    async def work() -> None:
        async with PastTiles([day()], second(5.5)) as wall:
            await wall.until_shown(second(5.5))
            wall.playback.play(1.0)
            await until(lambda: wall.first.player.status.phase is Phase.GAP)
            assert wall.first.shown == second(5.9)
            wall.playback.go_to(NOON_BEGIN - timedelta(seconds=0.2))
            await until(lambda: wall.first.shown is not None and wall.first.shown >= NOON_BEGIN)

    run(work())


@pytest.mark.parametrize(
    ("at", "phrase"),
    [(second(-60), "Nothing is recorded before"), (NOON_BEGIN + timedelta(hours=1), "Nothing is recorded after")],
)
def test_before_and_after_everything_is_said(at: datetime, phrase: str) -> None:
    async def work() -> None:
        async with PastTiles([day()], at) as wall:
            await until(lambda: wall.first.player.status.phase is Phase.GAP)
            assert phrase in wall.first.player.status.text
            assert wall.first.shown is None

    run(work())


def test_the_past_grows_while_it_is_waited_for() -> None:
    async def work() -> None:
        past = Past(FORENOON)
        async with PastTiles([past], NOON_BEGIN + PICTURE) as wall:
            await until(lambda: wall.first.player.status.phase is Phase.GAP)
            past.gops += NOON
            await wall.until_shown(NOON_BEGIN + PICTURE)

    run(work())


def test_steps_lead_to_the_neighbour_over_groups_and_gaps() -> None:
    async def work() -> None:
        past = day()
        async with PastTiles([past], second(5.85)) as wall:
            await wall.until_shown(second(5.8))
            for count, expected in [
                (1, second(5.9)),
                (1, NOON_BEGIN),
                (1, NOON_BEGIN + PICTURE),
                (-2, second(5.9)),
                (-10, second(4.9)),
                (-1, second(4.8)),
                (1, second(4.9)),
                (1, second(5.0)),
            ]:
                wall.first.player.step(count)
                await wall.until_shown(expected)
                assert wall.playback.instant == expected
                assert wall.playback.speed == 0

    run(work())


def test_a_step_beyond_the_end_stays() -> None:
    async def work() -> None:
        past = day()
        async with PastTiles([past], past.times[-1]) as wall:
            await wall.until_shown(past.times[-1])
            wall.first.player.step(1)
            wall.first.player.step(-1)
            await wall.until_shown(past.times[-2])

    run(work())


def test_while_the_pointer_moves_the_newest_place_wins() -> None:
    async def work() -> None:
        past = Past(gops(BEGIN, 600, FPS, 10), key_s=0.03)
        async with PastTiles([past], BEGIN) as wall:
            await wall.until_shown(BEGIN)
            past.asked.clear()
            for number in range(50):
                wall.playback.go_to(second(number + 0.5))
                await asyncio.sleep(0.004)
            await wall.until_shown(second(49.5))
            assert len(past.asked) < 25
            assert len(wall.first.all_shown) > 3

    run(work())


def test_a_slow_recorder_shows_on_the_way_where_the_pointer_was() -> None:
    async def work() -> None:
        past = Past(gops(BEGIN, 900, FPS, 10), key_s=0.1)
        async with PastTiles([past], BEGIN) as wall:
            await wall.until_shown(BEGIN)
            wall.first.all_shown.clear()
            for number in range(100):
                wall.playback.go_to(second(number * 0.8))
                await asyncio.sleep(0.01)
            assert len(wall.first.all_shown) >= 3
            assert wall.first.all_shown == sorted(wall.first.all_shown)

    run(work())


def test_a_recorder_that_breaks_is_said_and_asked_again() -> None:
    async def work() -> None:
        past = day()
        async with PastTiles([past], second(1.0)) as wall:
            await wall.until_shown(second(1.0))
            past.fails = ServerUnreachable("Recorder east-2 does not answer.")
            wall.playback.go_to(NOON_BEGIN)
            await until(lambda: wall.first.player.status.phase is Phase.RETRYING)
            assert wall.first.player.status.text.startswith("Recorder east-2 does not answer. Trying again in")
            past.fails = None
            await wall.until_shown(NOON_BEGIN)
            assert all(recording.is_closed for recording in past.opened[:-1])

    run(work())


def damage_key(past: Past) -> None:
    gop = past.gops[2]
    broken = type(gop.packets[0])(b"\0\0\1\x65garbled" * 9, Codec.H264, True, gop.begin)
    past.gops[2] = type(gop)((broken, *gop.packets[1:]), gop.end)


def damage_all(past: Past) -> None:
    for packet in past.gops[2].packets:
        object.__setattr__(packet, "data", b"\xff" * 40)


@pytest.mark.parametrize("damage", [damage_key, damage_all])
def test_a_damaged_group_neither_stops_nor_shifts_what_follows(damage: Callable[[Past], None]) -> None:
    async def work() -> None:
        past = Past(gops(BEGIN, 60, FPS, 10))
        damage(past)
        async with PastTiles([past], second(1.9)) as wall:
            wall.playback.play(2.0)
            await until(lambda: wall.first.shown is not None and wall.first.shown >= second(3.1))
            wall.playback.play(-2.0)
            await until(lambda: wall.first.shown is not None and wall.first.shown <= second(1.9))

    run(work())


def test_a_tile_that_grows_shows_its_picture_larger_while_it_stands() -> None:
    async def work() -> None:
        async with PastTiles([day()], second(1.0)) as wall:
            await wall.until_shown(second(1.0))
            wall.first.player.set_size(160, 90)
            await until(lambda: wall.first.frames[-1].width == 160)
            assert wall.first.shown == second(1.0)

    run(work())


def test_a_pause_closes_the_recording_and_forgets_the_clock() -> None:
    async def work() -> None:
        past = day()
        async with PastTiles([past], second(1.0)) as wall:
            await wall.until_shown(second(1.0))
            wall.first.player.pause()
            assert wall.first.player.status.phase is Phase.IDLE
            assert wall.first.player.join(5)
            assert past.opened[0].is_closed
            wall.playback.go_to(second(2.0))
            wall.first.player.start(wall.playback)
            await wall.until_shown(second(2.0))

    run(work())


def test_no_past_at_all_is_a_sentence() -> None:
    async def work() -> None:
        past = day()
        past.fails = NoPicture("Hall camera is not recorded.")
        async with PastTiles([past], second(1.0)) as wall:
            await until(lambda: wall.first.player.status.phase is Phase.RETRYING)
            assert "is not recorded" in wall.first.player.status.text

    run(work())
