"""An alarm that another client raises on the demo server, of any source."""

import httpx

from smartclient.demo.server import DemoServer


async def raise_alarm(server: DemoServer, name: str, source: str) -> None:
    """Posts it; `source` is a path (`cameras/<guid>`), also of what no plan and no server knows."""
    form = {
        "grant_type": "password",
        "username": "dispatcher",
        "password": server.password,
        "client_id": "GrantValidatorClient",
    }
    async with httpx.AsyncClient(base_url=server.url) as http:
        token = (await http.post("/API/IDP/connect/token", data=form)).json()["access_token"]
        answer = await http.post(
            "/api/rest/v1/alarms",
            json={"name": name, "message": "", "source": source},
            headers={"Authorization": f"Bearer {token}"},
        )
    assert answer.status_code == 202, answer.text
