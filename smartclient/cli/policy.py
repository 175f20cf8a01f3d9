"""`smartclient policy check|sign|show PATH`: the memorandum's file, checked, signed, and in plain words."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from smartclient.cli import policy_report


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the commands."""
    parser = subparsers.add_parser("policy", help="the memorandum on who outside the school may see its cameras")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    check = commands.add_parser(
        "check",
        help="say whether a policy is in force",
        description="Exits 0 when the policy is consistent, signed and in force now, 1 when it is not, 2 when it cannot be read.",
    )
    check.add_argument("path", type=Path, metavar="PATH", help="a policy file (JSON)")
    check.add_argument("--key", default="", metavar="FINGERPRINT", help="the key it must be signed with")
    check.add_argument("--replaces", type=Path, metavar="PATH", help="the version before it, which it must name")
    check.set_defaults(run=run_check)
    sign = commands.add_parser("sign", help="sign a policy with this workstation's key, in a file beside it")
    sign.add_argument("path", type=Path, metavar="PATH")
    sign.set_defaults(run=run_sign)
    policy_report.add(commands)
    show = commands.add_parser("show", help="print a policy as a lawyer reads it")
    show.add_argument("path", type=Path, metavar="PATH")
    show.set_defaults(run=run_show)


def run_check(arguments: argparse.Namespace) -> int:
    """Prints what is wrong, a sentence a line. Raises PolicyUnreadable, which exits with 2."""
    from smartclient.domain.policy import problems
    from smartclient.policy.document import read_policy
    from smartclient.policy.signature import PolicyNotSigned, check_signature, sha256_of

    policy = read_policy(arguments.path)
    found = [*problems(policy), policy.why_not_in_force(datetime.now(UTC))]
    signed = ""
    try:
        signed = check_signature(arguments.path, arguments.key).key
    except PolicyNotSigned as error:
        found.append(str(error))
    if arguments.replaces:
        before = read_policy(arguments.replaces)
        told = policy.replaces
        if told is None or (told.version, told.sha256) != (before.version, sha256_of(arguments.replaces)):
            found.append(
                f"It does not name {arguments.replaces.name}, version {before.version}, as the one it replaces."
            )
        if policy.version <= before.version:
            found.append(f"Its version, {policy.version}, is not later than {before.version}.")
    found = [each for each in found if each]
    for sentence in found:
        print(sentence)
    if not found:
        print(f"{policy.district}, version {policy.version}: consistent, in force, signed with the key {signed}.")
    return 1 if found else 0


def run_sign(arguments: argparse.Namespace) -> int:
    """Signs what is consistent and nothing else. Raises PolicyUnreadable."""
    from smartclient.domain.policy import problems
    from smartclient.evidence.keys import fingerprint, workstation_signer
    from smartclient.policy.document import read_policy
    from smartclient.policy.signature import write_signature

    found = problems(read_policy(arguments.path))
    for sentence in found:
        print(sentence)
    if found:
        print("It was not signed.")
        return 1
    signer = workstation_signer()
    path = write_signature(arguments.path, signer.public_key, signer.sign)
    print(f"{path} was written with the key {fingerprint(signer.public_key)}.")
    if not signer.is_kept:
        print("This machine has no key ring: the key is gone now, and the next version will bear another one.")
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Prints it. Raises PolicyUnreadable."""
    from smartclient.policy.document import read_policy
    from smartclient.policy.signature import PolicyNotSigned, check_signature
    from smartclient.policy.words import plain_text

    policy = read_policy(arguments.path)
    try:
        signed = f"Signed with the key {check_signature(arguments.path).key}."
    except PolicyNotSigned as error:
        signed = f"Not in force: {error}"
    print(plain_text(policy, signed), end="")
    return 0
