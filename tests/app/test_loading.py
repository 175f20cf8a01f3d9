"""Panels are loaded behind a watch that stands: opening one imports nothing any more."""

import subprocess
import sys

_ALL = """
import asyncio, sys
from smartclient.app.loading import load_desks
asyncio.run(load_desks())
known = set(sys.modules)
import smartclient.app.coverage_desk, smartclient.app.law_desk, smartclient.app.editing_desk
import smartclient.app.following_desk, smartclient.plans.law.checking
from smartclient.plans.law.rules import laws
assert laws.cache_info().currsize == 1
assert laws()
assert set(sys.modules) == known, set(sys.modules) - known
assert "ezdxf" not in known and "ifcopenshell" not in known
"""


def test_desks_and_laws_are_there_and_nothing_that_only_imports_drawings() -> None:
    done = subprocess.run([sys.executable, "-c", _ALL], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
