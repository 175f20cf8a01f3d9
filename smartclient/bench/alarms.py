"""Alarms: a million of them in the journal, a thousand a second, from alarm to complete card, and incidents shared by eight consoles."""

import subprocess
import sys

import msgspec

from smartclient.bench import alarm_archive, alarm_flood, consoles
from smartclient.domain.errors import SmartclientError

_LONGEST_S = 600


def measure() -> dict[str, object]:
    """Each part on its own, one after the other; the card in a process of its own, as it is measured with the whole window."""
    return {
        "archive": alarm_archive.measure(),
        "flood": alarm_flood.measure(),
        "card": _card(),
        "consoles": consoles.measure(),
    }


def _card() -> object:
    command = [sys.executable, "-m", "smartclient.bench.card_probe"]
    child = subprocess.run(command, stdout=subprocess.PIPE, timeout=_LONGEST_S, check=False)
    try:
        return msgspec.json.decode(child.stdout)
    except msgspec.DecodeError as error:
        raise SmartclientError(f"The bench of the card ended with status {child.returncode} and no numbers.") from error
