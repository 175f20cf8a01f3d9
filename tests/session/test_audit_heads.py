"""Heads among consoles over a real demo server: each keeps the other's, and hears of a log that became shorter."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from smartclient.adapters.server import Server
from smartclient.evidence.audit.head import Claim, Head, sign, to_bytes
from smartclient.evidence.audit.known_heads import OtherHeads, read_heads
from smartclient.evidence.keys import new_signer
from smartclient.session.audit_heads import HeadExchange
from tests.builders.demo_district import client, demo_server
from tests.builders.running import run, until

SIGNER = new_signer()
LOG = "0" * 31 + "1"


def head(number: int, digit: str = "a", log: str = LOG, hour: int = 0) -> Head:
    at = datetime(2026, 3, 2, hour, tzinfo=UTC)
    claim = Claim(log=log, number=number, link=digit * 64, at=at, workstation="Desk 1")
    return sign(claim, SIGNER)


def exchange(server: Server, kept: Path) -> HeadExchange:
    return HeadExchange(server, lambda: OtherHeads(kept), every_s=0.05)


def test_consoles_keep_each_others_heads_and_notice_a_cut(tmp_path: Path) -> None:
    async def whole() -> None:
        async with demo_server(tmp_path) as demo, AsyncExitStack() as stack:
            desks = []
            for name in ("one", "two"):
                server = client(demo)
                stack.push_async_callback(server.close)
                await server.connect()
                desks.append(exchange(server, tmp_path / name))
                stack.push_async_callback(desks[-1].stop)
                desks[-1].start()
            bent: list[str] = []
            desks[1].bent.connect(bent.append)

            def known() -> list[int]:
                return [each.claim.number for each in read_heads(tmp_path / "two")]

            async def told(what: Head) -> None:
                before = desks[0].told
                desks[0].tell(to_bytes(what))
                await until(lambda: desks[0].told > before)

            while not known():
                await told(head(10))
            await told(head(20))
            await until(lambda: known() == [20])
            await told(head(15))
            await until(lambda: bent)
            assert "15 entries" in bent[0]
            assert "it had 20" in bent[0]
            assert known() == [20]
            desks[0].tell(b'{"claim": "rubbish"}')
            await told(head(20, "b"))
            await until(lambda: len(bent) > 1)
            assert "It was altered" in bent[-1]

    run(whole())


def test_what_the_channel_brings_is_not_trusted(tmp_path: Path) -> None:
    others = OtherHeads(tmp_path / "heads")
    forged = Head(claim=head(5).claim, public_key=head(5).public_key, signature=head(6).signature)
    assert "does not match" in others.learn(forged)
    assert others.of(LOG) == []
    assert others.learn(head(5)) == ""
    assert others.learn(head(5)) == ""
    assert OtherHeads(tmp_path / "heads").of(LOG) == [head(5)]


def test_a_head_that_comes_late_by_a_slower_server_is_no_cut_and_a_younger_shorter_one_is(tmp_path: Path) -> None:
    others = OtherHeads(tmp_path / "heads")
    assert others.learn(head(20, hour=9)) == ""
    assert others.learn(head(15, hour=8)) == ""
    assert others.of(LOG) == [head(20, hour=9)]
    assert "it had 20" in others.learn(head(15, hour=10))
