"""Signing in as published clients do: every spelling, every refusal, tokens that end."""

import base64
import json
import re

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from smartclient.demo.server import DemoServer
from smartclient.demo.tokens import LOCK_OUT_AFTER, LOCK_OUT_S, Tokens
from tests.builders.demo_client import PASSWORD, demo, error_text, signed_in, token
from tests.builders.little_district import ELM_HALL, HALL, guid

SPELLINGS = [
    "/API/IDP/connect/token",
    "/api/idp/connect/token",
    "/api/IDP/connect/token",
    "/IDP/connect/token",
    "/idp/connect/token",
    "/idp/connect/token/",
]
SOAP = "/ManagementServer/ServerCommandServiceOAuth.svc"


def form(**changes: str) -> dict[str, str]:
    known = {
        "grant_type": "password",
        "username": "dispatcher",
        "password": PASSWORD,
        "client_id": "GrantValidatorClient",
    }
    return known | changes


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@demo()
async def test_every_spelling_of_the_token_endpoint(server: DemoServer) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        for spelling in SPELLINGS:
            answer = await client.post(spelling, data=form())
            assert answer.status_code == 200, spelling
            reply = answer.json()
            assert set(reply) == {"access_token", "expires_in", "token_type", "scope"}
            assert (reply["expires_in"], reply["token_type"], reply["scope"]) == (3600, "Bearer", "managementserver")


@demo()
async def test_the_body_is_read_without_a_content_type(server: DemoServer) -> None:
    body = f"grant_type=password&username=Dispatcher&password={PASSWORD}&client_id=GrantValidatorClient"
    async with httpx.AsyncClient(base_url=server.url) as client:
        assert (await client.post("/api/idp/connect/token", content=body)).status_code == 200


@demo()
async def test_the_token_is_signed_with_the_published_key(server: DemoServer) -> None:
    header, claims, signature = (await token(server)).split(".")
    async with httpx.AsyncClient(base_url=server.url) as client:
        discovery = (await client.get("/IDP/.well-known/openid-configuration")).json()
        key = (await client.get(discovery["jwks_uri"])).json()["keys"][0]
    numbers = rsa.RSAPublicNumbers(*(int.from_bytes(decoded(key[part]), "big") for part in "en"))
    numbers.public_key().verify(decoded(signature), f"{header}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
    assert json.loads(decoded(header))["alg"] == "RS256"
    assert json.loads(decoded(claims))["iss"] == discovery["issuer"]


@demo()
async def test_vms_client_renews_once_per_refresh_token(server: DemoServer) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        first = (await client.post("/api/IDP/connect/token", data=form(client_id="VmsClient"))).json()
        renew = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], "client_id": "VmsClient"}
        second = await client.post("/api/IDP/connect/token", data=renew)
        assert second.status_code == 200
        assert second.json()["access_token"] != first["access_token"]
        again = await client.post("/api/IDP/connect/token", data=renew)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@demo()
async def test_refusals_are_json_with_an_error(server: DemoServer) -> None:
    refused = [
        (form(password="wrong"), "invalid_grant", "InvalidCredential"),
        (form(username="nobody"), "invalid_grant", "InvalidCredential"),
        (form(grant_type="windows_credentials"), "unsupported_grant_type", None),
        (form(client_id="Unknown"), "invalid_client", None),
        (form(client_id="VmsAdminClient"), "unauthorized_client", None),
        ({}, "unsupported_grant_type", None),
    ]
    async with httpx.AsyncClient(base_url=server.url) as client:
        for fields, error, code in refused:
            answer = await client.post("/API/IDP/connect/token", data=fields)
            assert answer.status_code == 400
            assert (answer.json()["error"], answer.json().get("error_code")) == (error, code)
        admin = await client.post("/API/IDP/connect/token", data=form(username="district", client_id="VmsAdminClient"))
    assert admin.status_code == 200


@demo()
async def test_repeated_failures_lock_the_account(server: DemoServer) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        for _ in range(LOCK_OUT_AFTER):
            answer = await client.post("/API/IDP/connect/token", data=form(password="wrong"))
            assert answer.json()["error_code"] == "InvalidCredential"
        locked = await client.post("/API/IDP/connect/token", data=form())
        assert (locked.status_code, locked.json()["error_code"]) == (400, "LockedOut")
        other = await client.post("/API/IDP/connect/token", data=form(username="responder"))
    assert other.status_code == 200


def test_the_lock_ends_after_a_while() -> None:
    now = [1000.0]
    tokens = Tokens({"a"}, "right", 60, lambda: now[0])
    for _ in range(LOCK_OUT_AFTER):
        tokens.check_password("a", "wrong")
    assert tokens.check_password("a", "right") == "LockedOut"
    now[0] += LOCK_OUT_S + 1
    assert tokens.check_password("a", "right") is None
    assert tokens.check_password("a", "wrong") == "InvalidCredential"


@demo()
async def test_discovery_needs_no_token(server: DemoServer) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        uris = (await client.get("/api/.well-known/uris")).json()
        assert uris["ApiGateways"][0].endswith("/API/")
        assert not uris["IdentityProvider"].endswith("/")
        assert uris["UnsecureManagementServer"].startswith(server.url)
        found = (await client.get(f"{uris['IdentityProvider']}/.well-known/openid-configuration")).json()
        assert {
            "issuer",
            "token_endpoint",
            "authorization_endpoint",
            "external_providers_uri",
            "server_version",
        } <= set(found)
        assert (await client.post(found["token_endpoint"], data=form())).status_code == 200
        assert (await client.get(found["external_providers_uri"])).json() == []
        assert (await client.get(f"{uris['ApiGateways'][0]}.well-known/uris")).status_code == 200


@demo()
async def test_without_a_good_token_everything_is_401(server: DemoServer) -> None:
    paths = ["cameras", f"cameras/{guid('cameras', 'x')}", "alarms", "events", "effectivePermissions/x", "owner"]
    async with httpx.AsyncClient(base_url=f"{server.url}/api/rest/v1/") as client:
        for path in paths:
            assert "missing" in error_text(await client.get(path))
            garbled = await client.get(path, headers={"Authorization": "Bearer a.b.c"})
            assert (garbled.status_code, "Token validation failed" in error_text(garbled)) == (401, True)


@demo()
async def test_an_expired_token_says_so(server: DemoServer) -> None:
    async with signed_in(server) as client:
        assert (await client.get("cameras")).status_code == 200
        server.tokens.expire_all()
        answer = await client.get("cameras")
    assert (answer.status_code, "token is expired" in error_text(answer)) == (401, True)


def test_the_lifetime_is_settable() -> None:
    now = [1000.0]
    tokens = Tokens({"a"}, "right", 60, lambda: now[0])
    issued = tokens.issue("a", "GrantValidatorClient", "issuer")
    now[0] += 59
    assert tokens.user_of(issued) == "a"
    now[0] += 1
    with pytest.raises(Exception, match="token is expired"):
        tokens.user_of(issued)


def login(instance: str = "8f0e7a2c-0000-4000-8000-000000000001", current: str = "") -> str:
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        '<Login xmlns="http://videoos.net/2/XProtectCSServerCommand">'
        f"<instanceId>{instance}</instanceId><currentToken>{current}</currentToken></Login></s:Body></s:Envelope>"
    )


@demo()
async def test_soap_login_gives_the_image_servers_token(server: DemoServer) -> None:
    action = "http://videoos.net/2/XProtectCSServerCommand/IServerCommandService/Login"
    headers = {"SOAPAction": f'"{action}"', "Content-Type": "text/xml; charset=utf-8"}
    camera = guid("cameras", ELM_HALL)
    async with httpx.AsyncClient(base_url=server.url) as client:
        refused = await client.post(SOAP, content=login(), headers=headers)
        assert refused.status_code == 401
        headers["Authorization"] = f"Bearer {await token(server, 'principal-hs')}"
        answer = await client.post(SOAP, content=login(), headers=headers)
        wrong = await client.post(SOAP, content="<x/>", headers=headers)
    assert (answer.status_code, wrong.status_code) == (200, 500)
    found = re.search("<Token>(TOKEN#[^<]+//ServerConnector#)</Token>", answer.text)
    assert found
    assert "<MicroSeconds>3600000000</MicroSeconds>" in answer.text
    assert server.may_watch(found[1], guid("cameras", HALL).upper())
    assert not server.may_watch(found[1], camera)
    assert not server.may_watch(headers["Authorization"][7:], camera)
    server.tokens.expire_all()
    assert not server.may_watch(found[1], guid("cameras", HALL))
