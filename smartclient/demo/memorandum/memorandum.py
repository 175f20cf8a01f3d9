"""The memorandum in force: grants by its rules, what is closed to whom, and who watches. Kept for the server's life only."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from smartclient.demo.devices import has_microphone, microphone_of
from smartclient.demo.ids import fresh
from smartclient.demo.memorandum import course
from smartclient.demo.memorandum.areas import cameras_of
from smartclient.demo.memorandum.course import Grant, NotAllowedError
from smartclient.demo.memorandum.policy import Policy, Rule
from smartclient.demo.memorandum.unusual import Unusual
from smartclient.demo.memorandum.viewings import Viewing, Viewings
from smartclient.demo.plan import DemoSite
from smartclient.runtime.tasks import Tasks

TRIGGER_EVENTS = "TRIGGER_EVENTS"
CLOSED_ACTIONS = frozenset({"VIEW_LIVE", "PLAYBACK", "EXPORT", "PTZ_CONTROL", "LISTEN", "SPEAK"})
_OF_RECORDED = frozenset({"PLAYBACK", "EXPORT"})
_PRESENT = timedelta(minutes=1)
_HEARD = timedelta(seconds=5)
"""By then a program knows that a grant is over; what its pictures ask until then is no attempt of a person."""
TICK_S = 0.25
KEPT = 20_000
LONGEST_REASON = 500


class Memorandum:
    """`tell` is called when anything is different; `outsiders` are closed out where there is no policy to ask."""

    def __init__(
        self,
        policy: Policy | None,
        site: DemoSite,
        outsiders: Iterable[str],
        now: Callable[[], datetime],
        unusual: Unusual,
        tell: Callable[[], None],
    ) -> None:
        self.policy, self.site = policy, site
        self._outsiders = frozenset(outsiders)
        self.now, self.unusual, self._tell = now, unusual, tell
        self.grants: dict[str, Grant] = {}
        self.viewings = Viewings(now)
        self._heard: dict[str, datetime] = {}
        self._cleared: dict[str, datetime] = {}
        self._camera_of = {microphone_of(each): each.guid for each in site.cameras if has_microphone(each)}
        self._tasks = Tasks("memorandum")
        self.may_raise: Callable[[str, str], bool | None] = lambda _user, _event: None
        """Whether a user may raise an event, by guid; None where that is not for the memorandum to say."""
        self.has_alarm: Callable[[str], bool] = lambda _campus: True
        """Whether a campus has an alarm that is not closed."""

    def start(self) -> None:
        """Timers run from now on."""
        self._tasks.start("timers", self._run())

    async def stop(self) -> None:
        """Nothing runs any more."""
        await self._tasks.cancel()

    def is_governed(self, user: str) -> bool:
        """Whether cameras are closed to that user outside an open grant."""
        return self.policy.is_governed(user) if self.policy is not None else user in self._outsiders

    def hear(self, user: str) -> None:
        """The user asked the server something, and so is there."""
        self._heard[user] = self.now()

    def is_closed(self, user: str, action: str, path: str) -> bool:
        """Whether the memorandum keeps that user from it now."""
        if action == TRIGGER_EVENTS:
            return self.may_raise(user, path.partition("/")[2]) is False
        if action not in CLOSED_ACTIONS or not path or not self.is_governed(user):
            return False
        camera = self._camera(path)
        return not any(
            grant.is_open
            and grant.user == user
            and camera in grant.cameras
            and (action not in _OF_RECORDED or grant.recorded_from is not None)
            for grant in self.grants.values()
        )

    def allows(self, user: str, action: str, path: str) -> bool:
        """Whether it lets that user raise an event of its own."""
        return action == TRIGGER_EVENTS and self.may_raise(user, path.partition("/")[2]) is True

    def recorded_from(self, user: str, path: str) -> datetime | None:
        """Since when recorded pictures may be seen; None where nothing limits it."""
        if not self.is_governed(user):
            return None
        camera = self._camera(path)
        times = [
            grant.recorded_from
            for grant in self.grants.values()
            if grant.is_open and grant.user == user and camera in grant.cameras and grant.recorded_from is not None
        ]
        return min(times, default=self.now())

    def note(self, user: str, action: str, path: str, *, allowed: bool) -> None:
        """Pictures or sound are handed out, or refused; what is no device of the site does not count."""
        campus = self.campus_of(path)
        if not campus or not self.is_governed(user):
            return
        if allowed:
            self._saw(user, self._camera(path), is_recorded=action in _OF_RECORDED)
        elif (
            not self._has_just_ended(user, self._camera(path))
            and self.viewings.refuse(user, path, action) is not None
            and self.policy is not None
        ):
            self.unusual.refused(self.policy, user, campus, self.viewings.attempts)

    def _has_just_ended(self, user: str, camera: str) -> bool:
        since = self.now() - _HEARD
        return any(
            grant.user == user and camera in grant.cameras and grant.closed_at is not None and grant.closed_at >= since
            for grant in self.grants.values()
        )

    def _saw(self, user: str, camera: str, *, is_recorded: bool) -> None:
        if self.viewings.saw(user, camera, is_recorded=is_recorded) is None:
            return
        self._tell()
        by = next((g for g in self.grants.values() if g.is_open and g.user == user and camera in g.cameras), None)
        cleared = self._cleared.get(by.campus) if by is not None else None
        if by is not None and cleared is not None and by.opened_at is not None and by.opened_at > cleared:
            self.unusual.viewed_after_clearing(user, by)
        if by is not None and by.circumstance == "school alarm" and not self.has_alarm(by.campus):
            self.unusual.viewed_without_alarm(user, by)

    def campus_of(self, path: str) -> str:
        """The key of the campus that a camera or microphone belongs to; empty for none."""
        device = self.site.by_guid.get(self._camera(path))
        return device.campus if device is not None else ""

    def _camera(self, path: str) -> str:
        guid = path.partition("/")[2].lower()
        return self._camera_of.get(guid, guid)

    def request(
        self,
        user: str,
        campus: str,
        circumstance: str,
        reason: str,
        alarm: str,
        cameras: frozenset[str],
        began: datetime | None,
    ) -> Grant:
        """A new request; `began` is when the alarm it names was raised. Raises NotAllowedError."""
        policy, now = self._policy(), self.now()
        listed, rule = policy.person(user), policy.rule(circumstance)
        if listed is None:
            self.unusual.unlisted(user, campus)
            raise NotAllowedError("The memorandum does not list you.")
        if not listed[0].cameras_closed_outside_a_grant:
            raise NotAllowedError("The memorandum does not close cameras to you; there is nothing to ask for.")
        if rule is None:
            raise NotAllowedError("The memorandum does not name this circumstance.")
        if not reason.strip():
            raise NotAllowedError("Say why you ask.")
        if any(each.is_waiting and each.user == user and each.campus == campus for each in self.grants.values()):
            raise NotAllowedError("You have asked already; the school has not answered yet.")
        if not policy.is_within_hours(rule, now):
            self.unusual.outside_hours(user, campus)
            raise NotAllowedError("The memorandum does not open cameras for this at this hour.")
        return self._put(self._made(policy, rule, user, campus, reason, alarm, cameras, began))

    def _made(
        self,
        policy: Policy,
        rule: Rule,
        user: str,
        campus: str,
        reason: str,
        alarm: str,
        cameras: frozenset[str],
        began: datetime | None,
    ) -> Grant:
        area = next(each for each in policy.areas if each.name == rule.area)
        allowed = cameras_of(self.site, policy, area, campus)
        wanted = allowed & cameras if cameras else allowed
        if not wanted:
            raise NotAllowedError("The memorandum opens none of these cameras in this circumstance.")
        agency, person = policy.person(user) or (None, None)
        now, before = self.now(), rule.recorded_minutes_before
        start = min(began, now) if began is not None else now
        return Grant(
            id=fresh(),
            agency=agency.name if agency else "",
            user=user,
            person=person.name if person else user,
            campus=campus,
            area=rule.area if not cameras else f"{len(wanted)} named camera{'s' * (len(wanted) != 1)}",
            cameras=wanted,
            circumstance=rule.circumstance,
            reason=reason.strip()[:LONGEST_REASON],
            alarm=alarm,
            requested_at=now,
            longest=timedelta(minutes=rule.longest_minutes),
            needed=rule.approvals_needed,
            not_after=policy.hours_end(rule, now),
            recorded_from=None if before is None else start - timedelta(minutes=before),
        )

    def approve(self, key: str, user: str) -> Grant:
        """Somebody of the school says yes. Raises NotAllowedError."""
        grant = self._waiting_for(key, user)
        if self.now() - self._heard.get(grant.user, grant.requested_at) > _PRESENT:
            self._put(course.ended(grant, "", course.WITHDRAWN, self.now()))
            raise NotAllowedError(f"{grant.person} has gone; the request was withdrawn.")
        return self._put(course.approved(grant, user, self.now()))

    def refuse(self, key: str, user: str, why: str) -> Grant:
        """Somebody of the school says no. Raises NotAllowedError."""
        if not why.strip():
            raise NotAllowedError("Say why you refuse.")
        return self._put(course.refused(self._waiting_for(key, user), user, why.strip()[:LONGEST_REASON], self.now()))

    def _waiting_for(self, key: str, user: str) -> Grant:
        policy, grant = self._policy(), self._found(key)
        if grant.user == user:
            raise NotAllowedError("Nobody approves a request of their own.")
        if not policy.approves(user, grant.campus):
            raise NotAllowedError("You do not approve for this campus; the memorandum names who does.")
        return grant

    def end(self, key: str, user: str, ending: str) -> Grant:
        """Somebody closes it: the school, who says that all units are cleared, or the person himself. Raises NotAllowedError."""
        grant = self._found(key)
        ending = {True: course.WITHDRAWN}.get(grant.user == user and ending != course.UNITS_CLEARED, ending)
        if grant.user != user and not self.may_end(user, grant.campus):
            raise NotAllowedError("You cannot end this; the school or the person who asked can.")
        if ending not in (course.SCHOOL, course.UNITS_CLEARED, course.WITHDRAWN):
            raise NotAllowedError("A grant is ended by the school, when units are cleared, or withdrawn.")
        if ending == course.UNITS_CLEARED:
            self._cleared[grant.campus] = self.now()
        return self._put(course.ended(grant, user, ending, self.now()))

    def break_glass(self, user: str, campus: str, reason: str) -> Grant:
        """Opens the whole campus at once and rings. Raises NotAllowedError."""
        policy = self._policy()
        glass = policy.break_glass
        if glass is None or user not in glass.users or policy.person(user) is None:
            self.unusual.unlisted(user, campus)
            raise NotAllowedError("The memorandum does not let you open cameras without approval.")
        if not reason.strip():
            raise NotAllowedError("Say why you open the cameras without approval.")
        widest = next((each for each in policy.areas if each.scope == "whole campus"), policy.areas[0])
        rule = Rule("", "", "", widest.name, glass.longest_minutes, 0)
        made = self._made(policy, rule, user, campus, reason, "", frozenset(), None)
        grant = course.opened(replace(made, is_break_glass=True), self.now())
        self.unusual.broke_glass(grant, glass.rings)
        return self._put(grant)

    def triggered(self, circumstance: str, campus: str, reason: str, alarm: str) -> list[Grant]:
        """Opens what the memorandum lets open by itself: for every designated person of a governed agency. Empty where nothing does."""
        policy = self.policy
        rule = policy.rule(circumstance) if policy is not None else None
        if policy is None or rule is None or not rule.opens_by_itself or not policy.is_within_hours(rule, self.now()):
            return []
        governed = (
            each for agency in policy.agencies if agency.cameras_closed_outside_a_grant for each in agency.persons
        )
        made = [self._made(policy, rule, each.user, campus, reason, alarm, frozenset(), None) for each in governed]
        return [self._put(course.opened(grant, self.now())) for grant in made]

    def call(self, campus: str, about: str) -> list[Grant]:
        """A 911 call from a campus: told to the school, and what the memorandum lets open by itself opens."""
        self.unusual.raise_alarm("911 call", about, campus, "High")
        return self.triggered("911 call", campus, about, "")

    def clear_units(self, campus: str, by: str) -> int:
        """All units have left the campus: how many grants that closed."""
        self._cleared[campus] = self.now()
        open_ones = [each for each in self.grants.values() if each.is_open and each.campus == campus]
        for grant in open_ones:
            self._put(course.ended(grant, by, course.UNITS_CLEARED, self.now()))
        return len(open_ones)

    def may_end(self, user: str, campus: str) -> bool:
        """Whether that user closes anybody's grant of a campus."""
        policy = self.policy
        return policy is not None and (policy.approves(user, campus) or user in policy.units_cleared_by)

    def _policy(self) -> Policy:
        if self.policy is None:
            raise NotAllowedError("No memorandum is in force on this server; nothing is granted.")
        if why := self.policy.why_not_in_force(self.now()):
            raise NotAllowedError(f"{why} Nothing is granted by it.")
        return self.policy

    def _found(self, key: str) -> Grant:
        grant = self.grants.get(key)
        if grant is None:
            raise NotAllowedError("The server no longer knows this request.")
        return grant

    def _put(self, grant: Grant) -> Grant:
        self.grants[grant.id] = grant
        if len(self.grants) > KEPT:
            over = next((key for key, each in self.grants.items() if not (each.is_open or each.is_waiting)), None)
            self.grants.pop(over or "", None)
        self.viewings.end_closed(self._is_over)
        self._tell()
        return grant

    def _is_over(self, viewing: Viewing) -> bool:
        action = "PLAYBACK" if viewing.is_recorded else "VIEW_LIVE"
        return self.is_closed(viewing.user, action, f"cameras/{viewing.camera}")

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.tick()

    def tick(self) -> None:
        """Closes what is over now."""
        for grant in list(self.grants.values()):
            now_so = course.timed(grant, self.now())
            if now_so is not grant:
                self._put(now_so)
        if self.viewings.end_idle():
            self._tell()
