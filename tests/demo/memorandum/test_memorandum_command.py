"""`smartclient demo-server` has the district's memorandum in force unless it is told otherwise."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from tests.builders.granting import with_policy
from tests.builders.little_district import write_district

PATIENCE_S = 30


def status_of_grants(options: Sequence[str]) -> int:
    """What a started server answers to somebody without a token who asks for grants."""
    program = [sys.executable, "-m", "smartclient", "demo-server", "--calm", *options]
    with subprocess.Popen(program, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            said = json.loads(process.stdout.readline())
            return httpx.get(f"{said['url']}/api/x-demo/grants").status_code
        finally:
            process.kill()


@pytest.mark.parametrize(("options", "status"), [([], 401), (["--policy", "none"], 404)])
def test_the_policy_beside_the_plans_is_in_force(options: list[str], status: int, tmp_path: Path) -> None:
    district = write_district(tmp_path / "district")
    with_policy(district)
    assert status_of_grants(["--site", str(district), *options]) == status
