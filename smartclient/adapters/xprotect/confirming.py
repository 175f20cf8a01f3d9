"""Asks the server whether a person is who he says, and what he may do with cameras, beside the user who is signed in."""

from smartclient.adapters.server import Capability
from smartclient.adapters.xprotect.http import Http
from smartclient.adapters.xprotect.rest import Rest
from smartclient.adapters.xprotect.rights import EXPORT, PLAYBACK, read_camera_rights
from smartclient.adapters.xprotect.sign_in import SignIn
from smartclient.domain.ids import DeviceId
from smartclient.runtime.clock import Clock
from smartclient.runtime.secret import Secret

_NEEDED = {Capability.EXPORT: (PLAYBACK, EXPORT), Capability.RECORDED_VIDEO: (PLAYBACK,)}


async def confirm(
    http: Http,
    gateway: str,
    user: str,
    password: Secret,
    clock: Clock,
    cameras: frozenset[DeviceId],
    capability: Capability,
) -> frozenset[DeviceId]:
    """Signs in as that user with a token of its own, which nobody keeps; the answer is which cameras he may do that with.

    Raises SignInRefused and other ServerErrors.
    """
    sign_in = SignIn(http, gateway, user, password, clock)
    await sign_in.token()
    if not cameras:
        return frozenset()
    rights = await read_camera_rights(Rest(http, gateway, sign_in))
    actions = _NEEDED.get(capability, ())
    return frozenset(camera for camera in cameras if all(rights.may(action, camera) for action in actions))
