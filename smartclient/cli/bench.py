"""`smartclient bench [NAME …]`: measures, in one run beside its rivals, and prints the machine with the numbers."""

import argparse

_MOST_MINUTES = 24 * 60
NAMES = ("map", "events", "video", "start", "search", "visibility", "import", "alarms", "grants")
LONG = ("faults", "soak")
"""Only where they are asked for: they take many minutes."""
_MOST_HOURS = 31 * 24


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("bench", help="measure the map, events, alarms, video and start-up")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join((*NAMES, *LONG))}; without a name all but the last two"
    )
    parser.add_argument(
        "--minutes", type=_minutes, metavar="M", help="look at live video for drift so long; 10 otherwise"
    )
    parser.add_argument(
        "--hours",
        type=_hours,
        metavar="N",
        help="soak so many hours of a school day, of which each takes a minute; 9.5 otherwise",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measures and prints."""
    from smartclient.bench import report

    unknown = [name for name in arguments.names if name not in (*NAMES, *LONG)]
    if unknown:
        print(f"There is no bench {unknown[0]!r}; there are {', '.join((*NAMES, *LONG))}.")
        return 2
    return report.run(
        arguments.names or NAMES, as_json=arguments.json, drift_minutes=arguments.minutes, hours=arguments.hours
    )


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = 0.0
    if not 0.1 <= hours <= _MOST_HOURS:
        raise argparse.ArgumentTypeError(f"{text} is no number of hours from 0.1 to {_MOST_HOURS}")
    return hours


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0.1 <= minutes <= _MOST_MINUTES:
        raise argparse.ArgumentTypeError(f"{text} is no number of minutes from 0.1 to {_MOST_MINUTES}")
    return minutes
