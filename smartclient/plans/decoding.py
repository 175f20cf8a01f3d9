"""JSON files of a plan to plain values; of a broken file, every feature that is whole."""

import json
import re
from typing import Any

import msgspec

from smartclient.domain.errors import PlanError, PlanUnreadable
from smartclient.plans.files import Files
from smartclient.plans.problems import Report

_FEATURE_START = re.compile(r'\{\s*"(?:type|id|feature_type|geometry|properties)"\s*:')
_MAX_FALSE_STARTS = 2_000
_MOST_NESTED, _MOST_VALUES = 5_000_000, 10_000_000
_TROUBLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def read_object(files: Files, name: str, label: str, report: Report) -> dict[str, Any] | None:
    """The JSON object in the file `name`; None, and a problem, when it is missing or holds no object."""
    try:
        value = msgspec.json.decode(_read(files, name))
    except PlanError as trouble:
        report.error(label, "", str(trouble), "left out")
        return None
    except _TROUBLE as trouble:
        report.error(label, "", f"not JSON: {trouble}", "left out")
        return None
    if not isinstance(value, dict):
        report.error(label, "", "not a JSON object", "left out")
        return None
    return value


def read_features(files: Files, name: str, label: str, report: Report) -> list[Any]:
    """The members of a FeatureCollection, unchecked. What cannot be read is reported under the file name `label`."""
    try:
        data = _read(files, name)
    except PlanError as trouble:
        report.error(label, "", str(trouble), "all its features are missing")
        return []
    try:
        value = msgspec.json.decode(data)
    except _TROUBLE as trouble:
        rescued = _rescue(data.decode("utf-8", errors="replace"))
        report.error(
            label, "", f"not JSON: {trouble}", f"{len(rescued)} features in it are whole and used, others are missing"
        )
        return rescued
    if not isinstance(value, dict) or not isinstance(value.get("features"), list):
        report.error(label, "", "not a GeoJSON FeatureCollection", "all its features are missing")
        return []
    if value.get("type") != "FeatureCollection":
        report.error(label, "", 'its type is not "FeatureCollection"', "read as one")
    features: list[Any] = value["features"]
    return features


def _read(files: Files, name: str) -> bytes:
    """The file's bytes, unless decoding them would take gigabytes of memory."""
    data = files.read(name)
    if data.count(b"[") + data.count(b"{") > _MOST_NESTED or data.count(b",") > _MOST_VALUES:
        raise PlanUnreadable(f"{name} holds more values than any plan")
    return data


def _rescue(text: str) -> list[Any]:
    """Every whole Feature object in a text that is not JSON as a whole."""
    decoder = json.JSONDecoder()
    found: list[Any] = []
    position = false_starts = 0
    while false_starts < _MAX_FALSE_STARTS and (start := _FEATURE_START.search(text, position)):
        position = start.end()
        try:
            value, end = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            false_starts += 1
            continue
        if value.get("type") == "Feature":
            found.append(value)
            position = end
    return found
