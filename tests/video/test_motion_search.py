"""Motion is found in the part of the picture where it is, and not elsewhere; a search can be stopped, and ends by itself."""

import threading
from datetime import datetime, timedelta

import pytest

from smartclient.domain.errors import NoPicture
from smartclient.domain.footage import Codec, Packet, PastSource, RecordedSource
from smartclient.domain.recordings import Span
from smartclient.video.motion_search import MotionSearch, Progress, Region
from tests.builders.recorded import START, Recorded, groups

MOVING = Region(0.35, 0.3, 0.7, 0.55)
STILL = Region(0.0, 0.0, 0.3, 0.4)
SECOND = timedelta(seconds=1)


class Listener:
    """Hears of the progress in the search's own thread."""

    def __init__(self) -> None:
        self.heard: list[Progress] = []
        self.is_over = threading.Event()

    def tell(self, progress: Progress) -> None:
        self.heard.append(progress)
        if progress.is_over:
            self.is_over.set()


def searched(recording: Recorded, region: Region, *pieces: Span) -> Listener:
    listener = Listener()

    def source() -> PastSource:
        return RecordedSource(lambda: recording, "Hall")

    search = MotionSearch(source, pieces, region, listener.tell, lambda call: call())
    search.start()
    assert listener.is_over.wait(20)
    assert search.join(5)
    assert recording.is_closed
    return listener


def test_motion_is_found_where_it_is() -> None:
    whole = Span(START, START + 8 * SECOND)
    last = searched(Recorded(groups(8)), MOVING, whole).heard[-1]
    assert (len(last.found), last.trouble, last.share) == (1, "", 1.0)
    assert last.found[0].begin <= START + 2 * SECOND
    assert last.found[0].end >= START + 5 * SECOND


def test_nothing_is_found_where_nothing_moves() -> None:
    heard = searched(Recorded(groups(8)), STILL, Span(START, START + 8 * SECOND)).heard
    assert heard[-1].found == ()
    shares = [progress.share for progress in heard]
    assert shares == sorted(shares)
    assert len(shares) > 5


def test_each_piece_stands_for_itself() -> None:
    late = START + timedelta(hours=3)
    recording = Recorded([*groups(4), *groups(4, begin=late)])
    pieces = (Span(START, START + 4 * SECOND), Span(late, late + 4 * SECOND))
    found = searched(recording, MOVING, *pieces).heard[-1].found
    assert len(found) == 2
    assert found[0].end <= pieces[0].end
    assert found[1].begin >= pieces[1].begin


def test_gaps_within_a_piece_are_passed_over() -> None:
    late = START + timedelta(hours=3)
    recording = Recorded([*groups(4), *groups(4, begin=late)])
    searched(recording, STILL, Span(START, late + 4 * SECOND))
    assert recording.asked < 40


def test_a_recorder_that_goes_away_is_said() -> None:
    last = searched(Recorded(groups(8), fails_at=3), MOVING, Span(START, START + 8 * SECOND)).heard[-1]
    assert last.trouble == "Hall camera: the recorder does not answer."


def test_a_source_that_is_not_there_is_said() -> None:
    listener = Listener()

    def source() -> PastSource:
        raise NoPicture("Hall has no past.")

    search = MotionSearch(source, (Span(START, START + SECOND),), MOVING, listener.tell, lambda call: call())
    search.start()
    assert listener.is_over.wait(20)
    assert search.join(5)
    assert listener.heard[-1].trouble == "Hall has no past."


def test_stopped_it_tells_nothing_more() -> None:
    listener, entered, goes_on = Listener(), threading.Event(), threading.Event()

    class Slow(Recorded):
        def key(self, at: datetime) -> Packet | None:
            entered.set()
            goes_on.wait(10)
            return super().key(at)

    recording = Slow(groups(4))
    search = MotionSearch(
        lambda: RecordedSource(lambda: recording, "Hall"),
        (Span(START, START + 4 * SECOND),),
        MOVING,
        listener.tell,
        lambda call: call(),
    )
    search.start()
    assert entered.wait(10)
    search.cancel()
    goes_on.set()
    assert search.join(10)
    assert listener.heard == []
    assert recording.is_closed


@pytest.mark.parametrize("codec", [Codec.JPEG])
def test_also_of_single_pictures(codec: Codec) -> None:
    last = searched(Recorded(groups(6, codec=codec)), MOVING, Span(START, START + 6 * SECOND)).heard[-1]
    assert len(last.found) == 1
