"""Bookmarks and evidence locks REST: create, read, change, delete, and the tasks that search; nothing lists them all.

The fields are documented; how a search is asked for and answered is not: its parameters are those of the older SOAP interface, and
the answer is `{"result": {"bookmarks": […]}}` or `{"result": {"evidenceLocks": […]}}`.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from smartclient.demo.accounts import CREATE_BOOKMARKS, DELETE_BOOKMARKS, LOCK_EVIDENCE, READ_BOOKMARKS, Rights
from smartclient.demo.answers import ApiError, Json, answer, body, data, not_permitted
from smartclient.demo.config_routes import REST
from smartclient.demo.gate import Gate
from smartclient.demo.ids import path
from smartclient.demo.past import mark_fields as fields
from smartclient.demo.past.bookmarks import Bookmark, Bookmarks
from smartclient.demo.past.evidence_locks import EvidenceLock, EvidenceLocks
from smartclient.demo.query import parse

_EVERYTHING = ["GET", "PATCH", "DELETE"]


class BookmarkRoutes:
    """`bookmarks` and `bookmarks/{id}`."""

    def __init__(self, gate: Gate, bookmarks: Bookmarks) -> None:
        self._gate, self._bookmarks = gate, bookmarks

    def routes(self) -> list[Route]:
        """All routes, lower case."""
        return [
            Route(f"{REST}/bookmarks", self._all, methods=["GET", "POST"]),
            Route(f"{REST}/bookmarks/{{guid}}", self._one, methods=_EVERYTHING),
        ]

    async def _all(self, request: Request) -> Response:
        rights, query = self._gate.rights(request), parse(request.url.query)
        if request.method == "GET":
            return _tasks(query.flags, ("newReference", "searchTime", "searchFromBookmark"))
        content, task = await body(request), query.options.get("task", "").lower()
        if task == "newreference":
            _check(rights, CREATE_BOOKMARKS)
            return answer({"result": {"reference": self._bookmarks.new_reference()}})
        if task in {"searchtime", "searchfrombookmark"}:
            return self._search(rights, content, from_bookmark=task == "searchfrombookmark")
        if task:
            raise ApiError(400, f"Unknown task: {task[:100]}", place="task")
        _check(rights, CREATE_BOOKMARKS, fields.camera(content.get("devicePath")))
        return answer({"result": self._bookmarks.create(content, rights.account.name).json()}, 201)

    def _search(self, rights: Rights, content: Json, *, from_bookmark: bool) -> Response:
        _check(rights, READ_BOOKMARKS)
        if from_bookmark:
            start = self._found(fields.text(content, "bookmarkId").lower(), rights)
            found = self._bookmarks.search(content, start.at, after=start)
        else:
            found = self._bookmarks.search(content, fields.moment(content, "time"))
        seen = [each.json() for each in found if rights.may_see(path("cameras", each.camera))]
        return answer({"result": {"bookmarks": seen}})

    async def _one(self, request: Request) -> Response:
        rights = self._gate.rights(request)
        bookmark = self._found(request.path_params["guid"], rights)
        if request.method == "GET":
            return data(bookmark.json())
        if request.method == "PATCH":
            _check(rights, CREATE_BOOKMARKS, bookmark.camera)
            self._bookmarks.change(bookmark, await body(request))
            return data(bookmark.json())
        _check(rights, DELETE_BOOKMARKS, bookmark.camera)
        del self._bookmarks.by_id[bookmark.id]
        return _deleted("bookmarks", bookmark.id)

    def _found(self, guid: str, rights: Rights) -> Bookmark:
        bookmark = self._bookmarks.by_id.get(guid)
        if bookmark is None:
            raise ApiError(404, f"Bookmark not found. bookmarks/{guid[:100]}")
        _check(rights, READ_BOOKMARKS, bookmark.camera)
        return bookmark


class EvidenceLockRoutes:
    """`evidenceLocks` and `evidenceLocks/{id}`."""

    def __init__(self, gate: Gate, locks: EvidenceLocks) -> None:
        self._gate, self._locks = gate, locks

    def routes(self) -> list[Route]:
        """All routes, lower case."""
        return [
            Route(f"{REST}/evidencelocks", self._all, methods=["GET", "POST"]),
            Route(f"{REST}/evidencelocks/{{guid}}", self._one, methods=_EVERYTHING),
        ]

    async def _all(self, request: Request) -> Response:
        rights, query = self._gate.rights(request), parse(request.url.query)
        if request.method == "GET":
            return _tasks(query.flags, ("newReference", "search"))
        _check(rights, LOCK_EVIDENCE)
        content, task = await body(request), query.options.get("task", "").lower()
        if task == "newreference":
            return answer({"result": {"reference": self._locks.new_reference()}})
        if task == "search":
            seen = [each.json() for each in self._locks.search(content) if _sees_all(rights, each)]
            return answer({"result": {"evidenceLocks": seen}})
        if task:
            raise ApiError(400, f"Unknown task: {task[:100]}", place="task")
        _check(rights, LOCK_EVIDENCE, *self._locks.cameras(content))
        return answer({"result": self._locks.create(content, rights.account.name).json()}, 201)

    async def _one(self, request: Request) -> Response:
        rights, guid = self._gate.rights(request), request.path_params["guid"]
        lock = self._locks.by_id.get(guid)
        if lock is None:
            raise ApiError(404, f"Evidence lock not found. evidenceLocks/{guid[:100]}")
        _check(rights, LOCK_EVIDENCE, *lock.cameras)
        if request.method == "DELETE":
            del self._locks.by_id[guid]
            return _deleted("evidenceLocks", guid)
        if request.method == "PATCH":
            content = await body(request)
            if "devicePaths" in content:
                _check(rights, LOCK_EVIDENCE, *self._locks.cameras(content))
            self._locks.change(lock, content)
        return data(lock.json())


def _sees_all(rights: Rights, lock: EvidenceLock) -> bool:
    return all(rights.may(LOCK_EVIDENCE, path("cameras", camera)) for camera in lock.cameras)


def _check(rights: Rights, action: str, *cameras: str) -> None:
    if not rights.may(action) or not all(rights.may(action, path("cameras", camera)) for camera in cameras):
        raise not_permitted()


def _tasks(flags: frozenset[str], names: tuple[str, ...]) -> Response:
    if "tasks" not in flags:
        raise ApiError(405, "The method is not allowed; these are searched with a task.")
    return answer({"tasks": [{"id": name, "displayName": name} for name in names]})


def _deleted(resource: str, guid: str) -> Response:
    return answer({"state": "Success", "path": {"type": resource, "id": guid}})
