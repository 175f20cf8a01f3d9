"""Asking an authority for a trusted time stamp (RFC 3161 3.4: over HTTP)."""

import httpx
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

from smartclient.domain.errors import EvidenceError
from smartclient.evidence.time_stamp import MAX_STAMP_BYTES, read

PATIENCE_S = 15.0
_GRANTED = (0, 1)


def fetch(url: str, signed: bytes) -> bytes:
    """A time stamp over `signed` from the authority at `url`; blocks for 15 s at most a step. Raises EvidenceError."""
    request = TimestampRequestBuilder().data(signed).hash_algorithm(HashAlgorithm.SHA256).build()
    try:
        data = _post(url, request.as_bytes())
        response = decode_timestamp_response(data)
        if response.status not in _GRANTED:
            raise EvidenceError(f"The time stamp authority {url} refused.")
        if response.tst_info.nonce != request.nonce:
            raise EvidenceError(f"The time stamp authority {url} answered another question than ours.")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise EvidenceError(f"The time stamp authority {url} gave no time stamp: {reason}") from error
    read(data, signed)
    return data


def _post(url: str, question: bytes) -> bytes:
    kind = {"Content-Type": "application/timestamp-query"}
    with httpx.stream("POST", url, content=question, headers=kind, timeout=PATIENCE_S) as answer:
        answer.raise_for_status()
        data = b""
        for chunk in answer.iter_bytes():
            data += chunk
            if len(data) > MAX_STAMP_BYTES:
                raise ValueError("its answer is too long")
        return data
