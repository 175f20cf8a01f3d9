"""A self-signed certificate made at start, as many sites have."""

import hashlib
import ipaddress
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID_DAYS = 365


def self_signed(host: str, kept: Path | None = None) -> tuple[ssl.SSLContext, str]:
    """A TLS context for `host` and localhost, and the certificate's SHA-256 in lower-case hex.

    The certificate is the one in the file `kept`, which is written where there is none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kept is None:
        return context, renewed(context, host)
    if not kept.exists():
        _write(kept, _pem(host))
    return context, _shown(context, kept.read_bytes())


def renewed(context: ssl.SSLContext, host: str) -> str:
    """Shows a new certificate to who connects from now on; its SHA-256."""
    return _shown(context, _pem(host))


def _shown(context: ssl.SSLContext, pem: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.pem"
        _write(file, pem)
        context.load_cert_chain(file)
    certificate = x509.load_pem_x509_certificate(pem)
    return hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()


def _write(file: Path, pem: bytes) -> None:
    file.touch(mode=0o600)
    file.write_bytes(pem)


def _pem(host: str) -> bytes:
    """A certificate and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _names(host: str) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    addresses = {"127.0.0.1", "::1"}
    try:
        addresses.add(str(ipaddress.ip_address(host)))
    except ValueError:
        names.append(x509.DNSName(host))
    return names + [x509.IPAddress(ipaddress.ip_address(address)) for address in sorted(addresses)]
