"""Signing in: where the server's parts are, and a bearer token that is renewed in time and never asked for in vain."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from smartclient.adapters.xprotect.http import Answer, Http
from smartclient.adapters.xprotect.values import child, children, number, web_address, words
from smartclient.domain.errors import BadAnswer, ServerError, ServerUnreachable, SignInRefused
from smartclient.runtime.clock import Clock
from smartclient.runtime.secret import Secret

DISCOVERY_TIMEOUT_S = 5.0
MARGIN_S = 60.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the parts are; both end in `/`."""

    gateway: str
    management: str


def server_url(typed: str) -> str:
    """What a person typed as `scheme://host[:port]`; https where no scheme was given. Raises ServerUnreachable."""
    text = typed.strip()
    url = web_address(text if "://" in text else f"https://{text}")
    if not url:
        raise ServerUnreachable(
            f"“{words(text)}” is not the address of a server. It looks like https://vms.example.org."
        )
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))


async def discover(http: Http, server: str) -> Addresses:
    """Reads `/api/.well-known/uris`. A server without it has its parts in the usual places.

    A gateway named there is used only when it is as safe as the address the person typed, and answers.
    """
    usual = Addresses(f"{server}/api/", f"{server}/")
    answer = await http.send("GET", f"{server}/api/.well-known/uris", timeout_s=DISCOVERY_TIMEOUT_S)
    if answer.status >= 500:
        raise answer.error("say where its services are")
    try:
        told = answer.json() if answer.is_good else {}
    except BadAnswer:
        return usual
    gateways = [url for url in children(told, "ApiGateways", limit=20) if _is_as_safe(url, server)]
    for gateway in sorted(gateways, key=lambda url: urlsplit(url).netloc.lower() != urlsplit(server).netloc.lower()):
        url = gateway.rstrip("/") + "/"
        if await _answers(http, url):
            key = "SecureManagementServer" if server.startswith("https") else "UnsecureManagementServer"
            management = child(told, key)
            return Addresses(url, management.rstrip("/") + "/" if _is_as_safe(management, server) else usual.management)
    return usual


def _is_as_safe(url: object, server: str) -> bool:
    scheme = web_address(url).partition(":")[0]
    return scheme == "https" or scheme == urlsplit(server).scheme == "http"


async def _answers(http: Http, gateway: str) -> bool:
    try:
        answer = await http.send("GET", f"{gateway}.well-known/uris", timeout_s=DISCOVERY_TIMEOUT_S)
    except ServerError:
        return False
    return answer.is_good


class SignIn:
    """Bearer tokens by password grant (reference: API Gateway, `GrantValidatorClient`).

    That grant has no refresh token: before the token ends we sign in again. A refused sign-in is final, because repeating it
    locks the account; every later call raises the same SignInRefused without asking the server.
    """

    def __init__(self, http: Http, gateway: str, user: str, password: Secret, clock: Clock) -> None:
        self._http, self._url = http, f"{gateway}IDP/connect/token"
        self._user, self._password, self._clock = user, password, clock
        self._token, self._good_until_s = Secret(""), 0.0
        self._refused: SignInRefused | None = None
        self._one_at_a_time = asyncio.Lock()

    async def token(self, not_this: Secret | None = None) -> Secret:
        """A token that is good for a while; a new one when the server has just refused `not_this`.

        Raises SignInRefused, ServerUnreachable, CertificateUnknown or BadAnswer.
        """
        async with self._one_at_a_time:
            if self._refused is not None:
                raise self._refused
            is_good = self._token and self._clock.steady_s() < self._good_until_s
            if not is_good or self._token == not_this:
                await self._ask()
            return self._token

    async def _ask(self) -> None:
        if "\\" in self._user:
            raise SignInRefused(f"{words(self._user)} is a Windows account. Sign in with a basic user of the server.")
        form = {
            "grant_type": "password",
            "username": self._user,
            "password": self._password.reveal(),
            "client_id": "GrantValidatorClient",
        }
        answer = await self._http.send("POST", self._url, headers=_FORM, body=urlencode(form).encode())
        if not answer.is_good:
            raise self._refusal(answer)
        told = answer.json()
        token, lifetime_s = child(told, "access_token"), number(child(told, "expires_in")) or 3600.0
        if not isinstance(token, str) or not token.isascii() or not 0 < len(token) <= 16_384 or not token.isprintable():
            raise BadAnswer("The server accepted the sign-in but sent no usable token.")
        self._token = Secret(token)
        self._good_until_s = self._clock.steady_s() + max(0.0, lifetime_s - min(MARGIN_S, lifetime_s / 4))

    def _refusal(self, answer: Answer) -> ServerError:
        if answer.status not in (400, 401, 403):
            return answer.error("sign you in")
        try:
            code = words(child(answer.json(), "error_code"))
        except BadAnswer:
            code = ""
        sentence = {
            "LockedOut": "The account is locked after too many attempts. Ask the server's administrator, or wait.",
            "ChangePassword": "The password must be changed first, on the server.",
        }.get(code, "User name or password is wrong.")
        self._refused = SignInRefused(f"{sentence} ({words(self._user)})")
        return self._refused
