"""Resume: across many cuts at random moments nothing is lost and nothing is told twice."""

import asyncio
import random
from pathlib import Path

from smartclient.demo.catalogue import MOTION_STARTED, MOTION_STOPPED
from smartclient.domain.events import Happened
from tests.adapters.test_xprotect_faults import watching
from tests.builders.demo_district import guid_of
from tests.builders.running import run, until

CUTS = 50


def test_fifty_random_cuts(tmp_path: Path) -> None:
    dice = random.Random(4711)

    async def whole() -> None:
        async with watching(tmp_path) as (demo, _, heard):
            sent: list[str] = []
            while len(heard.cuts) < CUTS:
                for _ in range(dice.randint(1, 6)):
                    for number in range(dice.randint(1, 40)):
                        kind = MOTION_STOPPED if number % 2 else MOTION_STARTED
                        source = f"cameras/{guid_of(f'camera {dice.randint(1, 4)}')}"
                        sent.append(demo.stream.publish(kind, source).id)
                    await asyncio.sleep(dice.random() * 0.012)
                demo.faults.drop_connections()
            await until(lambda: len(heard.events) >= len(sent))
            assert [event.id for event in heard.events if isinstance(event, Happened)] == sent
            assert heard.missing == []

    run(whole(), timeout_s=60)
