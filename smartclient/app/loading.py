"""What panels are made of, loaded in a thread once the watch stands, so that opening one for the first time is quick too."""

import asyncio
import importlib

_LATER = (
    "app.verifying_desk",
    "app.doors_desk",
    "app.intercom_desk",
    "session.sight",
    "app.coverage_desk",
    "app.following_desk",
    "app.law_desk",
    "session.campus_records",
    "plans.law.checking",
    "plans.records.reading",
    "app.editing_desk",
    "app.incident_desk",
    "app.marks_desk",
    "app.incident_replay_desk",
    "app.measure_desk",
    "ui.shell.base_map_panel",
)


async def load_desks() -> None:
    """One after another: between them the loop has the interpreter for itself."""
    for name in _LATER:
        await asyncio.to_thread(importlib.import_module, f"smartclient.{name}")
    rules = importlib.import_module("smartclient.plans.law.rules")
    await asyncio.to_thread(rules.laws)
