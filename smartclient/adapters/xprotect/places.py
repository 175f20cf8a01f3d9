"""Where a device is and what it sees, written into the server's configuration (`PATCH cameras/{id}`)."""

from smartclient.adapters.xprotect.rest import Rest
from smartclient.domain.commands import WritePlace
from smartclient.domain.devices import View
from smartclient.domain.errors import Unsupported

_NOWHERE = "POINT EMPTY"
_RESOURCES = {
    name.lower(): name for name in ("cameras", "microphones", "speakers", "metadata", "inputEvents", "outputs")
}
"""Those that have a `gisPoint`; doors have none."""


async def write_place(rest: Rest, command: WritePlace) -> None:
    """Raises Unsupported for a kind of device that has no place there, NotPermitted and other ServerErrors."""
    resource, _, guid = command.device.partition("/")
    if resource not in _RESOURCES:
        raise Unsupported("The server keeps no place for this kind of device.")
    body = {"gisPoint": _well_known_text(command.position)} | (_coverage(command.view) if command.view else {})
    await rest.ask("PATCH", f"{_RESOURCES[resource]}/{guid}", "change where the device is", body=body)


def _well_known_text(position: tuple[float, float] | None) -> str:
    return _NOWHERE if position is None else f"POINT ({position[0]:.7f} {position[1]:.7f})"


def _coverage(view: View) -> dict[str, float]:
    """Direction and field of view are parts of a full turn, the depth is metres."""
    return {
        "coverageDirection": round(view.bearing_deg % 360 / 360, 6) % 1,
        "coverageFieldOfView": round(view.field_of_view_deg / 360, 6),
        "coverageDepth": view.range_m,
    }
