"""Raw requests to the grants service of the little district, with a policy that opens whole campuses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from smartclient.demo.server import DemoServer
from tests.builders.demo_client import TLS, token
from tests.builders.little_district import HALL, guid
from tests.builders.signed_policy import write_policy

OFFICER, PRINCIPAL, DISTRICT, DISPATCHER = "responder", "principal-hs", "district", "dispatcher"
CAMERA = guid("cameras", HALL)


def opens_everything(told: dict[str, Any]) -> None:
    """The little district's rooms have no categories: every circumstance opens the whole campus."""
    for rule in told["circumstances"]:
        rule["area"] = "whole campus"


def with_policy(folder: Path) -> Path:
    """The policy file of the little district."""
    return write_policy(folder, opens_everything)


def asked(campus: str = "high-school", **more: Any) -> dict[str, Any]:
    """The body of a request."""
    return {"campus": campus, "circumstance": "school alarm", "reason": "Door 7 was forced", **more}


@asynccontextmanager
async def grants(server: DemoServer, user: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service."""
    headers = {"Authorization": f"Bearer {await token(server, user)}"}
    async with httpx.AsyncClient(base_url=f"{server.url}/api/x-demo/grants", headers=headers, verify=TLS) as client:
        yield client


async def opened(server: DemoServer, campus: str = "high-school", by: str = PRINCIPAL, **more: Any) -> str:
    """An open grant; its id."""
    async with grants(server, OFFICER) as his, grants(server, by) as hers:
        key = (await his.post("/request", json=asked(campus, **more))).json()["data"]["id"]
        answer = await hers.post(f"/{key}/approve")
        assert answer.json()["data"]["state"] == "open", answer.text
    return str(key)
