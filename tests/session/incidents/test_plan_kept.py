"""The plan of an incident's time: kept when a file is opened, drawn by its replay after the plan was changed."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from smartclient.plans.writing.history import NAME, Entry, with_entry
from smartclient.session.incidents.plan_kept import PlanKept
from smartclient.session.known_revision import KnownRevision
from tests.builders.running import run, until
from tests.session.incidents.test_intake import START, Post


def kept_at(post: Post, folder: Path) -> PlanKept:
    return PlanKept(post.incidents, post.store, KnownRevision(), post.clock, folder / "kept")


def test_the_plan_of_then_is_drawn_with_its_devices(tmp_path: Path) -> None:
    async def play() -> None:
        post = Post(tmp_path)
        camera = post.site.devices[0]
        plan = kept_at(post, tmp_path)
        alarm = post.alarm()
        post.opening.from_alarm(alarm)
        post.later.run()
        await until(lambda: (tmp_path / "kept" / "known.jsonl").is_file())
        same = await plan.then(START - timedelta(minutes=1), None)
        assert same.site is post.store.site
        assert same.words == ""

        assert camera.placement is not None
        moved = replace(camera, placement=replace(camera.placement, position=(-89.0, 43.0)))
        added = replace(camera, id=type(camera.id)("cameras/new"), name="New")
        rooms = post.site.units[1:]
        post.store.adopt(replace(post.site, units=rooms, devices=(moved, *post.site.devices[1:], added)))
        post.clock.advance(86_400)
        then = await plan.then(START - timedelta(minutes=1), None)
        assert then.site.units == post.site.units, "the room that is gone is there again"
        assert then.devices[camera.id].placement == camera.placement
        gone = then.devices.get(added.id)
        assert gone is None or gone.placement is None, "what came later is nowhere"
        assert then.words.startswith("plan as it was ")
        await plan.stop()
        await post.intake.stop()

    run(play())


def test_where_nothing_is_kept_todays_plan_says_so(tmp_path: Path) -> None:
    async def play() -> None:
        post = Post(tmp_path)
        plan, site = kept_at(post, tmp_path), tmp_path / "site"
        entry = Entry(START + timedelta(days=2), "Ann", "a", "b", ())
        await asyncio.to_thread((site / NAME).write_bytes, with_entry(b"", entry))
        then = await plan.then(START, site)
        assert then.site is post.store.site
        assert then.words.startswith("plan of today, changed 25 Nov")
        assert (await plan.then(START + timedelta(days=3), site)).words == ""
        await plan.stop()
        await post.intake.stop()

    run(play())


def test_a_disk_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    async def play() -> None:
        post = Post(tmp_path)
        await asyncio.to_thread((tmp_path / "kept").write_text, "a file where the folder should be")
        plan = kept_at(post, tmp_path)
        post.opening.from_alarm(post.alarm())
        post.later.run()
        then = await plan.then(START, None)
        assert (then.site, then.words) == (post.store.site, "")
        await plan.stop()
        await post.intake.stop()

    run(play())
