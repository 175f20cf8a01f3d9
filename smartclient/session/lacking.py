"""What this operator may never do with this sign-in, and why, in sentences: the answer to “why can't I …?”."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smartclient.adapters.server import Capability
from smartclient.domain.ids import AlarmId, server_of
from smartclient.session.access import RIGHT, RIGHT_WHERE_IT_CAN
from smartclient.store.site_store import SiteStore


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that cannot be done: what, and the reason as a sentence."""

    what: str
    why: str


_WORDS: Mapping[Capability, str] = {
    Capability.ALARMS: "See alarms and work on them",
    Capability.LIVE_VIDEO: "Watch live video",
    Capability.RECORDED_VIDEO: "Watch recorded video",
    Capability.STILLS: "See stills of cameras",
    Capability.EXPORT: "Export footage",
    Capability.BOOKMARKS: "Set bookmarks",
    Capability.EVIDENCE_LOCKS: "Lock footage as evidence",
    Capability.PTZ: "Turn cameras",
    Capability.DOOR_COMMANDS: "Lock and unlock doors",
    Capability.LISTEN: "Listen to microphones",
    Capability.TALK: "Talk through loudspeakers",
    Capability.CARD_HOLDERS: "Read the names of card holders",
    Capability.EDIT_PLANS: "Change plans, and what stands on them",
    Capability.MESSAGES: "Share incidents with other desks",
    Capability.GRANTS: "Open cameras to somebody outside the school",
}


def lacking(store: SiteStore, capabilities: frozenset[Capability], user: str, thing: str = "") -> Iterator[Lack]:
    """What the server offers to nobody signed in so; empty before it has told anything. Of several it is the one of that thing."""
    if not store.user_of(thing):
        return
    server = f"The server of {district}" if (district := store.district_of(thing)) else "The server"
    who = f"{server} does not offer this to {user or 'you'}."
    yield from (
        Lack(words, f"{who} {RIGHT_WHERE_IT_CAN}") for each, words in _WORDS.items() if each not in capabilities
    )
    if not any(server_of(building) == server_of(thing) for building in store.directable):
        yield Lack("Set what a building is under", f"{who} {RIGHT_WHERE_IT_CAN}")
    there = f" in {district}" if district else ""
    yield from (
        Lack(_capital(act.value), f"Your role{there} may not {act.value}. {RIGHT}")
        for act in sorted(store.terms_of(AlarmId(thing)).barred, key=lambda act: act.value)
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
