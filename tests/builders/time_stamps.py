"""A time stamp authority on 127.0.0.1 (RFC 3161), with a root of its own; its DER is written by hand."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_RSA = bytes.fromhex("300d06092a864886f70d0101010500")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")
_CONTENT_TYPE = bytes.fromhex("06092a864886f70d010903")
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
_SIGNING_CERTIFICATE_V2 = bytes.fromhex("060b2a864886f70d010910022f")
_POLICY = bytes.fromhex("06042a030401")


def der(tag: int, *parts: bytes) -> bytes:
    """A DER value."""
    body = b"".join(parts)
    size = bytes([len(body)]) if len(body) < 128 else len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag]) + (size if len(body) < 128 else bytes([0x80 | len(size)]) + size) + body


def number(value: int) -> bytes:
    """A DER INTEGER."""
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


@dataclass(frozen=True)
class Authority:
    """Stamps; `root` is its own root certificate, `url` where it listens while it serves."""

    root: x509.Certificate
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    url: str = ""

    def stamp(self, digest: bytes, nonce: bytes, at: datetime) -> bytes:
        """A TimeStampResp over a SHA-256 `digest`."""
        info = der(
            0x30, number(1), _POLICY, der(0x30, _SHA256, der(0x04, digest)), number(7),
            der(0x18, f"{at:%Y%m%d%H%M%SZ}".encode()), nonce,
        )  # fmt: skip
        der_certificate = self.certificate.public_bytes(Encoding.DER)
        certificate_id = der(0x30, der(0x30, der(0x30, der(0x04, hashlib.sha256(der_certificate).digest()))))
        attributes = b"".join(
            sorted(
                (
                    der(0x30, _CONTENT_TYPE, der(0x31, _TST_INFO)),
                    der(0x30, _MESSAGE_DIGEST, der(0x31, der(0x04, hashlib.sha256(info).digest()))),
                    der(0x30, _SIGNING_CERTIFICATE_V2, der(0x31, certificate_id)),
                )
            )
        )
        signature = self.key.sign(der(0x31, attributes), padding.PKCS1v15(), hashes.SHA256())
        issuer = der(0x30, self.certificate.issuer.public_bytes(), number(self.certificate.serial_number))
        signer = der(0x30, number(1), issuer, _SHA256, der(0xA0, attributes), _RSA, der(0x04, signature))
        signed = der(
            0x30, number(3), der(0x31, _SHA256), der(0x30, _TST_INFO, der(0xA0, der(0x04, info))),
            der(0xA0, der_certificate), der(0x31, signer),
        )  # fmt: skip
        return der(0x30, der(0x30, number(0)), der(0x30, _SIGNED_DATA, der(0xA0, signed)))


def new_authority() -> Authority:
    """A root and a certificate for time stamping."""
    root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    root_name, name = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)]) for words in ("Test root", "Test TSA")
    )
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, is_root=True)
    return Authority(root, _certificate(name, root_name, key.public_key(), root_key, is_root=False), key)


def _certificate(
    name: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, signer: rsa.RSAPrivateKey, *, is_root: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if is_root:
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(usage, critical=True)
    else:
        usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
        builder = builder.add_extension(usage, critical=True).add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    return builder.sign(signer, hashes.SHA256())


@contextmanager
def serving(authority: Authority, status: int = 200, answers_same_nonce: bool = True) -> Iterator[Authority]:
    """Answers requests inside the block."""

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            place = question.index(b"\x04\x20") + 2
            rest = question[place + 32 :]
            nonce = rest[: 2 + rest[1]] if rest[:1] == b"\x02" else b""
            if not answers_same_nonce:
                nonce = number(5)
            answer = authority.stamp(question[place : place + 32], nonce, datetime.now(UTC))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Keeps quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Authority(authority.root, authority.certificate, authority.key, f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
