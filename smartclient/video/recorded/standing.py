"""How a showing of the past stands, from its thread to the loop."""

from dataclasses import dataclass

from smartclient.video.status import Gap, Phase


@dataclass(frozen=True, slots=True)
class Standing:
    """What the thread has to say: RECORDED, STANDING, READING or GAP, the latter with its gap."""

    phase: Phase
    gap: Gap | None = None
