"""Lets a scenario happen in time, answers cues, and runs the rules behind user-defined events."""

import asyncio
from collections.abc import Iterable, Mapping
from random import Random

import msgspec

from smartclient.demo.commands import DoorRule
from smartclient.demo.events import Event
from smartclient.demo.faults import Faults
from smartclient.demo.plan import DemoSite
from smartclient.demo.scenario import Act, Scenario, ScenarioError, Step, expand, expand_step
from smartclient.demo.stage import Stage
from smartclient.runtime.tasks import Tasks

DOOR_ANSWERS_S = 0.35
NEXT_DOOR_S = 0.03


class Director:
    """Plays acts on the stage at `speed` times real time; a new scenario ends the one before. Needs a running loop."""

    def __init__(
        self, site: DemoSite, stage: Stage, seed: int, speed: float, rules: Mapping[str, DoorRule], faults: Faults
    ) -> None:
        self._site, self._stage, self._seed, self._speed = site, stage, seed, speed
        self._rules, self._faults = rules, faults
        self._scenario: Scenario | None = None
        self._random = Random(seed)
        self._playing: asyncio.Task[None] | None = None
        self._tasks = Tasks("director")

    def begin(self, scenario: Scenario) -> None:
        """Starts a scenario from its first second. Raises ScenarioError."""
        acts = expand(scenario, self._site, self._seed)
        if self._playing is not None:
            self._playing.cancel()
        self._scenario = scenario
        self._playing = self._start(acts)

    def call(self, cue: str) -> int:
        """Performs the steps that wait for `cue`; returns how many they are. Raises ScenarioError when none do."""
        steps = [step for step in self._scenario.step if cue and step.cue == cue] if self._scenario else []
        if self._scenario is None or not steps:
            raise ScenarioError(f"Nothing waits for the cue {cue!r}.")
        self._start(expand(self._scenario, self._site, self._seed, cue))
        return len(steps)

    def improvise(self, step: Step) -> list[Act]:
        """Performs a step that somebody asked for, once, beginning now. Raises ScenarioError."""
        acts = list(expand_step(msgspec.structs.replace(step, every=0.0), self._site, self._random))
        if not acts:
            raise ScenarioError("No device fits.")
        self._start(acts)
        return acts

    def follow_rules(self, event: Event) -> None:
        """When a user-defined event with a rule is raised, its doors move a moment later, one after the other."""
        rule = self._rules.get(event.type)
        if rule is not None:
            act = "door.locked" if rule.locked else "door.unlocked"
            doors = [door for door in rule.doors if not self._faults.is_deaf(door)]
            moves = [Act(DOOR_ANSWERS_S + number * NEXT_DOOR_S, act, door) for number, door in enumerate(doors)]
            self._start(moves, speed=1.0)

    async def stop(self) -> None:
        """Ends everything that is going on."""
        await self._tasks.cancel()

    def _start(self, acts: Iterable[Act], speed: float | None = None) -> asyncio.Task[None]:
        return self._tasks.start("acts", self._play(acts, speed or self._speed))

    async def _play(self, acts: Iterable[Act], speed: float) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for act in acts:
            wait = began + act.at / speed - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            self._stage.perform(act)
