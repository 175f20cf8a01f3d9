"""Searching footage by place: what the cameras that see a room recorded of it between two times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from smartclient.domain.errors import MediaError, ServerError
from smartclient.domain.ids import DeviceId
from smartclient.domain.recordings import Span
from smartclient.session.footage_reader import FootageReader
from smartclient.session.seers import Seer
from smartclient.store.recordings import KnownRecordings
from smartclient.store.spans import joined, within

APART = timedelta(seconds=15)
"""Motion that pauses for less is one piece to look at."""


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of footage worth watching; `why` says how it was found, `is_motion` whether something moved in it."""

    camera: DeviceId
    span: Span
    why: str
    is_motion: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, in order of time; `troubles` names what could not be searched, in sentences."""

    found: tuple[Found, ...]
    troubles: tuple[str, ...] = ()


async def search_cameras(
    seers: Sequence[Seer], span: Span, recordings: KnownRecordings, reader: FootageReader
) -> Findings:
    """Motion within `span`, camera by camera; where a camera tells of none, all that it recorded."""
    found: list[Found] = []
    troubles: list[str] = []
    for seer in seers:
        try:
            await reader.learn(seer.camera, span)
        except (ServerError, MediaError) as error:
            troubles.append(str(error))
            continue
        track = recordings.track(seer.camera)
        motion = joined(within(track.motion, span), APART)
        pieces = motion or within(track.recorded, span)
        found += [Found(seer.camera, piece, seer.words, bool(motion)) for piece in pieces]
    found.sort(key=lambda each: (each.span, each.camera))
    return Findings(tuple(found), tuple(dict.fromkeys(troubles)))
