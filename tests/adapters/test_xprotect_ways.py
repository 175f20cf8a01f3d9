"""The way a picture takes: found out once, remembered for a while, and what a person chose."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from smartclient.adapters.xprotect import ways
from smartclient.adapters.xprotect.ways import AVOIDED_FOR_S, GOOD_FOR_S, Way, Ways, answers
from smartclient.domain.errors import CannotDecode, NoPicture, NotPermitted, SmartclientError
from smartclient.runtime.clock import ManualClock

RECORDER = "http://recorder.example.org:7563/"


class Network:
    """A recorder whose port is open or not; counts how often somebody looked."""

    def __init__(self, chosen: Way = Way.AUTO) -> None:
        self.is_open = True
        self.probes = 0
        self.clock = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.ways = Ways(self.clock, chosen, self._probe)

    def _probe(self, recorder: str) -> bool:
        assert recorder == RECORDER
        self.probes += 1
        return self.is_open

    def opened(self) -> tuple[str, str]:
        return self.ways.open(RECORDER, lambda: "recorder", lambda: "gateway")


def failing(error: SmartclientError) -> Callable[[], str]:
    def fail() -> str:
        raise error

    return fail


def test_the_recorder_is_asked_first_and_once() -> None:
    network = Network()
    assert network.opened() == ("recorder", "ImageServer, port 7563")
    assert network.opened()[0] == "recorder"
    assert network.probes == 1
    network.clock.advance(GOOD_FOR_S)
    network.is_open = False
    assert network.opened() == ("gateway", "WebRTC through the gateway")
    assert network.probes == 2


def test_a_recorder_out_of_reach_is_tried_again_later() -> None:
    network = Network()
    network.is_open = False
    assert network.opened()[0] == "gateway"
    network.is_open = True
    network.clock.advance(AVOIDED_FOR_S - 1)
    assert network.opened()[0] == "gateway"
    network.clock.advance(1)
    assert network.opened()[0] == "recorder"
    assert network.probes == 2


def test_a_recorder_that_fails_is_looked_at_anew() -> None:
    network = Network()
    with pytest.raises(NoPicture, match="camera is dead"):
        network.ways.open(RECORDER, failing(NoPicture("The camera is dead.")), lambda: "gateway")
    network.is_open = False
    assert network.opened()[0] == "gateway"


def test_when_neither_way_leads_there_both_are_said() -> None:
    network = Network()
    network.is_open = False
    with pytest.raises(NoPicture, match=r"recorder.example.org cannot be reached \(port 7563\)\. No WebRTC here"):
        network.ways.open(RECORDER, lambda: "recorder", failing(NotPermitted("No WebRTC here.")))
    network.is_open = True
    assert network.opened()[0] == "recorder"
    network.clock.advance(GOOD_FOR_S)
    network.is_open = False
    with pytest.raises(CannotDecode, match="another coding"):
        network.ways.open(RECORDER, lambda: "recorder", failing(CannotDecode("It has another coding.")))


@pytest.mark.parametrize("way", [Way.RECORDER, Way.GATEWAY])
def test_what_a_person_chose_is_not_questioned(way: Way) -> None:
    network = Network(way)
    network.is_open = way is Way.GATEWAY
    assert network.opened()[0] == way.value
    assert network.probes == 0
    failures = failing(NotPermitted("Not allowed.")), failing(NotPermitted("Not allowed."))
    with pytest.raises(NotPermitted):
        network.ways.open(RECORDER, *failures)


def test_names_of_ways() -> None:
    assert [Way.named(text) for text in ("recorder", "gateway", "auto", "", "balloon")] == [
        Way.RECORDER,
        Way.GATEWAY,
        Way.AUTO,
        Way.AUTO,
        Way.AUTO,
    ]


def test_ports_that_answer_refuse_and_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "PROBE_S", 0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert answers(address)
        waiting = [socket.socket() for _ in range(4)]
        try:
            for each in waiting:
                each.setblocking(False)
                each.connect_ex(listener.getsockname())
            assert not answers(address)
        finally:
            for each in waiting:
                each.close()
    assert not answers(address)
    assert not answers("http://nowhere.invalid:7563/")
