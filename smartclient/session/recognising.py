"""Who is at the console: the server is asked; while it does not answer, only the person who signed in is known."""

import asyncio
from dataclasses import dataclass

from smartclient.adapters.server import Capability, Server
from smartclient.domain.errors import NotPermitted, ServerError, ServerUnreachable, SignInRefused, Unsupported
from smartclient.domain.ids import DeviceId
from smartclient.runtime.secret import Secret

ANSWER_S = 10.0
NO_CAMERAS: frozenset[DeviceId] = frozenset()


@dataclass(frozen=True, slots=True)
class Recognised:
    """Somebody who is who he says. `is_by_server` is false where the server did not answer and the sign-in of this watch was compared."""

    user: str
    is_by_server: bool = True
    cameras: frozenset[DeviceId] = NO_CAMERAS
    """Of those asked about, the ones he has the right for."""


async def recognise(server: Server, user: str, password: Secret, *, offline: bool = True) -> Recognised:
    """Raises SignInRefused where it is not his password, and a ServerError that says why nobody could tell."""
    try:
        async with asyncio.timeout(ANSWER_S):
            await server.confirm(user, password, NO_CAMERAS, Capability.EXPORT)
    except (SignInRefused, Unsupported):
        raise
    except (ServerError, TimeoutError) as error:
        if not offline:
            raise ServerUnreachable(
                "The server does not answer, and nobody else knows its users. Try again."
            ) from error
        if server.is_signed_in(user, password):
            return Recognised(user, is_by_server=False)
        raise ServerUnreachable(
            f"The server does not answer. Until it does, only {user} can unlock, with the password of the last sign-in; this is another."
        ) from error
    return Recognised(user)


async def second_person(
    server: Server, first: str, user: str, password: Secret, cameras: frozenset[DeviceId], capability: Capability
) -> Recognised:
    """Another person who may do that with all of those cameras. Raises SignInRefused, NotPermitted or another ServerError."""
    if user.casefold() == first.casefold():
        raise NotPermitted(f"{user} asks for it; somebody else must agree.")
    try:
        async with asyncio.timeout(ANSWER_S):
            may = await server.confirm(user, password, cameras, capability)
    except TimeoutError as error:
        raise ServerUnreachable("The server does not answer, so nobody else can be asked. Try again.") from error
    if missing := cameras - may:
        count = "this camera" if len(cameras) == 1 else f"{len(missing)} of these {len(cameras)} cameras"
        raise NotPermitted(f"{user} has no right to that for {count}; somebody who has it must agree.")
    return Recognised(user, cameras=may)
