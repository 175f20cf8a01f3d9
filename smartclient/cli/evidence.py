"""`smartclient evidence verify PACKAGE`, whether it is what was exported; `copy`, which checks the copy; `key`, our fingerprint."""

import argparse
import getpass
import platform
from pathlib import Path

import msgspec


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("evidence", help="check and copy evidence packages")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    verify = commands.add_parser(
        "verify",
        help="say whether a package is what was exported",
        description="Looks at every byte of a package. Exits 0 when it is intact, 1 when anything was altered, 2 when it is no package.",
    )
    verify.add_argument("package", type=Path, metavar="PACKAGE", help="an evidence package: a folder or a .zip")
    verify.add_argument(
        "--key", default="", metavar="FINGERPRINT", help="the key it must be signed with, as the school says it"
    )
    verify.add_argument(
        "--tsa-root", type=Path, metavar="PEM", help="certificates of time stamp authorities that you trust"
    )
    verify.add_argument("--record", action="store_true", help="add what was found to the package's chain of custody")
    verify.add_argument("--json", action="store_true", help="one JSON object on standard output")
    verify.set_defaults(run=run_verify)
    copy = commands.add_parser("copy", help="copy a package, check the copy, and note both in its chain of custody")
    copy.add_argument("package", type=Path, metavar="PACKAGE")
    copy.add_argument("folder", type=Path, metavar="FOLDER", help="where the copy goes, beside what is there")
    copy.set_defaults(run=run_copy)
    key = commands.add_parser("key", help="the fingerprint of the key that this workstation signs with")
    key.set_defaults(run=run_key)


def run_verify(arguments: argparse.Namespace) -> int:
    """Prints what was found. Raises NotAPackage, which exits with 2."""
    from smartclient.evidence.handling import certificates, record_verified
    from smartclient.evidence.report_words import lines
    from smartclient.evidence.verify import verify

    roots = certificates(arguments.tsa_root) if arguments.tsa_root else ()
    report = verify(arguments.package, arguments.key, roots)
    if arguments.json:
        print(msgspec.json.encode(report).decode())
    else:
        print("\n".join(lines(report)))
    if arguments.record:
        record_verified(arguments.package, report, getpass.getuser(), platform.node())
    return 0 if report.intact else 1


def run_copy(arguments: argparse.Namespace) -> int:
    """Copies and checks. Raises EvidenceError."""
    from smartclient.evidence.handling import copy_package
    from smartclient.evidence.report_words import lines

    copied, report = copy_package(arguments.package, arguments.folder, getpass.getuser(), platform.node())
    print(copied)
    print("\n".join(lines(report)))
    return 0 if report.intact else 1


def run_key(_: argparse.Namespace) -> int:
    """Prints the fingerprint."""
    from smartclient.evidence.keys import fingerprint, workstation_signer

    signer = workstation_signer()
    if not signer.is_kept:
        print("This machine has no key ring: every export is signed with a key of its own.")
        return 1
    print(fingerprint(signer.public_key))
    return 0
