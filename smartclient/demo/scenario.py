"""Scenarios are data: a TOML file of steps becomes a list of timed acts, the same for the same seed and site."""

import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from heapq import heappop, heappush, merge
from importlib.resources import files
from math import inf
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec

from smartclient.demo.controllers import CATEGORY, controllers
from smartclient.demo.plan import DemoSite, Device

SHORTEST_S = 0.05

# The devices an act is done to: (resource on the server, category; empty is any).
DEVICES = {
    "door": ("accessControlUnits", ""),
    "controller": ("accessControlUnits", CATEGORY),
    "camera": ("cameras", ""),
    "panic": ("inputEvents", "panicbutton"),
    "vape": ("inputEvents", "sensor.vape"),
    "weapon": ("inputEvents", "sensor.weapon"),
    "intercom": ("inputEvents", "intercom"),
}

# What one word of a step means as single acts: (seconds after the step, act); `...` stands for the step's `seconds`.
COMPOSED: dict[str, tuple[tuple[tuple[float, float], str], ...]] = {
    "door.pass": (((0.0, 0.0), "door.granted"), ((0.8, 0.0), "door.opened"), ((0.8, 1.0), "door.closed")),
    "door.exit": (((0.0, 0.0), "door.exit_granted"), ((0.4, 0.0), "door.opened"), ((0.4, 1.0), "door.closed")),
    "door.break": (((0.0, 0.0), "door.forced"), ((0.0, 1.0), "door.shut")),
    "door.prop": (((0.0, 0.0), "door.granted"), ((0.8, 0.0), "door.opened"), ((0.8, 1.0), "door.held")),
    "camera.move": (((0.0, 0.0), "camera.motion"), ((0.0, 1.0), "camera.still")),
    "panic.press": (((0.0, 0.0), "panic.on"), ((0.0, 1.0), "panic.off")),
    "vape.smoke": (((0.0, 0.0), "vape.on"), ((0.0, 1.0), "vape.off")),
    "weapon.seen": (((0.0, 0.0), "weapon.on"), ((0.0, 1.0), "weapon.off")),
    "intercom.ring": (((0.0, 0.0), "intercom.on"), ((0.0, 1.0), "intercom.off")),
    "controller.outage": (((0.0, 0.0), "controller.lost"), ((0.0, 1.0), "controller.back")),
    "controller.tamper": (((0.0, 0.0), "controller.opened"), ((0.0, 1.0), "controller.shut")),
    "controller.blackout": (((0.0, 0.0), "controller.dark"), ((0.0, 1.0), "controller.lit")),
    "camera.outage": (((0.0, 0.0), "camera.failed"), ((0.0, 1.0), "camera.back")),
}
SINGLE = {
    "door.granted",
    "door.exit_granted",
    "door.denied",
    "door.opened",
    "door.closed",
    "door.shut",
    "door.forced",
    "door.held",
    "door.locked",
    "door.unlocked",
    "controller.lost",
    "controller.back",
    "controller.opened",
    "controller.shut",
    "controller.dark",
    "controller.lit",
    "camera.motion",
    "camera.still",
    "camera.failed",
    "camera.back",
    "panic.on",
    "panic.off",
    "vape.on",
    "vape.off",
    "weapon.on",
    "weapon.off",
    "intercom.on",
    "intercom.off",
    "crowd",
}


class ScenarioError(Exception):
    """A scenario that does not exist or does not mean anything, with the reason in words."""


class Act(NamedTuple):
    """One thing that happens `at` seconds after the start (or the cue) to the device `guid`; `level` is for `crowd`."""

    at: float
    act: str
    guid: str
    level: float = 0.0


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a scenario.

    `at` and `until` are seconds or a time of day ("07:45"); `every` repeats the step about so often, in seconds;
    `device` are name patterns of which the first that fits any device is used; `pick` is `one` (drawn by the seed),
    `first` or `all`; `seconds` is how long it lasts; a step with a `cue` waits until it is called.
    """

    act: str
    at: float | str = 0.0
    device: list[str] | str = "*"
    pick: str = "one"
    every: float = 0.0
    until: float | str = 0.0
    seconds: float = 6.0
    level: float = 0.0
    cue: str = ""


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scenario file; `starts` is the time of day at its second 0, empty when any will do."""

    title: str
    step: list[Step]
    starts: str = ""
    name: str = ""

    @property
    def starts_hour(self) -> float:
        """`starts` in hours after midnight. Raises ScenarioError."""
        return _seconds(self.starts or "00:00") / 3600


def names() -> list[str]:
    """The scenarios that travel with the demo."""
    folder = files("smartclient.demo").joinpath("scenarios")
    return sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml"))


def load(name: str) -> Scenario:
    """A scenario by name, or by path when it ends in `.toml`. Raises ScenarioError."""
    try:
        if name.endswith(".toml"):
            text = Path(name).read_text(encoding="utf-8")
        elif name in names():
            text = files("smartclient.demo").joinpath("scenarios", f"{name}.toml").read_text(encoding="utf-8")
        else:
            raise ScenarioError(f"There is no scenario {name!r}; there are {', '.join(names())}.")
        scenario = msgspec.convert(tomllib.loads(text), Scenario)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise ScenarioError(f"The scenario {name!r} cannot be used: {error}") from error
    return msgspec.structs.replace(scenario, name=Path(name).stem)


def expand(scenario: Scenario, site: DemoSite, seed: int, cue: str = "") -> Iterator[Act]:
    """The acts of the steps that wait for `cue` (none: those that run by themselves), in time; a scenario may be endless.

    Raises ScenarioError.
    """
    starts = scenario.starts_hour * 3600
    streams = [
        expand_step(step, site, Random(f"{seed}/{scenario.name}/{number}"), starts)
        for number, step in enumerate(scenario.step)
        if step.cue == cue
    ]
    return merge(*streams)


def expand_step(step: Step, site: DemoSite, random: Random, starts: float = 0.0) -> Iterator[Act]:
    """The acts of one step, in time. Raises ScenarioError for an act that does not exist or a time that is none."""
    if step.act not in COMPOSED and step.act not in SINGLE:
        raise ScenarioError(f"There is no act {step.act!r}.")
    if 0 < step.every < SHORTEST_S:
        raise ScenarioError(f"A step cannot be repeated more often than every {SHORTEST_S} s.")
    at, until = _since(step.at, starts), _since(step.until, starts) if step.until else inf
    candidates = [device.guid for device in _candidates(step, site)]
    if step.act == "crowd":
        candidates = [""]
    return _stream(step, candidates, random, at, until) if candidates else iter(())


def _stream(step: Step, candidates: list[str], random: Random, at: float, until: float) -> Iterator[Act]:
    parts = COMPOSED.get(step.act, (((0.0, 0.0), step.act),))
    waiting: list[Act] = []
    for begins in _times(step, random, at, until):
        while waiting and waiting[0].at <= begins:
            yield heappop(waiting)
        for guid in _picked(step, candidates, random):
            for (offset, share), name in parts:
                heappush(waiting, Act(round(begins + offset + share * step.seconds, 3), name, guid, step.level))
    while waiting:
        yield heappop(waiting)


def _picked(step: Step, candidates: list[str], random: Random) -> list[str]:
    if step.pick == "all":
        return candidates
    return [candidates[0] if step.pick == "first" else random.choice(candidates)]


def _times(step: Step, random: Random, at: float, until: float) -> Iterator[float]:
    yield at
    while step.every > 0:
        at += step.every * random.uniform(0.5, 1.5)
        if at >= until:
            return
        yield at


def _candidates(step: Step, site: DemoSite) -> list[Device]:
    resource, category = DEVICES.get(step.act.partition(".")[0], ("", ""))
    known = controllers(site).values() if category == CATEGORY else site.devices
    devices = [d for d in known if d.guid and d.resource == resource and category in {"", d.category}]
    patterns = [step.device] if isinstance(step.device, str) else step.device
    for pattern in patterns:
        found = [device for device in devices if fnmatchcase(device.name.casefold(), pattern.casefold())]
        if found:
            return found
    return []


def _since(when: float | str, starts: float) -> float:
    return max(0.0, _seconds(when) - starts) if isinstance(when, str) else float(when)


def _seconds(clock: str) -> float:
    try:
        hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    except ValueError as error:
        raise ScenarioError(f"{clock!r} is not a time of day.") from error
    return hours * 3600.0 + minutes * 60.0 + sum(seconds)
