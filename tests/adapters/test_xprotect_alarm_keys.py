"""What a server lets alarms be and this user do with them, told well, badly or not at all."""

from collections.abc import Mapping
from typing import Any

import pytest

from smartclient.adapters.xprotect.alarm_keys import read_alarm_keys
from smartclient.domain.alarms import AlarmAct, AlarmState
from smartclient.domain.errors import NotPermitted, Unsupported
from tests.builders.running import run

NAMESPACE = "11111111-2222-3333-4444-000000000001"
ACTIONS = [
    {"name": "ACKNOWLEDGE_ALARMS", "securityMask": 1},
    {"name": "Assign", "securityMask": "2"},
    {"name": "ALARM_CLOSE", "securityMask": 1 << 40},
]


class FewLists:
    """The lists of a server; one that is not there is unsupported."""

    def __init__(self, lists: Mapping[str, object], permissions: object = None) -> None:
        self._lists, self._permissions = lists, permissions

    async def items(self, path: str, _about: str) -> Any:
        told = self._lists.get(path)
        if isinstance(told, Exception):
            raise told
        if told is None:
            raise Unsupported(f"This server cannot {path}.")
        return told

    async def items_if_any(self, path: str, about: str) -> Any:
        try:
            return await self.items(path, about)
        except Unsupported:
            return []

    async def item(self, path: str, _about: str) -> Any:
        assert path == f"effectivePermissions/{NAMESPACE}"
        return self._permissions


STATES = [{"id": NAMESPACE, "name": "New", "level": 1}]
TOLD = {
    "alarmStates": STATES,
    "securityNamespaces": [
        {"name": "Cameras", "id": "x"},
        {"name": "Alarms", "id": NAMESPACE, "securityActions": ACTIONS},
    ],
}


def barred(permissions: object) -> frozenset[AlarmAct]:
    keys = run(read_alarm_keys(FewLists(TOLD, permissions)))  # type: ignore[arg-type]
    assert keys is not None
    return keys.terms.barred


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ({"objectPermissions": [{"mask": 1}, {"mask": 1 << 40}]}, {AlarmAct.ASSIGN}),
        ({"objectPermissions": [{"mask": str(3 + (1 << 40))}]}, set()),
        ({"isAdministrator": True, "objectPermissions": []}, set()),
        ({"objectPermissions": [{"mask": 0}]}, set(AlarmAct)),
        ({"objectPermissions": "all of them"}, set()),
        ({"objectPermissions": []}, set()),
    ],
)
def test_what_the_masks_do_not_allow_is_barred(permissions: object, expected: set[AlarmAct]) -> None:
    assert barred(permissions) == expected


def test_a_server_that_tells_no_rights_is_left_to_its_refusal() -> None:
    for lists in ({"alarmStates": STATES}, {"alarmStates": STATES, "securityNamespaces": [{"name": "Cameras"}, {}]}):
        keys = run(read_alarm_keys(FewLists(lists)))  # type: ignore[arg-type]
        assert keys is not None
        assert keys.terms.barred == frozenset()
        assert keys.terms.states == {AlarmState.NEW}
        assert keys.terms.close_reasons == ()


@pytest.mark.parametrize("error", [Unsupported("None."), NotPermitted("Not you.")])
def test_a_user_without_alarms_has_none(error: Exception) -> None:
    assert run(read_alarm_keys(FewLists({"alarmStates": error}))) is None  # type: ignore[arg-type]
