"""`smartclient audit verify`, whether a log was bent; `show` it; `export` a span for a court; `heads` that are known here."""

import argparse
import getpass
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from smartclient.domain.errors import EvidenceError

if TYPE_CHECKING:
    from smartclient.evidence.audit.head import Head
    from smartclient.evidence.audit.verify import Report


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("audit", help="check, show and export the audit logs of this console")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    verify = commands.add_parser(
        "verify",
        help="say whether a log is what was written",
        description="Looks at every line. Exits 0 when it is intact, 1 when anything was altered, 2 when it is no log.",
    )
    verify.add_argument(
        "path",
        type=Path,
        nargs="?",
        metavar="PATH",
        help="a log, or a folder that `audit export` wrote; default: all of mine",
    )
    verify.add_argument(
        "--head",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="heads it must stand under, as another console keeps them",
    )
    verify.add_argument("--key", default="", metavar="FINGERPRINT", help="the key of its heads, as the school says it")
    verify.add_argument("--json", action="store_true", help="one JSON object on standard output")
    verify.set_defaults(run=run_verify)
    show = commands.add_parser("show", help="print entries in words")
    _span(show)
    show.add_argument(
        "--kind", default="", help="entries of one kind: sign-in, view, command, export, grant, refusal, …"
    )
    show.set_defaults(run=run_show)
    export = commands.add_parser("export", help="entries of a span with the proofs of the chain, for a court")
    _span(export)
    export.add_argument(
        "--to", type=Path, default=Path(), metavar="FOLDER", help="where the package goes; default: here"
    )
    export.add_argument("--head", type=Path, action="append", default=[], metavar="FILE")
    export.set_defaults(run=run_export)
    heads = commands.add_parser("heads", help="print the newest heads of other consoles that this one keeps")
    heads.set_defaults(run=run_heads)


def _span(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, nargs="?", metavar="PATH", help="a log; default: the one written last")
    parser.add_argument(
        "--since", type=_time, default=None, metavar="TIME", help="such as 2026-03-02 or 2026-03-02T14:00; local time"
    )
    parser.add_argument("--until", type=_time, default=None, metavar="TIME")


def _time(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.astimezone()


def run_verify(arguments: argparse.Namespace) -> int:
    """Prints what was found. Raises EvidenceError, which exits with 2."""
    from smartclient.evidence.audit.court_check import verify_export
    from smartclient.evidence.audit.files import all_logs
    from smartclient.evidence.audit.verify import verify
    from smartclient.evidence.audit.words import report_lines

    paths = [arguments.path] if arguments.path else all_logs()
    if not paths:
        raise EvidenceError("There is no audit log on this machine yet.")
    is_intact = True
    for path in paths:
        report = (
            verify_export(path, arguments.key)
            if path.is_dir()
            else verify(path, _heads(path, arguments.head), arguments.key)
        )
        is_intact &= report.intact
        if arguments.json:
            print(_as_json(report))
        else:
            print(f"{path}: " + "\n".join(report_lines(report)))
    return 0 if is_intact else 1


def run_show(arguments: argparse.Namespace) -> int:
    """Prints entries. Raises EvidenceError."""
    from smartclient.evidence.audit.entries import read_line
    from smartclient.evidence.audit.verify import raw_lines
    from smartclient.evidence.audit.words import line_in_words

    since, until = _limits(arguments)
    for raw in raw_lines(arguments.path or _newest()):
        line = read_line(raw.removesuffix(b"\n"))
        if line is None:
            print("     ??  a line that cannot be read; `smartclient audit verify` says more", file=sys.stderr)
        elif since <= line.entry.at <= until and arguments.kind in ("", line.entry.kind):
            print(line_in_words(line.entry))
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """Writes a package and says what was found. Raises EvidenceError."""
    from smartclient.app.court_cover import drawn
    from smartclient.evidence.audit.court import export
    from smartclient.evidence.audit.words import report_lines
    from smartclient.evidence.keys import workstation_signer

    log = arguments.path or _newest()
    since, until = _limits(arguments)
    first = since if arguments.since else datetime.fromtimestamp(0, UTC)
    folder, report = export(
        log,
        arguments.to,
        first,
        until,
        _heads(log, arguments.head),
        workstation_signer(),
        getpass.getuser(),
        datetime.now(UTC),
        drawn,
    )
    print(folder)
    print("\n".join(report_lines(report)))
    return 0 if report.intact else 1


def run_heads(_: argparse.Namespace) -> int:
    """Prints the heads of other logs, one a line."""
    from smartclient.evidence.audit.files import all_logs, others_of
    from smartclient.evidence.audit.head import to_bytes
    from smartclient.evidence.audit.known_heads import read_heads

    known = {to_bytes(head) for log in all_logs() for head in read_heads(others_of(log))}
    print("\n".join(sorted(line.decode() for line in known)))
    return 0


def _heads(log: Path, given: list[Path]) -> "list[Head]":
    """All heads known anywhere here: beside the log, what other consoles told, what was named. Raises EvidenceError."""
    from smartclient.evidence.audit.files import all_logs, head_of, others_of
    from smartclient.evidence.audit.known_heads import read_heads

    for path in given:
        if not path.is_file():
            raise EvidenceError(f"There is no file of heads at {path}.")
    places = [head_of(log), others_of(log), *(others_of(each) for each in all_logs()), *given]
    try:
        return [head for place in dict.fromkeys(places) for head in read_heads(place)]
    except OSError as error:
        raise EvidenceError(f"{error.filename} cannot be read: {error.strerror}.") from error


def _newest() -> Path:
    from smartclient.evidence.audit.files import all_logs

    logs = all_logs()
    if not logs:
        raise EvidenceError("There is no audit log on this machine yet.")
    return max(logs, key=lambda path: path.stat().st_mtime)


def _limits(arguments: argparse.Namespace) -> tuple[datetime, datetime]:
    return arguments.since or datetime.min.replace(tzinfo=UTC), arguments.until or datetime.now(UTC) + timedelta(days=1)


def _as_json(report: "Report") -> str:
    told = {
        "path": str(report.path),
        "intact": report.intact,
        "entries": report.entries,
        "sealed": report.sealed,
        "heads": report.heads,
        "torn_bytes": report.torn_bytes,
        "keys": report.keys,
        "findings": [{"line": finding.line, "words": finding.words} for finding in report.findings],
    }
    return msgspec.json.encode(told).decode()
