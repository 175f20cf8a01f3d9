"""Broken glass rings until a person has seen it, also after a restart, and never again."""

from dataclasses import replace
from pathlib import Path

from smartclient.runtime.clock import SystemClock
from smartclient.session.grants.seen import SeenGlass
from smartclient.session.record import Record
from smartclient.store.journal import Journal
from smartclient.store.notices import Notices
from tests.builders.grants import opened, requested
from tests.builders.running import run

GLASS = replace(opened(requested()), is_break_glass=True)


def test_what_was_seen_is_known_in_the_next_watch(tmp_path: Path) -> None:
    clock = SystemClock()

    def watch() -> tuple[Journal, SeenGlass]:
        journal = Journal(tmp_path / "journal.db")
        return journal, SeenGlass(Record(journal, Notices(clock), clock), journal, clock, lambda: "principal-hs")

    async def work() -> None:
        journal, seen = watch()
        assert seen.is_seen(GLASS)
        await seen.recall()
        assert not seen.is_seen(GLASS)
        seen.see(GLASS)
        assert seen.is_seen(GLASS)
        journal.close()
        journal, seen = watch()
        await seen.recall()
        assert seen.is_seen(GLASS)
        journal.close()

    run(work())
