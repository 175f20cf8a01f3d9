"""The configuration, alarms and events REST: bearer token, envelopes, paging."""

import logging
from collections.abc import Mapping
from typing import Any

import msgspec

from smartclient.adapters.xprotect.http import TIMEOUT_S, Answer, Http
from smartclient.adapters.xprotect.sign_in import SignIn
from smartclient.adapters.xprotect.values import Item, child
from smartclient.domain.errors import BadAnswer, NotPermitted, Refused, SignInRefused, Unsupported
from smartclient.runtime.secret import Secret

LIST_TIMEOUT_S = 180.0
"""Lists of thousands of cameras take a real server over half a minute."""
LONGEST_LIST = 200_000

log = logging.getLogger(__name__)


class Rest:
    """Requests under `{gateway}rest/v1/`. Every method raises ServerErrors."""

    def __init__(self, http: Http, gateway: str, sign_in: SignIn) -> None:
        self._http, self._base, self._sign_in = http, f"{gateway}rest/v1/", sign_in
        self.gateway = gateway
        """The gateway's URL, with the slash it ends in, for other protocols on the same port."""

    async def token(self, not_this: Secret | None = None) -> Secret:
        """The bearer token, for other protocols; a new one where `not_this` was refused."""
        return await self._sign_in.token(not_this=not_this)

    async def ask(
        self,
        method: str,
        path: str,
        about: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
        timeout_s: float = TIMEOUT_S,
    ) -> Answer:
        """A good answer. With an expired token it signs in anew, once; `about` says in words what is asked.

        A `path` that begins with a slash is below the gateway itself.
        """
        url = self.gateway + path[1:] if path.startswith("/") else self._base + path
        content = None if body is None else msgspec.json.encode(body)
        token = await self._sign_in.token()
        for attempt in (1, 2):
            headers = {"Authorization": f"Bearer {token.reveal()}", "Content-Type": "application/json"}
            answer = await self._http.send(
                method, url, headers=headers, params=params, body=content, timeout_s=timeout_s
            )
            if answer.is_good:
                return answer
            if answer.status != 401:
                raise answer.error(about)
            if attempt == 1:
                token = await self._sign_in.token(not_this=token)
        raise SignInRefused(f"The server no longer accepts this sign-in. {answer.error_text()}".strip())

    async def items(self, path: str, about: str, params: Mapping[str, str] | None = None) -> list[Item]:
        """The objects of a list answer; what is not an object is passed over."""
        answer = await self.ask("GET", path, about, params=params, timeout_s=LIST_TIMEOUT_S)
        array = child(answer.json(), "array")
        if not isinstance(array, list):
            raise BadAnswer(f"The server was asked to {about} and sent no list.")
        found = [item for item in array[:LONGEST_LIST] if isinstance(item, Mapping)]
        if len(found) < len(array):
            log.warning("%s: %d entries are not objects", path, len(array) - len(found))
        return found

    async def items_if_any(self, path: str, about: str) -> list[Item]:
        """As `items`; empty where this server or this user has no such list."""
        try:
            return await self.items(path, about)
        except (Unsupported, NotPermitted, Refused) as error:
            log.info("%s: %s", path, error)
            return []

    async def item(self, path: str, about: str) -> Any:
        """The object of a single answer."""
        return child((await self.ask("GET", path, about)).json(), "data")
