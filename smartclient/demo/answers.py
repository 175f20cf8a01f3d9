"""Answers in the server's envelopes, bodies read whatever their content type, and errors in its words."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

LARGEST_BODY = 4 * 1024 * 1024

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal that becomes `{"error": {"httpCode": …, "details": [{"errorText": …}]}}`."""

    def __init__(self, status: int, text: str, text_id: str = "", place: str = "") -> None:
        super().__init__(text)
        self.status = status
        self.details = {"errorText": text}
        if text_id:
            self.details["errorTextId"] = text_id
        if place:
            self.details["property"] = place


def not_permitted() -> ApiError:
    """The server's words for a missing right."""
    return ApiError(403, "You do not have sufficient permissions to complete the operation.", "VMO61008")


def answer(content: object, status: int = 200) -> Response:
    """Any value as JSON."""
    return Response(msgspec.json.encode(content), status, media_type="application/json")


def data(item: object, status: int = 200) -> Response:
    """One item."""
    return answer({"data": item}, status)


def array(items: object) -> Response:
    """A list of items."""
    return answer({"array": items})


def refused(error: ApiError) -> Response:
    """The error as a response."""
    return answer({"error": {"httpCode": error.status, "details": [error.details]}}, error.status)


async def body(request: Request) -> Json:
    """The request's JSON object; an empty body is an empty object. Raises ApiError 400 and 413."""
    text = bytearray()
    async for piece in request.stream():
        text += piece
        if len(text) > LARGEST_BODY:
            raise ApiError(413, "The request is too large.")
    if not text.strip():
        return {}
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise ApiError(400, f"The request body is not a JSON object: {error}") from error
