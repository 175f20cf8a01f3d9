"""WebRTC signalling over REST: `POST …/WebRTC/Session`, its answer and token by PATCH, and candidates both ways."""

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.answers import ApiError, answer, body
from smartclient.demo.config_routes import REST
from smartclient.demo.webrtc.gateway import Gateway, answered
from smartclient.demo.webrtc.wishes import from_rest

MOST_CANDIDATES = 64


class WebRtcRoutes:
    """Serves `/api/rest/v1/webrtc/…`. There is no DELETE: a session ends when the client closes the connection."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def routes(self) -> list[Route]:
        """All routes, lower case."""
        return [
            Route(f"{REST}/webrtc/session", self._open, methods=["POST"]),
            Route(f"{REST}/webrtc/session/{{guid}}", self._change, methods=["PATCH", "PUT"]),
            Route(f"{REST}/webrtc/icecandidates/{{guid}}", self._candidates, methods=["GET", "POST"]),
        ]

    async def _open(self, request: Request) -> Response:
        token, content = _token(request), await body(request)
        session, offer = await self._gateway.open(token, from_rest(content))
        return answer(answered(session, offer, content.get("iceServers")))

    async def _change(self, request: Request) -> Response:
        content = await body(request)
        session = self._gateway.find(request.path_params["guid"], _token(request))
        if "token" in content:
            self._gateway.extend(session, content["token"])
        if "answerSDP" in content:
            await session.answer(content["answerSDP"])
        elif "token" not in content:
            raise ApiError(400, "answerSDP or token is needed.")
        return answer({"sessionId": session.id})

    async def _candidates(self, request: Request) -> Response:
        session = self._gateway.find(request.path_params["guid"], _token(request))
        if request.method == "POST":
            sent = (await body(request)).get("candidates")
            for each in sent[:MOST_CANDIDATES] if isinstance(sent, list) else ():
                await session.add_candidate(each)
            return answer({})
        return answer({"candidates": [json.dumps(each) for each in session.candidates()]})


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ApiError(401, "Authorization is missing: a bearer token is needed.")
    return token.strip()
