"""The district's own policy, changed as a test wants it and signed with a key of the test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from smartclient.evidence.keys import Signer, new_signer
from smartclient.policy.signature import write_signature
from smartclient.runtime.paths import floorplans

DISTRICT_POLICY = floorplans() / "maple-grove" / "policy.json"


def write_policy(
    folder: Path, change: Callable[[dict[str, Any]], object] = lambda _told: None, signer: Signer | None = None
) -> Path:
    """Writes `policy.json` and its signature; the file."""
    told = json.loads(DISTRICT_POLICY.read_text(encoding="utf-8"))
    change(told)
    path = folder / "policy.json"
    path.write_text(json.dumps(told, indent=2), encoding="utf-8")
    signer = signer or new_signer()
    write_signature(path, signer.public_key, signer.sign)
    return path


def circumstance(told: dict[str, Any], name: str) -> dict[str, Any]:
    """The rule of a circumstance, to be changed."""
    found: dict[str, Any] = next(each for each in told["circumstances"] if each["circumstance"] == name)
    return found
