"""Reads the report of grants from the grants service."""

from smartclient.adapters.xprotect.grants import SERVICE
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.translate.grant_report import grant_report
from smartclient.adapters.xprotect.values import child
from smartclient.domain.errors import BadAnswer
from smartclient.domain.grant_report import GrantReport
from smartclient.domain.recordings import Span

TIMEOUT_S = 30.0
_ABOUT = "tell which grants there were"


async def read_grant_report(rest: Rest, span: Span) -> GrantReport:
    """All of `span` that this user may know of. Raises Unsupported where there is no such service, and other ServerErrors."""
    asked = {"from": span.begin.isoformat(), "to": span.end.isoformat()}
    told = (await rest.ask("GET", f"{SERVICE}/report", _ABOUT, params=asked, timeout_s=TIMEOUT_S)).json()
    report = child(told, "data")
    if not isinstance(report, dict):
        raise BadAnswer(f"The server was asked to {_ABOUT} and sent something else.")
    return grant_report(report, span)
