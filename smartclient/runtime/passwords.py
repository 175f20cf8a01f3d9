"""Passwords in the system's key ring, and nowhere else."""

import logging

import keyring
from keyring.core import recommended
from keyring.errors import KeyringError

from smartclient.runtime.secret import Secret

SERVICE = "smartclient"
log = logging.getLogger(__name__)


def _account(server: str, user: str) -> str:
    return f"{user}@{server}"


def remembered(server: str, user: str) -> Secret | None:
    """The password kept for that user, if the key ring has one and opens."""
    try:
        text = keyring.get_password(SERVICE, _account(server, user))
    except KeyringError as error:
        log.info("key ring: %s", error)
        return None
    return Secret(text) if text else None


def remember(server: str, user: str, password: Secret) -> str | None:
    """Keeps the password; the answer is a sentence when this machine has no key ring that could."""
    if not keeps_safely():
        return "This machine's key ring would write the password into a plain file; it is not kept, and you will be asked again."
    try:
        keyring.set_password(SERVICE, _account(server, user), password.reveal())
    except KeyringError as error:
        log.info("key ring: %s", error)
        return "This machine has no key ring that can keep the password; you will be asked again next time."
    return None


def forget(server: str, user: str) -> None:
    """Takes the password out of the key ring."""
    try:
        keyring.delete_password(SERVICE, _account(server, user))
    except KeyringError as error:
        log.info("key ring: %s", error)


def keeps_safely() -> bool:
    """Whether all that the key ring may write into are the system's own (keyring calls those recommended), and none a plain file."""
    ring = keyring.get_keyring()
    return all(recommended(each) for each in getattr(ring, "backends", (ring,)) if each.priority > 0)
