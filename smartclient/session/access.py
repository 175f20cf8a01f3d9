"""What this operator may ask of this server now, and why not."""

import os
from pathlib import Path

from smartclient.adapters.server import Capability, Server
from smartclient.domain.alarms import AlarmAct, AlarmState, Verdict
from smartclient.domain.commands import (
    AlarmCommand,
    AssignAlarm,
    Command,
    GrantCommand,
    JudgeAlarm,
    MoveAlarm,
    SetResponse,
)
from smartclient.domain.connection import Line
from smartclient.domain.ids import DeviceId
from smartclient.domain.own_alarms import is_own
from smartclient.session.grant_access import is_governed, why_not_grant
from smartclient.store.pending import subject_of
from smartclient.store.site_store import SiteStore

_UP = (Line.LIVE, Line.DELAYED)
RIGHT = "The server gives that right; ask who keeps it."
RIGHT_WHERE_IT_CAN = "The server gives that right, where it can; ask who keeps it."
"""The end of a sentence that says what may not be done: who can change that."""


def why_not_connected(store: SiteStore, thing: str = "") -> str:
    """The reason, for a person, why the server cannot be asked about that thing now; empty when it can.

    Without a `thing` one connected server of several is enough.
    """
    if thing:
        where = f" of {district}" if (district := store.district_of(thing)) else ""
        return "" if store.connection_of(thing).line in _UP else f"There is no connection to the server{where}."
    is_any_up = any(connection.line in _UP for connection in store.connections.values())
    return "" if is_any_up else "There is no connection to the server."


def why_not_edit_plan(store: SiteStore, capabilities: frozenset[Capability], path: Path | None) -> str:
    """The reason why this person may not change the plan that is to be saved at `path`; empty when it can be changed."""
    if not store.has_whole_plan:
        return f"You see a part of this plan, and who sees all of it may change it. {RIGHT}"
    if store.parts:
        return "Plans are changed with one district signed in. Watch this one alone for that."
    if path is None:
        return "This plan is not kept on disk, so it cannot be changed here."
    if Capability.EDIT_PLANS not in capabilities:
        who = f"{store.user} may not" if store.user else "You may not"
        return why_not_connected(store) or f"{who} change plans. {RIGHT}"
    if not os.access(path, os.W_OK):
        return f"{path} can only be read by you. Copy the plan to a folder of yours, or ask for the right to write."
    return ""


def why_not_watch(camera: DeviceId, store: SiteStore, server: Server) -> str:
    """Why this person may watch that camera neither live nor recorded; empty where one of them may be, or nobody can tell yet.

    Whom a memorandum governs is told by that.
    """
    device = store.devices.get(camera)
    if not store.user or device is None or is_governed(camera, store):
        return ""
    if not device.is_on_server:
        return "" if store.sees_all or device.url else f"The server does not show {device.name} to you. {RIGHT}"
    if any(server.permits(camera, way) for way in (Capability.LIVE_VIDEO, Capability.RECORDED_VIDEO)):
        return ""
    return f"You may watch {device.name} neither live nor recorded. {RIGHT}"


def _why_barred(command: AlarmCommand, store: SiteStore) -> str:
    """Closing, also as a false alarm, and giving alarms to others are rights of their own; taking one oneself is acknowledging."""
    closes = isinstance(command, MoveAlarm) and command.state is AlarmState.CLOSED
    closes |= isinstance(command, JudgeAlarm) and command.verdict is Verdict.FALSE
    gives = isinstance(command, AssignAlarm) and command.owner.casefold() != store.user_of(command.alarm).casefold()
    needed = [AlarmAct.ACKNOWLEDGE, *[AlarmAct.CLOSE] * closes, *[AlarmAct.ASSIGN] * gives]
    barred = next((act for act in needed if act in store.terms_of(command.alarm).barred), None)
    return f"Your role may not {barred.value}. {RIGHT}" if barred else ""


def why_not(command: Command, store: SiteStore, capabilities: frozenset[Capability]) -> str:
    """The reason, for a person, why the command cannot be sent; empty when it can. Alarms of own rules ask no server."""
    if isinstance(command, AlarmCommand) and is_own(command.alarm):
        return "" if command.alarm in store.alarms else "This alarm is no longer at hand; search for it."
    subject = subject_of(command)
    if reason := why_not_connected(store, subject):
        return reason
    reason, district = _why_not_here(command, store, capabilities), store.district_of(subject)
    return f"{district}: {reason}" if reason and district else reason


def _why_not_here(command: Command, store: SiteStore, capabilities: frozenset[Capability]) -> str:
    """The same where there is a connection to the server."""
    if isinstance(command, GrantCommand):
        return why_not_grant(command, store, capabilities)
    if isinstance(command, AlarmCommand):
        if Capability.ALARMS not in capabilities:
            return "This server offers no alarms to you."
        if command.alarm not in store.alarms:
            return "The server does not know this alarm."
        return _why_barred(command, store)
    if isinstance(command, SetResponse):
        known = command.building in store.directable
        return (
            ""
            if known
            else "You cannot set what this building is under: the server has no event for it, or gives you no right. "
            "Ask who keeps it."
        )
    if Capability.DOOR_COMMANDS not in capabilities:
        return f"You cannot command doors through this server. {RIGHT_WHERE_IT_CAN}"
    return (
        ""
        if command.door in store.commandable
        else f"You cannot command this door through this server. {RIGHT_WHERE_IT_CAN}"
    )
