"""Drawn pictures: the same for the same moment, true to the plan, and changed by doors only where the doors are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from smartclient.demo.devices import codec_of
from smartclient.demo.past.calendar import Calendar
from smartclient.demo.past.motion import Motion
from smartclient.demo.plan import DemoSite
from smartclient.demo.video import strip
from smartclient.demo.video.background import draw
from smartclient.demo.video.codec import pixels
from smartclient.demo.video.light import light_at
from smartclient.demo.video.optics import Optics, Window
from smartclient.demo.video.pictures import Pictures
from smartclient.demo.video.scene import Surveyor
from smartclient.demo.video.shots import moment
from smartclient.demo.video.strip import milliseconds
from tests.demo.video.fake_world import FakeWorld
from tests.demo.video.small_campus import CAMERAS, small_campus

NOON = datetime(2026, 10, 7, 17, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 10, 7, 6, 0, tzinfo=UTC)
SIZE = (320, 180)


@pytest.fixture(scope="module")
def site() -> DemoSite:
    return small_campus()


def still(packed: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Luma without lettering and strip, smoothed so that sensor noise does not count."""
    height = packed.shape[0] * 2 // 3
    luma = packed[16 : height - 16].astype(float)
    smooth: NDArray[np.float64] = (luma[:-1, :-1] + luma[1:, :-1] + luma[:-1, 1:] + luma[1:, 1:]) / 4
    return smooth


def test_the_same_moment_gives_the_same_picture(site: DemoSite) -> None:
    at = NOON + timedelta(milliseconds=83)
    first, second = (Pictures(site, FakeWorld(0.8), seed=4).frame("cam-hall", at, *SIZE) for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("guid", list(CAMERAS))
def test_every_camera_shows_something_of_its_own_with_its_time(site: DemoSite, guid: str) -> None:
    frame = Pictures(site, FakeWorld(0.5)).frame(guid, NOON, *SIZE)
    assert frame.shape == (180, 320, 3)
    assert frame.dtype == np.uint8
    assert frame[20:150].std() > 8
    assert strip.read(frame) == NOON


def test_people_walk(site: DemoSite) -> None:
    pictures = Pictures(site, FakeWorld(1.0))
    shots = [still(pictures.packed("cam-gym", NOON + timedelta(seconds=second), *SIZE)) for second in range(3)]
    assert np.abs(shots[0] - shots[2]).max() > 40


def test_two_cameras_see_the_same_people(site: DemoSite) -> None:
    pictures = Pictures(site, FakeWorld(1.0))
    for guid in ("cam-hall", "cam-hall-east"):
        pictures.prepare(guid, NOON, *SIZE)
    at = NOON + timedelta(seconds=5)
    one, other = (pictures._people(site.by_guid[guid], at) for guid in ("cam-hall", "cam-hall-east"))
    assert len(one.x) > 5
    assert np.array_equal(one.x, other.x)


def test_nobody_walks_through_walls(site: DemoSite) -> None:
    pictures = Pictures(site, FakeWorld(1.0))
    pictures.prepare("cam-hall", NOON, *SIZE)
    layout = pictures._levels.layout("indoor")
    for minute in range(0, 60, 3):
        people = layout.walkers.at(NOON + timedelta(minutes=minute), 1.0)
        rooms = layout.scene.ground.rooms_at(people.x.astype(np.float32), people.y.astype(np.float32))
        assert (rooms >= 0).all()


def test_a_camera_before_a_wall_sees_the_wall_and_nothing_behind(site: DemoSite) -> None:
    surveyor = Surveyor(site, "small")
    scene = surveyor.scene(site.level_by_id["indoor"])
    x, y = surveyor.place(site.by_guid["cam-wall"])
    optics = Optics(x, y, 1.5, 180.0, 0.0, 60.0)
    light = light_at(NOON, 43.1, -89.5)
    backdrop = draw(scene, optics, light, tuple(door.rest for door in scene.doorways), Window.whole(*SIZE))
    lockers_m = 0.32
    assert backdrop.distance[80:100, 150:170] == pytest.approx(11.4 - 9.1 - lockers_m, abs=0.05)
    assert backdrop.distance.max() < 10


def test_people_behind_a_wall_are_not_seen(site: DemoSite) -> None:
    empty, crowded = (Pictures(site, FakeWorld(people)) for people in (0.0, 1.0))
    x, y = Surveyor(site, "small").place(site.by_guid["cam-door"])
    alone = 0
    for second in range(0, 120, 4):
        at = NOON + timedelta(seconds=second)
        crowded.prepare("cam-door", at, *SIZE)
        people = crowded._people(site.by_guid["cam-door"], at)
        assert len(people.x) > 10
        if not ((np.abs(people.x - x) < 9) & (np.abs(people.y - y + 1.4) < 2)).any():
            alone += 1
            before, after = (still(each.packed("cam-door", at, *SIZE)) for each in (empty, crowded))
            assert np.abs(before - after).max() == 0
    assert alone


def test_a_door_changes_only_the_pixels_of_the_door(site: DemoSite) -> None:
    closed, opened = (Pictures(site, FakeWorld(open_doors=doors)) for doors in ({}, {"door-101": 1.0}))
    before, after = (still(each.packed("cam-door", NOON, 640, 360)) for each in (closed, opened))
    changed = np.abs(before - after) > 6
    assert changed.sum() > 1500
    columns = np.nonzero(changed)[1]
    assert columns.max() - columns.min() < 420
    left, right = columns.min(), columns.max()
    outside = np.abs(before - after)[:, [*range(left), *range(right + 1, before.shape[1])]]
    assert outside.max() <= 6


def test_a_patched_background_equals_one_drawn_whole(site: DemoSite) -> None:
    pictures = Pictures(site, FakeWorld(open_doors={"door-101": 0.6}))
    view = pictures._view(site.by_guid["cam-door"], NOON, (320, 180))
    patched = pictures._plate(view).backdrop.colour.astype(int)
    doors = [door.rest for door in view.scene.doorways]
    for index, fraction in view.moved:
        doors[index] = fraction
    whole = draw(view.scene, view.optics, view.light, tuple(doors), Window.whole(320, 180)).colour.astype(int)
    assert np.quantile(np.abs(patched - whole), 0.99) <= 12


def test_night_is_grey(site: DemoSite) -> None:
    pictures = Pictures(site, FakeWorld())
    night, day = (pictures.frame("cam-lot", at, *SIZE)[20:140].astype(int) for at in (MIDNIGHT, NOON))
    assert np.abs(night[..., 0] - night[..., 1]).max() <= 3
    assert np.abs(day[..., 0] - day[..., 2]).max() > 20
    assert night.mean() < day.mean()


def test_time_of_day_can_be_shifted(site: DemoSite) -> None:
    shifted = Pictures(site, FakeWorld(), calendar=Calendar(ahead=timedelta(hours=-11, minutes=-30))).frame(
        "cam-lot", NOON, *SIZE
    )
    assert np.abs(shifted[20:140, :, 0].astype(int) - shifted[20:140, :, 1]).max() <= 3
    assert strip.read(shifted) == NOON


def test_jpeg_holds_the_same_picture(site: DemoSite) -> None:
    pictures = Pictures(site, FakeWorld())
    decoder = av.CodecContext.create("mjpeg", "r")
    frame = pixels(decoder.decode(av.Packet(pictures.jpeg("cam-hall", NOON, 640, 360)))[0].reformat(format="rgb24"))
    assert strip.read(frame) == NOON
    assert np.abs(frame.astype(int) - pictures.frame("cam-hall", NOON, 640, 360)).mean() < 4


def test_unknown_cameras_and_odd_sizes_are_refused(site: DemoSite) -> None:
    pictures = Pictures(site, FakeWorld())
    with pytest.raises(KeyError):
        pictures.jpeg("no such camera", NOON, 640, 360)
    with pytest.raises(ValueError, match="641"):
        pictures.jpeg("cam-hall", NOON, 641, 360)


def test_a_mask_hides_what_is_below_it_and_nothing_else(site: DemoSite) -> None:
    left_half = ((0.0, 0.25), (0.5, 0.25), (0.5, 0.75), (0.0, 0.75))
    cameras = [replace(each, masks=(left_half,)) if each.guid == "cam-hall" else each for each in site.devices]
    open_, masked = (
        Pictures(each, FakeWorld(1.0)).frame("cam-hall", NOON, *SIZE)
        for each in (site, replace(site, devices=tuple(cameras)))
    )
    height, width = open_.shape[:2]
    hidden = masked[height // 4 : height * 3 // 4, : width // 2]
    assert hidden.max() - hidden.min() <= 2
    assert (masked[height // 4 :, width // 2 + 2 :] == open_[height // 4 :, width // 2 + 2 :]).all()
    assert strip.read(masked) == NOON


def test_somebody_is_seen_where_something_moves_at_night(site: DemoSite) -> None:
    calendar = Calendar()
    pictures = Pictures(site, FakeWorld(0.0), calendar=calendar)
    saturday = milliseconds(datetime(2026, 10, 10, 18, 0, tzinfo=UTC))
    begin, end = Motion(calendar, 0).spans("cam-hall", saturday, saturday + 86_400_000)[0]
    seen = [still(pictures.packed("cam-hall", moment(at), *SIZE)) for at in (begin - 500, begin + 3_000, begin + 5_000)]
    assert np.abs(seen[1] - seen[0]).max() > 25
    assert np.abs(seen[2] - seen[1]).max() > 25
    camera = site.by_guid["cam-hall"]
    assert [len(pictures._people(camera, moment(at)).x) > 0 for at in (begin - 500, begin, end - 1)] == [
        False,
        True,
        True,
    ]


def test_what_moves_in_this_run_is_somebody_as_well(site: DemoSite) -> None:
    calm, stirred = (
        Pictures(site, FakeWorld(0.0, visited=visited)) for visited in ({}, {"cam-hall": milliseconds(NOON) - 2_000})
    )
    before, after = (still(each.packed("cam-hall", NOON, *SIZE)) for each in (calm, stirred))
    assert np.abs(before - after).max() > 25


def test_few_cameras_code_in_their_own_way(site: DemoSite) -> None:
    codecs = {guid: codec_of(site.by_guid[guid]) for guid in ("cam-hall", "cam-fisheye")}
    assert codecs == {"cam-hall": "h264", "cam-fisheye": "h265"}
    assert codec_of(replace(site.by_guid["cam-hall"], name="HS Main · 1F · Receiving")) == "mjpeg"
