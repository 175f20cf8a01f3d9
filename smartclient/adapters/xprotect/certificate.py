"""Which certificates are trusted: the system's authorities, or exactly the pinned ones, alike for HTTP, WebSocket and raw sockets."""

import asyncio
import hashlib
import socket
import ssl
from collections.abc import Iterable

from smartclient.adapters.line_trouble import line_trouble
from smartclient.domain.errors import CertificateUnknown, ServerError, ServerUnreachable

PROBE_TIMEOUT_S = 10.0


class _NotPinned(ssl.SSLCertVerificationError):
    """The peer showed a certificate that is not among the pinned ones."""

    def __init__(self) -> None:
        super().__init__(1, "it is not the certificate that was trusted before")
        self.verify_message = "it is not the certificate that was trusted before"


def sha256(der: bytes) -> str:
    """The fingerprint of a certificate: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(der).hexdigest()


def _check(context: ssl.SSLContext, der: bytes | None) -> None:
    if isinstance(context, PinnedContext) and (der is None or sha256(der) not in context.trusted):
        raise _NotPinned


class _PinnedObject(ssl.SSLObject):
    def do_handshake(self) -> None:
        super().do_handshake()
        _check(self.context, self.getpeercert(binary_form=True))


class _PinnedSocket(ssl.SSLSocket):
    def do_handshake(self, block: bool = False) -> None:
        super().do_handshake(block)
        _check(self.context, self.getpeercert(binary_form=True))


class PinnedContext(ssl.SSLContext):
    """Ends every handshake whose certificate is not one of `trusted` (SHA-256), before a byte of ours is sent.

    Names, dates and issuers are not looked at: the pin says more than they do.
    """

    sslobject_class = _PinnedObject
    sslsocket_class = _PinnedSocket
    trusted: frozenset[str] = frozenset()


def tls_context(trusted_sha256: Iterable[str]) -> ssl.SSLContext:
    """A context that trusts the system's authorities, or, where pins are given, those certificates and no other."""
    trusted = frozenset(pin.replace(":", "").replace(" ", "").lower() for pin in trusted_sha256)
    if not trusted:
        return ssl.create_default_context()
    context = PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.trusted = trusted
    return context


def trouble_in(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """The failed verification behind an error, however a library wrapped it."""
    for _ in range(10):
        if error is None or isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = error.__cause__ or error.__context__
    return None


def unknown(host: str, port: int, error: ssl.SSLCertVerificationError) -> ServerError:
    """The error to raise: looks at the server's certificate again, sending nothing. Blocks up to PROBE_TIMEOUT_S."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout=PROBE_TIMEOUT_S) as plain,
            context.wrap_socket(plain, server_hostname=host) as secure,
        ):
            fingerprint = sha256(secure.getpeercert(binary_form=True) or b"")
    except OSError as failure:
        return ServerUnreachable(f"{host} did not show its certificate ({line_trouble(failure)}).")
    reason = error.verify_message.rstrip(".")
    return CertificateUnknown(
        f"The certificate of {host} is not trusted here: {reason}. Compare its SHA-256 with the one the server's "
        f"owner gives you before you trust it.",
        fingerprint,
    )


async def unknown_soon(host: str, port: int, error: ssl.SSLCertVerificationError) -> ServerError:
    """As `unknown`, beside the loop."""
    return await asyncio.to_thread(unknown, host, port, error)
