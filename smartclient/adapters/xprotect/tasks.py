"""Tasks of the configuration REST: which an item offers, running one, and waiting for one that takes its time."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.values import LONGEST_NAME, child, children, words
from smartclient.domain.errors import BadAnswer, Refused, ServerError, ServerUnreachable

POLL_S = 0.5
TIME_LIMIT_S = 30.0
_OVER = {"success", "completed", "error", "failed", "canceled", "cancelled"}
_FAILED = {"error", "failed", "canceled", "cancelled"}

log = logging.getLogger(__name__)


async def offered_tasks(rest: Rest, path: str, about: str) -> dict[str, str]:
    """The display names of an item's tasks by their ids. Raises ServerErrors."""
    answer = await rest.ask("GET", f"{path}?tasks&noData", about)
    tasks = children(answer.json(), "tasks")
    return {key: words(child(task, "displayName")) for task in tasks if (key := _plain(child(task, "id")))}


async def run_task(rest: Rest, path: str, task: str, about: str, body: Mapping[str, object]) -> Any:
    """What came of a task, once it is done; `about` says in words what is asked. Raises ServerErrors."""
    answer = await rest.ask("POST", f"{path}?task={task}", about, body=body)
    result = child(answer.json(), "result")
    job = _plain(child(result, "path", "id"))
    if not job or _state(result) in _OVER:
        return _good(result, about)
    try:
        async with asyncio.timeout(TIME_LIMIT_S):
            while True:
                done = await rest.item(f"tasks/{job}", about)
                if _state(done) in _OVER:
                    return _good(done, about)
                await asyncio.sleep(POLL_S)
    except TimeoutError as error:
        raise ServerUnreachable(f"The server did not {about} within {TIME_LIMIT_S:.0f} s.") from error
    finally:
        await _clean_up(rest, job)


async def _clean_up(rest: Rest, job: str) -> None:
    try:
        await rest.ask("POST", f"tasks/{job}?task=TaskCleanup", "forget a finished task", body={})
    except ServerError as error:
        log.info("task %s: %s", job, error)


def _good(result: Any, about: str) -> Any:
    if _state(result) in _FAILED:
        said = words(child(result, "errorText") or child(result, "error", "errorText"), LONGEST_NAME)
        raise Refused(f"The server could not {about}. {said}".strip())
    if result is None:
        raise BadAnswer(f"The server was asked to {about} and sent no result.")
    return result


def _state(result: Any) -> str:
    return words(child(result, "state")).casefold()


def _plain(key: object) -> str:
    """An id that may stand in a path; empty when it is none."""
    text = str(key) if isinstance(key, (str, int)) and not isinstance(key, bool) else ""
    return text if text and len(text) <= 100 and all(c.isalnum() or c in "-_" for c in text) else ""
