"""What is done with a finished package: checks and copies, each noted in its chain of custody."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from smartclient.domain.errors import EvidenceError
from smartclient.evidence import custody
from smartclient.evidence.keys import Signer, workstation_signer
from smartclient.evidence.manifest import CUSTODY, MANIFEST
from smartclient.evidence.report_words import headline
from smartclient.evidence.verify import Report, verify


def record_verified(package: Path, report: Report, who: str, where: str, signer: Signer | None = None) -> None:
    """Notes in a package folder that it was looked at and what was found. Raises EvidenceError."""
    _note(package, custody.Act.VERIFIED, who, where, headline(report), signer)


def copy_package(
    package: Path, parent: Path, who: str, where: str, signer: Signer | None = None
) -> tuple[Path, Report]:
    """Copies a package folder into `parent` and checks the copy; both are noted in the copy's chain. Raises EvidenceError."""
    if not package.is_dir():
        raise EvidenceError(f"{package} is no folder. A zip is copied as any file.")
    target = parent / package.name
    if target.exists():
        raise EvidenceError(f"{target} is there already. Choose another folder.")
    try:
        shutil.copytree(package, target, symlinks=True)
    except OSError as error:
        reason = error.strerror or "some of its files could not be written"  # of several at once there is no one reason
        raise EvidenceError(f"{package.name} cannot be copied to {parent}: {reason}.") from error
    report = verify(target)
    signer = signer or workstation_signer()
    _note(target, custody.Act.COPIED, who, where, f"From {package.parent}.", signer)
    record_verified(target, report, who, where, signer)
    return target, report


def certificates(pem: Path) -> list[x509.Certificate]:
    """The certificates in a PEM file. Raises EvidenceError."""
    try:
        return x509.load_pem_x509_certificates(pem.read_bytes())
    except (OSError, ValueError) as error:
        raise EvidenceError(f"{pem} holds no certificates that can be read.") from error


def _note(package: Path, act: custody.Act, who: str, where: str, note: str, signer: Signer | None) -> None:
    if not package.is_dir():
        raise EvidenceError(f"{package.name} is a zip; its chain of custody is added to when it is unpacked.")
    try:
        chain, manifest = (package / CUSTODY).read_bytes(), (package / MANIFEST).read_bytes()
        entry = custody.next_entry(chain, manifest, act, who, where, datetime.now(UTC), note)
        custody.add(package, entry, signer or workstation_signer())
    except OSError as error:
        raise EvidenceError(f"The chain of custody of {package.name} cannot be written: {error.strerror}.") from error
