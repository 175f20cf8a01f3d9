"""`/api/x-demo/grants`, which XProtect does not have: what there is, asking, deciding, ending, and the report."""

from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.accounts import Rights
from smartclient.demo.alarms import Alarms
from smartclient.demo.answers import ApiError, Json, answer, body, data
from smartclient.demo.gate import Gate
from smartclient.demo.memorandum.course import UNITS_CLEARED, Grant, NotAllowedError
from smartclient.demo.memorandum.memorandum import Memorandum
from smartclient.demo.memorandum.told import grant_json, report_json, terms_json, viewing_json
from smartclient.demo.times import parsed

GRANTS = "/api/x-demo/grants"
TOLD_FOR = timedelta(days=1)
LONGEST_REPORT = timedelta(days=400)


class GrantRoutes:
    """Serves grants to those they concern: who asked, the campus's approvers, administrators, and who clears units."""

    def __init__(self, gate: Gate, memorandum: Memorandum, alarms: Alarms, signature: str, why_not: str) -> None:
        self._gate, self._memorandum, self._alarms = gate, memorandum, alarms
        self._signature, self._why_not = signature, why_not

    def routes(self) -> list[Route]:
        """All routes, lower case."""
        return [
            Route(GRANTS, self._all),
            Route(f"{GRANTS}/report", self._report),
            Route(f"{GRANTS}/request", self._request, methods=["POST"]),
            Route(f"{GRANTS}/break-glass", self._break_glass, methods=["POST"]),
            Route(f"{GRANTS}/{{key}}/approve", self._approve, methods=["POST"]),
            Route(f"{GRANTS}/{{key}}/refuse", self._refuse, methods=["POST"]),
            Route(f"{GRANTS}/{{key}}/end", self._end, methods=["POST"]),
        ]

    async def _all(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        memorandum, user = self._memorandum, rights.account.name
        earliest = memorandum.now() - TOLD_FOR
        told = [
            grant_json(grant, memorandum.site)
            for grant in memorandum.grants.values()
            if self._may_know(rights, grant)
            and (grant.is_waiting or grant.is_open or (grant.closed_at or grant.requested_at) >= earliest)
        ]
        campus_of = {camera.guid: camera.campus for camera in memorandum.site.cameras}
        watching = [
            viewing_json(viewing, memorandum.policy)
            for viewing in memorandum.viewings.present
            if viewing.user == user
            or rights.administrator
            or memorandum.may_end(user, campus_of.get(viewing.camera, ""))
        ]
        terms = terms_json(memorandum, user, self._signature, self._why_not, is_administrator=rights.administrator)
        return answer({"terms": terms, "grants": told, "viewings": watching})

    def _may_know(self, rights: Rights, grant: Grant) -> bool:
        user = rights.account.name
        return grant.user == user or rights.administrator or self._memorandum.may_end(user, grant.campus)

    async def _request(self, request: Request) -> Response:
        rights, content = self._gate.rights(request), await body(request)
        alarm = str(content.get("alarm") or "").lower()
        known = self._alarms.by_id.get(alarm)
        cameras = content.get("cameras")
        wanted = frozenset(str(each).lower() for each in cameras) if isinstance(cameras, list) else frozenset()
        return _told(
            self._memorandum,
            lambda: self._memorandum.request(
                rights.account.name,
                self._campus(content),
                str(content.get("circumstance") or ""),
                str(content.get("reason") or ""),
                alarm if known is not None else "",
                wanted,
                parsed(known.time) if known is not None else None,
            ),
        )

    async def _break_glass(self, request: Request) -> Response:
        rights, content = self._gate.rights(request), await body(request)
        reason = str(content.get("reason") or "")
        return _told(
            self._memorandum,
            lambda: self._memorandum.break_glass(rights.account.name, self._campus(content), reason),
        )

    async def _approve(self, request: Request) -> Response:
        rights, key = self._gate.rights(request), request.path_params["key"]
        return _told(self._memorandum, lambda: self._memorandum.approve(key, rights.account.name))

    async def _refuse(self, request: Request) -> Response:
        rights, key, content = self._gate.rights(request), request.path_params["key"], await body(request)
        why = str(content.get("reason") or "")
        return _told(self._memorandum, lambda: self._memorandum.refuse(key, rights.account.name, why))

    async def _end(self, request: Request) -> Response:
        rights, key, content = self._gate.rights(request), request.path_params["key"], await body(request)
        ending, user = str(content.get("ending") or ""), rights.account.name
        if ending == UNITS_CLEARED:
            known = self._memorandum.grants.get(key)
            if known is not None and self._memorandum.may_end(user, known.campus):
                self._memorandum.clear_units(known.campus, user)
                return data(grant_json(self._memorandum.grants[key], self._memorandum.site), 202)
        return _told(self._memorandum, lambda: self._memorandum.end(key, user, ending))

    async def _report(self, request: Request) -> Response:
        """Every grant, viewing and refused attempt of a span, for those who approve: of their campus; of all to administrators."""
        rights = self._gate.rights(request)
        memorandum, user = self._memorandum, rights.account.name
        policy = memorandum.policy
        campuses = {
            campus.key
            for campus in memorandum.site.campuses
            if rights.administrator or (policy is not None and policy.approves(user, campus.key))
        }
        if not campuses:
            raise ApiError(403, "The report is for those who approve for the school.")
        since, until = (_time(request, name, default) for name, default in (("from", TOLD_FOR), ("to", timedelta())))
        if until - since > LONGEST_REPORT:
            raise ApiError(400, f"A report spans at most {LONGEST_REPORT.days} days.", place="from")
        return data(report_json(memorandum, campuses, since, until))

    def _campus(self, content: Json) -> str:
        """The key of the campus that was named by its key or the id of its venue. Raises ApiError 400."""
        named = str(content.get("campus") or "").lower()
        for campus in self._memorandum.site.campuses:
            if named and named in (campus.key.lower(), campus.venue.lower()):
                return campus.key
        raise ApiError(400, "There is no such campus.", place="campus")


def _told(memorandum: Memorandum, step: Any) -> Response:
    try:
        grant: Grant = step()
    except NotAllowedError as error:
        raise ApiError(409, str(error)) from error
    return data(grant_json(grant, memorandum.site), 202)


def _time(request: Request, name: str, before: timedelta) -> datetime:
    from smartclient.demo.world import utc_now

    text = request.query_params.get(name)
    try:
        return parsed(text) if text else utc_now() - before
    except ValueError as error:
        raise ApiError(400, f"{name} is no time.", place=name) from error
