"""The find box over a district of 84,000 things: how long an answer takes, letter by letter, and how long the index takes to make."""

import random
import time
from collections.abc import Iterator
from statistics import median, quantiles

import psutil

from smartclient.plans.synthetic import large_district
from smartclient.store.finding.finder import Finder
from smartclient.store.places import Places

MOST = 12
_REPEATS = 3
_QUERIES = (
    "214",
    "classroom 305",
    "building 614 hall",
    "campus 7",
    "2f camera 3",
    "door 6",
    "panic 12",
    "floor 3 building 99",
    "clasroom 101",
    "buidling 250",
    "camrea 4",
    "h4 2f",
    "18T WN 4711 2033",
    "16TBN96557495",
    "43.1234, -89.5210",
    "43°05'24\"N 89°30'36\"W",
    "nothing like this",
    "a",
    "1",
    "c",
)


def measure() -> dict[str, object]:
    """Milliseconds of CPU per answer over everything typed on the way to each query; from different places of the map."""
    places = Places(large_district())
    process = psutil.Process()
    before = process.memory_info().rss
    started_s = time.process_time()
    finder = Finder(places)
    made_s = time.process_time() - started_s
    grown = process.memory_info().rss - before
    finder.warm_up()
    near = [venue.display_point for venue in places.site.venues]
    chance = random.Random(4)
    taken_ms = []
    for typed in _typed():
        started_s = time.process_time()
        finder.find(typed, MOST, chance.choice(near))
        taken_ms.append((time.process_time() - started_s) * 1e3)
    hundredths = quantiles(taken_ms, n=100)
    return {
        "things": len(finder),
        "index_s": round(made_s, 2),
        "index_megabytes": round(grown / 2**20),
        "answers": len(taken_ms),
        "p50_ms": round(median(taken_ms), 2),
        "p95_ms": round(hundredths[94], 2),
        "worst_ms": round(max(taken_ms), 2),
    }


def _typed() -> Iterator[str]:
    """Every query as it grows letter by letter, some times over."""
    for _ in range(_REPEATS):
        for query in _QUERIES:
            yield from (query[:length] for length in range(1, len(query) + 1))
