"""A FeatureCollection as text, feature by feature: what is not touched stays as it was written, byte for byte."""

from typing import Any

import msgspec

from smartclient.domain.errors import PlanUnwritable
from smartclient.plans.writing.geometry import Json

_NO_FEATURES: dict[str, msgspec.Raw] = {"type": msgspec.Raw(b'"FeatureCollection"')}


class Collection:
    """The features of one file. A feature that was removed leaves a gap, so that the others keep their numbers."""

    def __init__(self, name: str, data: bytes | None) -> None:
        """`data` is None for a file to be made. Raises PlanUnwritable where it is no whole FeatureCollection."""
        self.is_changed = False
        self._members = dict(_NO_FEATURES)
        self._features: list[msgspec.Raw | None] = []
        if data is None:
            return
        try:
            self._members = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
            self._features = list(msgspec.json.decode(self._members.pop("features"), type=list[msgspec.Raw]))
        except (msgspec.DecodeError, KeyError, UnicodeDecodeError, RecursionError) as trouble:
            raise PlanUnwritable(
                f"{name} is broken, and saving would lose what cannot be read. Mend it first."
            ) from trouble

    def values(self) -> list[Any]:
        """Every feature decoded; a gap is None."""
        return [None if raw is None else msgspec.json.decode(raw) for raw in self._features]

    def raw(self, number: int) -> msgspec.Raw:
        """The text of a feature."""
        found = self._features[number]
        if found is None:
            raise KeyError(number)
        return found

    def put(self, number: int, raw: msgspec.Raw) -> None:
        """Replaces a feature."""
        self._features[number] = raw
        self.is_changed = True

    def add(self, feature: Json | msgspec.Raw) -> None:
        """One more feature, last."""
        self._features.append(
            feature if isinstance(feature, msgspec.Raw) else msgspec.Raw(msgspec.json.encode(feature))
        )
        self.is_changed = True

    def remove(self, number: int) -> None:
        """Takes a feature out."""
        self._features[number] = None
        self.is_changed = True

    def to_bytes(self) -> bytes:
        """The file, one feature a line."""
        members = b"".join(msgspec.json.encode(name) + b":" + bytes(raw) + b"," for name, raw in self._members.items())
        lines = b",\n".join(bytes(raw) for raw in self._features if raw is not None)
        return b"{" + members + b'"features":[\n' + lines + b"\n]}\n"
