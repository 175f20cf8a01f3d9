"""`smartclient demo-server`: the demo district's server, until it is told to stop."""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Literal

import msgspec


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers the command."""
    parser = subparsers.add_parser("demo-server", help="serve the demo district on the documented XProtect protocols")
    parser.add_argument("--site", type=Path, default=None, help="a district or IMDF archive (default: Maple Grove)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--video-port", type=int, default=0, help="port of the image server, 0 takes any free port")
    parser.add_argument("--firewalled", action="store_true", help="close the image server's port: video by WebRTC only")
    parser.add_argument("--https", action="store_true", help="TLS with a self-signed certificate")
    parser.add_argument(
        "--password",
        default=os.environ.get("SMARTCLIENT_DEMO_PASSWORD", ""),
        help="password of all demo users, which any process can read here (default: $SMARTCLIENT_DEMO_PASSWORD, else a random one)",
    )
    parser.add_argument("--scenario", default="", help="what happens: a name, or a path that ends in .toml")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same day")
    parser.add_argument("--speed", type=float, default=1.0, help="how many times faster than real the scenario runs")
    parser.add_argument(
        "--hour",
        type=_hour,
        default=None,
        help="solar hour of the light at start, or `clock` (default: a school day's)",
    )
    parser.add_argument("--token-lifetime", type=float, default=3600.0, metavar="S", help="seconds a token is good for")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[=VALUE]", help="a fault from the start")
    parser.add_argument("--calm", action="store_true", help="tell no events of motion and recording but those ordered")
    parser.add_argument(
        "--events-file", type=Path, default=None, metavar="FILE", help="keep all events there over restarts"
    )
    parser.add_argument(
        "--certificate-file",
        type=Path,
        default=None,
        metavar="FILE",
        help="with --https: show this one, made if there is none",
    )
    parser.add_argument(
        "--resume-window",
        type=float,
        default=30.0,
        metavar="S",
        help="seconds that an event session outlives its socket",
    )
    parser.add_argument(
        "--policy",
        default="",
        metavar="PATH",
        help="the memorandum in force: a signed policy file, or `none` (default: policy.json of the site, if any)",
    )
    parser.add_argument(
        "--policy-key", default="", metavar="FINGERPRINT", help="the key the policy must be signed with"
    )
    parser.add_argument("--policy-version", type=int, default=0, metavar="N", help="the version the policy must have")
    parser.add_argument(
        "--policy-by-events",
        action="store_true",
        help="offer grants by user-defined events only, as a site without the grants service does",
    )
    parser.add_argument(
        "--policy-by-membership",
        action="store_true",
        help="offer no grants: members of a campus's role see its cameras, and consoles of the school change who is one",
    )
    parser.add_argument(
        "--password-from-stdin",
        action="store_true",
        help="the password is the first line of standard input, where no list of processes shows it",
    )
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when standard input closes")
    parser.set_defaults(run=run)


def _hour(text: str) -> float | Literal["clock"]:
    if text == "clock":
        return "clock"
    hour = float(text)
    if not 0 <= hour < 24:
        raise argparse.ArgumentTypeError("the hour is from 0 to 23.99, or `clock`")
    return hour


def run(arguments: argparse.Namespace) -> int:
    """Prints one JSON line and serves until SIGINT, SIGTERM or, if wished, the end of standard input."""
    from smartclient.demo.answers import ApiError
    from smartclient.demo.archive import SiteUnreadableError
    from smartclient.demo.scenario import ScenarioError

    if arguments.speed <= 0 or arguments.token_lifetime <= 0:
        print("--speed and --token-lifetime must be more than 0.", file=sys.stderr)
        return 2
    try:
        asyncio.run(_serve(arguments))
    except (ApiError, OSError, ScenarioError, SiteUnreadableError) as error:
        print(f"The demo server cannot start: {error}", file=sys.stderr)
        return 2
    return 0


async def _serve(arguments: argparse.Namespace) -> None:
    from smartclient.demo.server import DemoOptions, DemoServer

    options = DemoOptions(
        site=arguments.site,
        host=arguments.host,
        port=arguments.port,
        video_port=arguments.video_port,
        https=arguments.https,
        password=_first_line() if arguments.password_from_stdin else arguments.password,
        scenario=arguments.scenario,
        seed=arguments.seed,
        speed=arguments.speed,
        token_lifetime_s=arguments.token_lifetime,
        faults=tuple(arguments.fault),
        hour=arguments.hour,
        eager_video=True,
        firewalled=arguments.firewalled,
        recording_events=not arguments.calm,
        policy=_policy(arguments.policy, arguments.site),
        policy_key=arguments.policy_key,
        policy_version=arguments.policy_version,
        policy_by_events=arguments.policy_by_events,
        policy_by_membership=arguments.policy_by_membership,
        events_file=arguments.events_file,
        certificate_file=arguments.certificate_file,
        resume_window_s=arguments.resume_window,
    )
    told_to_stop = asyncio.Event()
    _listen_for_the_end(told_to_stop, until_stdin_closes=arguments.until_stdin_closes)
    async with DemoServer(options) as server:
        print(msgspec.json.encode(server.announcement()).decode(), flush=True)
        await told_to_stop.wait()


def _policy(named: str, site: Path | None) -> Path | None:
    """The file named, or that of the site where it has one."""
    from smartclient.runtime.paths import floorplans

    if named:
        return None if named == "none" else Path(named)
    own = (site or floorplans() / "maple-grove") / "policy.json"
    return own if own.is_file() else None


def _first_line() -> str:
    return sys.stdin.buffer.readline().decode(errors="replace").strip()


def _listen_for_the_end(told_to_stop: asyncio.Event, *, until_stdin_closes: bool) -> None:
    loop = asyncio.get_running_loop()

    def stop(*_: object) -> None:
        loop.call_soon_threadsafe(told_to_stop.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    if until_stdin_closes:

        def wait_for_end() -> None:
            while os.read(sys.stdin.fileno(), 4096):
                pass
            with contextlib.suppress(RuntimeError):
                stop()

        threading.Thread(target=wait_for_end, name="standard input", daemon=True).start()
