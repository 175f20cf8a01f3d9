"""Signing in: addresses, tokens renewed in time, refusals that end all asking."""

import asyncio
from datetime import UTC, datetime

import msgspec
import pytest

from smartclient.adapters.xprotect.certificate import tls_context
from smartclient.adapters.xprotect.http import Http
from smartclient.adapters.xprotect.sign_in import Addresses, SignIn, _is_as_safe, discover, server_url
from smartclient.domain.errors import BadAnswer, ServerUnreachable, SignInRefused
from smartclient.runtime.clock import ManualClock
from smartclient.runtime.secret import Secret
from tests.builders.raw_server import Answer, json_answer, raw_server
from tests.builders.running import run

START = datetime(2026, 1, 31, tzinfo=UTC)


class Tokens:
    """A token endpoint that counts; `lifetime` is what it promises."""

    def __init__(self, lifetime: object = 3600) -> None:
        self.asked: list[bytes] = []
        self.lifetime = lifetime

    def __call__(self, _method: str, path: str, body: bytes) -> Answer:
        assert path == "/api/IDP/connect/token"
        self.asked.append(body)
        answer = {"access_token": f"token-{len(self.asked)}", "expires_in": self.lifetime, "token_type": "Bearer"}
        return json_answer(msgspec.json.encode(answer))


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("vms.example.org", "https://vms.example.org"),
        (" http://10.0.0.5:8080/installation?x=1 ", "http://10.0.0.5:8080"),
        ("https://user:secret@vms.example.org/", "https://vms.example.org"),
    ],
)
def test_what_people_type_becomes_an_address(typed: str, url: str) -> None:
    assert server_url(typed) == url


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ftp://x",
        "https://",
        "http://host:99999",
        "javascript:alert(1)",
        "http://[::1",
        "http://a\x00b",
    ],
)
def test_what_is_no_address_is_said(typed: str) -> None:
    with pytest.raises(ServerUnreachable, match="is not the address"):
        server_url(typed)


def test_a_token_is_kept_and_renewed_before_it_ends() -> None:
    async def play() -> None:
        tokens, clock = Tokens(lifetime="600"), ManualClock(START)
        async with raw_server(tokens) as url:
            http = Http(tls_context(()))
            sign_in = SignIn(http, f"{url}/api/", "Ann & Bob", Secret("p+ä&="), clock)
            one, other = await asyncio.gather(sign_in.token(), sign_in.token())
            assert one == other == Secret("token-1")
            clock.advance(539)
            assert await sign_in.token() == one
            clock.advance(2)
            assert await sign_in.token() == Secret("token-2")
            assert await sign_in.token(not_this=one) == Secret("token-2")
            assert await sign_in.token(not_this=Secret("token-2")) == Secret("token-3")
            await http.close()
        assert len(tokens.asked) == 3
        assert b"username=Ann+%26+Bob&password=p%2B%C3%A4%26%3D&client_id=GrantValidatorClient" in tokens.asked[0]

    run(play())


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('{"error":"invalid_grant","error_code":"InvalidCredential"}', "User name or password is wrong."),
        ('{"error":"invalid_grant","error_code":"LockedOut"}', "The account is locked"),
        ('{"error":"invalid_grant","error_code":"ChangePassword"}', "must be changed"),
        ("<html>no JSON at all", "User name or password is wrong."),
        ('{"error":{"deep":[]},"error_code":{}}', "User name or password is wrong."),
    ],
)
def test_a_refusal_is_final(body: str, sentence: str) -> None:
    async def play() -> None:
        asked: list[str] = []

        def answer(_method: str, path: str, _body: bytes) -> Answer:
            asked.append(path)
            return json_answer(body, 400)

        async with raw_server(answer) as url:
            http = Http(tls_context(()))
            sign_in = SignIn(http, f"{url}/api/", "ann", Secret("x"), ManualClock(START))
            for _ in range(3):
                with pytest.raises(SignInRefused, match=sentence):
                    await sign_in.token()
            await http.close()
        assert len(asked) == 1

    run(play())


def test_a_windows_account_is_not_even_tried() -> None:
    async def play() -> None:
        http = Http(tls_context(()))
        sign_in = SignIn(http, "http://127.0.0.1:1/api/", "SCHOOL\\ann", Secret("x"), ManualClock(START))
        with pytest.raises(SignInRefused, match="Windows account"):
            await sign_in.token()
        await http.close()

    run(play())


def test_a_server_in_trouble_is_not_a_refusal() -> None:
    async def play() -> None:
        answers = [json_answer("Bad gateway", 502), json_answer("{}"), json_answer('{"access_token":"a\\r\\nb"}')]

        async with raw_server(lambda *_: answers.pop(0)) as url:
            http = Http(tls_context(()))
            sign_in = SignIn(http, f"{url}/api/", "ann", Secret("x"), ManualClock(START))
            with pytest.raises(ServerUnreachable, match="502"):
                await sign_in.token()
            for _ in range(2):
                with pytest.raises(BadAnswer, match="no usable token"):
                    await sign_in.token()
            await http.close()

    run(play())


def discovered(body: str, gateways_answer: int = 200) -> tuple[str, Addresses]:
    async def play() -> tuple[str, Addresses]:
        def answer(_method: str, path: str, _body: bytes) -> Answer:
            is_first = path == "/api/.well-known/uris"
            return json_answer(body.replace("HERE", here) if is_first else "{}", 200 if is_first else gateways_answer)

        here = ""
        async with raw_server(answer) as url:
            here = url
            http = Http(tls_context(()))
            found = await discover(http, url)
            await http.close()
            return url, found

    return run(play())


def test_gateways_are_found_where_the_server_says() -> None:
    url, found = discovered('{"ApiGateways":["HERE/other/API"],"UnsecureManagementServer":"HERE/management"}')
    assert found == Addresses(f"{url}/other/API/", f"{url}/management/")


@pytest.mark.parametrize(
    "body", ["{}", "[]", "no JSON", '{"ApiGateways":[7,"ftp://x/",{},"http://[::1"]}', '{"ApiGateways":"HERE"}']
)
def test_without_a_usable_answer_the_usual_places_are_taken(body: str) -> None:
    url, found = discovered(body)
    assert found == Addresses(f"{url}/api/", f"{url}/")


def test_a_gateway_that_does_not_answer_is_passed_over() -> None:
    url, found = discovered('{"ApiGateways":["HERE/other/API/","http://127.0.0.1:1/API/"]}', 503)
    assert found == Addresses(f"{url}/api/", f"{url}/")


def test_a_secure_address_is_never_left_for_an_insecure_one() -> None:
    assert not _is_as_safe("http://vms/API/", "https://vms")
    assert _is_as_safe("https://other/API/", "https://vms")
    assert _is_as_safe("https://other/API/", "http://vms")
