"""The second token: recorders do not take the bearer token, but one that the management server gives over SOAP."""

import asyncio
import html
import re
import uuid
from xml.sax.saxutils import escape

from smartclient.adapters.xprotect.http import Answer, Http
from smartclient.adapters.xprotect.sign_in import SignIn
from smartclient.adapters.xprotect.values import integer, words
from smartclient.domain.errors import BadAnswer, SignInRefused
from smartclient.runtime.clock import Clock
from smartclient.runtime.secret import Secret

_ACTION = "http://videoos.net/2/XProtectCSServerCommand"
_TOKEN = re.compile(r"<(?:\w{1,10}:)?Token>([^<]{1,4096})</")
_LIFETIME = re.compile(r"<(?:\w{1,10}:)?MicroSeconds>\s*([^<]{1,20})</")
_USUAL_LIFETIME_S = 3_600.0


class ConnectionTokens:
    """A token for recorders, shared by all streams and renewed at three quarters of its life."""

    def __init__(self, http: Http, management: str, sign_in: SignIn, clock: Clock) -> None:
        self._http, self._sign_in, self._clock = http, sign_in, clock
        self._url = f"{management}ManagementServer/ServerCommandServiceOAuth.svc"
        self._instance = str(uuid.uuid4())
        self._token, self._renew_at_s = Secret(""), 0.0
        self._one_at_a_time = asyncio.Lock()

    async def current(self, not_this: Secret | None = None) -> Secret:
        """A good token; a new one where a recorder has just refused `not_this`. Raises ServerErrors."""
        async with self._one_at_a_time:
            if not self._token or self._clock.steady_s() >= self._renew_at_s or self._token == not_this:
                await self._ask()
            return self._token

    async def _ask(self) -> None:
        bearer = await self._sign_in.token()
        answer = await self._login(bearer)
        if answer.status == 401:
            answer = await self._login(await self._sign_in.token(not_this=bearer))
        if answer.status == 401:
            raise SignInRefused("The server no longer accepts this sign-in.")
        if not answer.is_good:
            raise answer.error("watch video")
        text = answer.body[:1_000_000].decode(errors="replace")
        token = _TOKEN.search(text)
        if token is None:
            raise BadAnswer(f"The server gave no token for its recorders ({words(text, 120)}).")
        lifetime = _LIFETIME.search(text)
        lifetime_s = (integer(lifetime[1]) or 0) / 1e6 if lifetime else 0.0
        self._token = Secret(html.unescape(token[1]).strip())
        self._renew_at_s = self._clock.steady_s() + 0.75 * (lifetime_s or _USUAL_LIFETIME_S)

    async def _login(self, bearer: Secret) -> Answer:
        envelope = (
            '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
            f'<s:Body><Login xmlns="{_ACTION}"><instanceId>{self._instance}</instanceId>'
            f"<currentToken>{escape(self._token.reveal())}</currentToken></Login></s:Body></s:Envelope>"
        )
        headers = {
            "Authorization": f"Bearer {bearer.reveal()}",
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{_ACTION}/IServerCommandService/Login"',
        }
        return await self._http.send("POST", self._url, headers=headers, body=envelope.encode())
