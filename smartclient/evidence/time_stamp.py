"""Trusted time stamps (RFC 3161): an authority's word that the package's signature existed at a time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from rfc3161_client import TimeStampResponse, VerificationError, VerifierBuilder, decode_timestamp_response

from smartclient.domain.errors import EvidenceError

MAX_STAMP_BYTES = 256 * 2**10


@dataclass(frozen=True, slots=True)
class Stamp:
    """When the signature existed, says `authority`; `is_trusted` when its certificate descends from a root that was given."""

    at: datetime
    authority: str
    is_trusted: bool


def read(stamp: bytes, signed: bytes, roots: Sequence[x509.Certificate] = ()) -> Stamp:
    """What the time stamp says, once it is proven to be over `signed`; needs no network. Raises EvidenceError.

    Its signature is checked where `roots` are given; a signature by nobody in particular would prove nothing.
    """
    if len(stamp) > MAX_STAMP_BYTES:
        raise EvidenceError("The time stamp cannot be read.")
    try:
        response = decode_timestamp_response(stamp)
        said = response.tst_info
        is_ours = said.message_imprint.message == hashlib.sha256(signed).digest()
        authority = _authority(response)
    except (
        ValueError,
        LookupError,
        TypeError,
    ) as error:  # names of people in a certificate may be of no kind the library knows
        raise EvidenceError("The time stamp cannot be read.") from error
    if not is_ours:
        raise EvidenceError("The time stamp does not belong to this package's signature.")
    if roots:
        _check_chain(response, signed, roots)
    return Stamp(said.gen_time, authority, bool(roots))


def _check_chain(response: TimeStampResponse, signed: bytes, roots: Sequence[x509.Certificate]) -> None:
    builder = VerifierBuilder(roots=list(roots))
    try:
        for der in response.signed_data.certificates:
            certificate = x509.load_der_x509_certificate(der)
            if certificate not in roots:
                builder = builder.add_intermediate_certificate(certificate)
        builder.build().verify_message(response, signed)
    except (VerificationError, ValueError, LookupError, TypeError) as error:
        raise EvidenceError("The time stamp is not by an authority that descends from the given root.") from error


def _authority(response: TimeStampResponse) -> str:
    signers = [(signer.issuer, signer.serial_number) for signer in response.signed_data.signer_infos]
    for der in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(der)
        if (certificate.issuer, certificate.serial_number) in signers:
            return certificate.subject.rfc4514_string()
    return ""
