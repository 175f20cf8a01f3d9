"""The calls of the last days, as they were written down: read from the journal when the list is first wanted."""

from datetime import datetime, timedelta

import msgspec

from smartclient.domain.ids import DeviceId
from smartclient.runtime.json_trouble import JSON_TROUBLE
from smartclient.session.intercom.calls import EndedCall, Outcome
from smartclient.store.journal import Entry, Journal

KEPT = timedelta(days=7)
_ACTS = {f"call {outcome.value}": outcome for outcome in Outcome}


class _Detail(msgspec.Struct):
    at: datetime
    rang_s: float = 0.0
    by: str = ""


class _Act(msgspec.Struct):
    act: str
    detail: msgspec.Raw = msgspec.Raw()


_decode_act, _decode_detail = msgspec.json.Decoder(_Act).decode, msgspec.json.Decoder(_Detail).decode


def act_of(call: EndedCall) -> tuple[str, dict[str, object]]:
    """How a call that ended is written down: the act and its detail."""
    detail = {"at": call.at.isoformat(), "rang_s": round(call.rang.total_seconds(), 1), "by": call.by}
    return f"call {call.outcome.value}", detail


def past_calls(journal: Journal, now: datetime) -> list[EndedCall]:
    """Those of the last KEPT, oldest first; for a thread. An entry that cannot be read is passed over."""
    found = (_read(entry) for entry in journal.acts(now - KEPT))
    return [call for call in found if call is not None]


def _read(entry: Entry) -> EndedCall | None:
    try:
        act = _decode_act(entry.body)
        outcome = _ACTS.get(act.act)
        if outcome is None:
            return None
        detail = _decode_detail(act.detail)
    except (*JSON_TROUBLE, TypeError):
        return None
    return EndedCall(DeviceId(entry.subject), detail.at, timedelta(seconds=detail.rang_s), outcome, detail.by)
