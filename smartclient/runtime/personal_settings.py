"""The settings of one person at one server, above those of the machine: what one person arranged tells another nothing."""

from pathlib import Path
from typing import Any

import msgspec

from smartclient.runtime.settings import Settings, SettingsFile

OF_THE_MACHINE = frozenset(
    {
        "trusted_sha256",
        "plans",
        "engine_for",
        "way_for",
        "time_stamp_url",
        "base_map",
        "console_room",
        "console_building",
        "pictures",
        "evidence_folder",
    }
)
"""Fields that are the same for everybody who signs in here."""


class PersonalSettings(SettingsFile):
    """Reads and writes one file for the person and, of the machine's own, the fields that are everybody's."""

    def __init__(self, folder: Path, machine: SettingsFile) -> None:
        super().__init__(folder)
        self._machine = machine
        machine.troubled.connect(self._say)
        self._say(machine.trouble)

    def read(self) -> Settings:
        """The person's, with the machine's fields as they are now."""
        machine = self._machine.read()
        return msgspec.structs.replace(super().read(), **_of_the_machine(machine))

    def write(self, settings: Settings) -> None:
        """Each field to where it belongs; the machine's file is left alone where none of its fields is different."""
        machine = self._machine.read()
        if (told := _of_the_machine(settings)) != _of_the_machine(machine):
            self._machine.write(msgspec.structs.replace(machine, **told))
        super().write(settings)


def _of_the_machine(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in OF_THE_MACHINE}
