"""What a person set, kept as one JSON file; a broken file is set aside and said, never fatal."""

import logging
from pathlib import Path
from typing import Any

import msgspec

from smartclient.runtime.json_trouble import JSON_TROUBLE
from smartclient.runtime.signal import Signal

log = logging.getLogger(__name__)


RESPONDER = "responder"
"""The screen of command vehicles."""


class KeptDewarp(msgspec.Struct, frozen=True, kw_only=True):
    """How a fisheye picture was straightened in a tile, in degrees."""

    mount: str = "ceiling"
    pan_deg: float = 0.0
    tilt_deg: float = 45.0
    width_deg: float = 80.0


class KeptTile(msgspec.Struct, frozen=True, kw_only=True):
    """What a tile held: no camera, one, or several that take turns."""

    cameras: list[str] = []
    dwell_s: float = 10.0
    dewarp: KeptDewarp | None = None


class KeptWall(msgspec.Struct, frozen=True, kw_only=True):
    """A layout by its name, and its tiles."""

    layout: str = "4"
    tiles: list[KeptTile] = []


class KeptScreen(msgspec.Struct, frozen=True, kw_only=True):
    """A wall in a window of its own. `place` is where and how large, as Qt encodes it (base64)."""

    wall: KeptWall = KeptWall()
    place: str = ""


class KeptBaseMap(msgspec.Struct, frozen=True, kw_only=True):
    """A file or an XYZ address, empty for none; whose it is, and when it was taken (ISO 8601), where a person wrote it down."""

    place: str = ""
    attribution: str = ""
    captured: str = ""


class KeptServer(msgspec.Struct, frozen=True, kw_only=True):
    """A server that is watched beside others; its password is in the key ring."""

    server: str
    user: str


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings with their defaults; passwords are never among them (they live in the key ring)."""

    server: str = ""
    """The server signed in to last."""
    user: str = ""
    servers: list[KeptServer] = []
    """All that were watched at once last, where there were several."""
    trusted_sha256: dict[str, str] = {}
    """Certificate fingerprints a person decided to trust, by host and port."""
    plans: dict[str, str] = {}
    """Floor plans (folder or zip) by server."""
    theme: str = "dark"
    screen: str = ""
    """Which screen this person had last: RESPONDER, or the console's."""
    is_muted: bool = False
    is_ring_muted: bool = False
    """Whether intercoms make no sound here."""
    engine_for: dict[str, str] = {}
    """Video engine by source label, where a person chose one."""
    way_for: dict[str, str] = {}
    """How video comes, where a person chose, by host and port of the server: `recorder` or `gateway`."""
    window: str = ""
    """Place and size of the window and its splitters, as Qt encodes them (base64)."""
    splitters: dict[str, str] = {}
    layout: int | str = "4"
    """The name of the main wall's layout; a number where an earlier version kept it."""
    saved_layouts: dict[str, KeptWall] = {}
    """Layouts with their cameras, by the names people gave them."""
    screens: list[KeptScreen] = []
    """Walls in windows of their own, as they were left."""
    torn_off: str = ""
    """Where the main wall's own window was, as Qt encodes it; empty where the wall was in the main window."""
    dewarps: dict[str, KeptDewarp] = {}
    """How each fisheye camera was straightened last, by camera."""
    evidence_folder: str = ""
    """Where evidence was exported to last."""
    time_stamp_url: str = ""
    """A trusted time stamp authority (RFC 3161) asked at each export; none when empty."""
    base_map: KeptBaseMap = KeptBaseMap()
    alarm_limits_s: dict[str, float] = {}
    """How long alarms may stay untouched, by priority (`high`, `medium`, `low`), where a person set other limits."""
    console_room: str = ""
    """The unit of the plan this console stands in: a panic button in it is silent here."""
    console_building: str = ""
    """The building this console stands in, where all panic buttons of the building are to be silent here."""
    lock_after_min: float = 15.0
    """After so many minutes without a key or the mouse the console is locked; 0: never."""
    watermark: bool = True
    """Whether user and time lie over every picture on the screen."""
    second_person_for: tuple[str, ...] = ("unmask",)
    """For what a second person must sign in at this console: `export`, `unmask`."""
    card_opens_by_itself: bool = True
    """Whether the verification card opens for new alarms without being asked."""
    pictures: str = ""
    """Folder for snapshots; empty is this person's usual place for pictures."""


class SettingsFile:
    """Reads and writes the settings of one person."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trouble = ""
        """What a person must know, a sentence; empty where all is well."""
        self.troubled: Signal[str] = Signal()
        """Tells the sentence when it is another one."""
        self._path = folder / "settings.json"

    def read(self) -> Settings:
        """The settings; defaults where there are none or the file is broken (which is then kept as `settings.broken`)."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Settings)
        except FileNotFoundError:
            return Settings()
        except (OSError, *JSON_TROUBLE) as error:
            log.warning("settings cannot be read, defaults are used: %s", error)
            self._set_aside()
            self._say(
                f"The settings in {self.folder} could not be read, and the usual ones are used. The old file is kept beside."
            )
            return Settings()

    def write(self, settings: Settings) -> None:
        """Replaces the file in one step; a full disk is logged and the old file stays."""
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2))
            fresh.replace(self._path)
        except OSError as error:
            log.warning("settings are not kept: %s", error)
            self._say(
                f"Settings cannot be written to {self.folder} ({error.strerror}); what is changed now is forgotten at the end."
            )

    def change(self, **changed: Any) -> None:
        """Writes these fields anew and leaves the others as the file has them."""
        self.write(msgspec.structs.replace(self.read(), **changed))

    def _say(self, trouble: str) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self.troubled.emit(trouble)

    def _set_aside(self) -> None:
        try:
            self._path.replace(self._path.with_suffix(".broken"))
        except OSError as error:
            log.warning("the broken settings file stays where it is: %s", error)
