"""The levels of a site laid out for drawing, each once: what stands there and who walks there."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

from smartclient.demo.plan import DemoSite
from smartclient.demo.video.scene import Scene, Surveyor
from smartclient.demo.video.walkers import Walkers


@dataclass(frozen=True, slots=True)
class Layout:
    """All that pictures of a level's cameras need."""

    scene: Scene
    walkers: Walkers


class Levels:
    """Lays levels out when they are asked for; safe to use from several threads, of which only those wait that need the level."""

    def __init__(self, site: DemoSite, seed: int) -> None:
        self._site = site
        self._seed = seed
        self._surveyors: dict[str, Surveyor] = {}
        self._layouts: dict[str, Layout] = {}
        self._laying_out, self._measuring = threading.Lock(), threading.Lock()

    def has(self, level_id: str) -> bool:
        """Whether a level is laid out."""
        return level_id in self._layouts

    def adopt(self, level_id: str, layout: Layout) -> None:
        """Takes over a layout of this site with this seed."""
        self._layouts.setdefault(level_id, layout)

    def layout(self, level_id: str) -> Layout:
        """A level, which is laid out if need be. Raises KeyError for an unknown level."""
        if level_id not in self._layouts:
            with self._laying_out:
                if level_id not in self._layouts:
                    level = self._site.level_by_id[level_id]
                    scene = self.surveyor(level.campus).scene(level)
                    self.adopt(level_id, Layout(scene, Walkers(scene, self._seed)))
        return self._layouts[level_id]

    def surveyor(self, campus: str) -> Surveyor:
        """Turns the degrees of a campus into metres."""
        with self._measuring:
            if campus not in self._surveyors:
                self._surveyors[campus] = Surveyor(self._site, campus)
            return self._surveyors[campus]


def most_watched(site: DemoSite) -> list[str]:
    """The levels that have placed cameras, those with most first."""
    counted = Counter(camera.level_id for camera in site.cameras if camera.position is not None)
    return [level for level, _ in counted.most_common() if level in site.level_by_id]
