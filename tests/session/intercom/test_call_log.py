"""The log of calls: what is written down is read again, after this watch and across what cannot be read."""

from datetime import timedelta
from pathlib import Path

from smartclient.domain.ids import DeviceId
from smartclient.session.intercom.call_log import KEPT, act_of, past_calls
from smartclient.session.intercom.calls import EndedCall, Outcome
from smartclient.store.journal import Journal
from tests.builders.watch import START
from tests.session.intercom.test_calls import ONE, Post

CALLS = [
    EndedCall(ONE, START - timedelta(minutes=number), timedelta(seconds=12.5), outcome, by)
    for number, (outcome, by) in enumerate(
        [(Outcome.MISSED, ""), (Outcome.ELSEWHERE, "principal-hs"), (Outcome.DECLINED, "dispatcher")]
    )
]


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    old = EndedCall(ONE, START - KEPT, timedelta(seconds=3), Outcome.MISSED)
    journal.write_act("dispatcher", *_written(old), START - KEPT - timedelta(seconds=1), act_of(old)[1])
    for call in CALLS:
        journal.write_act("dispatcher", *_written(call), START, act_of(call)[1])
    journal.write_act("dispatcher", "unlock door", "doors/7", START)
    broken: list[object] = [None, {"at": "yesterday"}, {"at": START.isoformat(), "rang_s": "long"}, []]
    for detail in broken:
        journal.write_act("dispatcher", "call missed", ONE, START, detail)
    assert past_calls(journal, START) == CALLS
    journal.close()


def _written(call: EndedCall) -> tuple[str, DeviceId]:
    return act_of(call)[0], call.intercom


def test_a_journal_that_is_gone_has_no_calls(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.close()
    for file in tmp_path.glob("journal.db*"):
        file.unlink()
    assert past_calls(journal, START) == []


def test_earlier_calls_come_before_those_of_this_watch_and_none_twice() -> None:
    post = Post()
    post.calls.end(ONE, Outcome.MISSED)
    assert list(post.calls.past) == []
    post.calls.past.append(CALLS[0])
    rounded = EndedCall(ONE, CALLS[0].at, timedelta(seconds=12), Outcome.MISSED)
    post.calls.remember([CALLS[2], CALLS[1], rounded])
    assert list(post.calls.past) == [CALLS[2], CALLS[1], CALLS[0]]
