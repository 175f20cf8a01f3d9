"""Signing in over HTTP: the token endpoint, discovery, and the SOAP login that gives the image server's token."""

import re
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.answers import ApiError, Json, answer
from smartclient.demo.gate import Gate
from smartclient.demo.recorders import VERSION
from smartclient.demo.times import stamp
from smartclient.demo.tokens import IMAGE_TOKEN_S, SCOPE
from smartclient.demo.world import utc_now

CLIENTS = {"GrantValidatorClient", "VmsClient", "VmsAdminClient"}
LOGIN = "http://videoos.net/2/XProtectCSServerCommand"
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_LARGEST_LOGIN = 64 * 1024


class SignInRoutes:
    """`/idp/connect/token` and its spellings, `/.well-known/…`, `ServerCommandServiceOAuth.svc`."""

    def __init__(self, gate: Gate, administrators: frozenset[str]) -> None:
        self._gate, self._tokens = gate, gate.tokens
        self._administrators = administrators

    def routes(self) -> list[Route]:
        """All routes, lower case."""
        made = [
            Route("/api/.well-known/uris", self._uris),
            Route("/managementserver/servercommandserviceoauth.svc", self._soap, methods=["POST"]),
        ]
        for prefix in ("/idp", "/api/idp"):
            made += [
                Route(f"{prefix}/connect/token", self._token, methods=["POST"]),
                Route(f"{prefix}/.well-known/openid-configuration", self._openid),
                Route(f"{prefix}/.well-known/openid-configuration/jwks", self._keys),
                Route(f"{prefix}/external-providers", self._providers),
            ]
        return made

    async def _token(self, request: Request) -> Response:
        sent = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        form = {key.lower(): values[-1] for key, values in sent.items()}
        client = form.get("client_id", "")
        try:
            user = self._user(form, client)
        except _Refused as refusal:
            return answer(refusal.json, 400)
        reply: Json = {
            "access_token": self._tokens.issue(user, client, f"{_base(request)}/IDP"),
            "expires_in": round(self._tokens.lifetime_s),
            "token_type": "Bearer",
            "scope": SCOPE,
        }
        if client != "GrantValidatorClient":
            reply["refresh_token"] = self._tokens.issue_refresh(user)
        return answer(reply)

    def _user(self, form: dict[str, str], client: str) -> str:
        grants = {"password": self._by_password, "refresh_token": self._by_refresh}
        grant = grants.get(form.get("grant_type", ""))
        if grant is None:
            raise _Refused("unsupported_grant_type", "the demo knows password and refresh_token")
        if client not in CLIENTS:
            raise _Refused("invalid_client", "unknown client_id")
        user = grant(form)
        if client == "VmsAdminClient" and user not in self._administrators:
            raise _Refused("unauthorized_client", "only administrators may use this client")
        return user

    def _by_password(self, form: dict[str, str]) -> str:
        user = form.get("username", "").lower()
        problem = self._tokens.check_password(user, form.get("password", ""))
        if problem is not None:
            raise _Refused("invalid_grant", "invalid_username_or_password", problem)
        return user

    def _by_refresh(self, form: dict[str, str]) -> str:
        user = self._tokens.redeem(form.get("refresh_token", ""))
        if user is None:
            raise _Refused("invalid_grant", "invalid_refresh_token")
        return user

    async def _uris(self, request: Request) -> Response:
        base = _base(request)
        secure = request.url.scheme == "https"
        return answer(
            {
                "ProductVersion": VERSION,
                "UnsecureManagementServer": "" if secure else f"{base}/",
                "SecureManagementServer": f"{base}/" if secure else "",
                "IdentityProvider": f"{base}/IDP",
                "ApiGateways": [f"{base}/API/"],
            }
        )

    async def _openid(self, request: Request) -> Response:
        provider = f"{_base(request)}/IDP"
        return answer(
            {
                "issuer": provider,
                "jwks_uri": f"{provider}/.well-known/openid-configuration/jwks",
                "authorization_endpoint": f"{provider}/connect/authorize",
                "token_endpoint": f"{provider}/connect/token",
                "grant_types_supported": ["password", "refresh_token"],
                "scopes_supported": [SCOPE],
                "external_providers_uri": f"{provider}/external-providers",
                "server_version": VERSION,
            }
        )

    async def _keys(self, _request: Request) -> Response:
        return answer(self._tokens.key_set())

    async def _providers(self, _request: Request) -> Response:
        return answer([])

    async def _soap(self, request: Request) -> Response:
        action = request.headers.get("soapaction", "").strip('"')
        text = (await request.body())[:_LARGEST_LOGIN].decode("utf-8", "replace")
        if not action.endswith("/Login") or not re.search(r"<(\w+:)?instanceId>[^<]+<", text):
            return _xml(_fault("Only Login with an instanceId is served."), 500)
        try:
            rights = self._gate.rights(request)
        except ApiError as error:
            return _xml(_fault(str(error)), error.status)
        token = self._tokens.issue_image_token(rights.account.name, request.url.hostname or "localhost")
        return _xml(_login_result(token))


class _Refused(Exception):
    def __init__(self, error: str, description: str, code: str = "") -> None:
        super().__init__(description)
        self.json = {"error": error, "error_description": description}
        if code:
            self.json["error_code"] = code


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _xml(text: str, status: int = 200) -> Response:
    return Response(text, status, media_type="text/xml")


def _envelope(inside: str) -> str:
    return f'<s:Envelope xmlns:s="{_ENVELOPE}"><s:Body>{inside}</s:Body></s:Envelope>'


def _fault(text: str) -> str:
    return _envelope(f"<s:Fault><faultcode>s:Client</faultcode><faultstring>{escape(text)}</faultstring></s:Fault>")


def _login_result(token: str) -> str:
    lasts = f"<TimeToLive><MicroSeconds>{IMAGE_TOKEN_S * 1_000_000}</MicroSeconds></TimeToLive>"
    registered = f"<RegistrationTime>{stamp(utc_now())}</RegistrationTime>"
    result = f"<LoginResult>{registered}{lasts}<Token>{escape(token)}</Token></LoginResult>"
    return _envelope(f'<LoginResponse xmlns="{LOGIN}">{result}</LoginResponse>')
