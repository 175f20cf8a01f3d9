"""The rows of tiles and walls: the picture's keys, sequences, saved layouts, other screens."""

from collections.abc import Iterator

from smartclient.ui.actions import Action
from smartclient.ui.video.tile_verbs import TileVerbs
from smartclient.ui.video.wall import Wall

_GROUP = "Tile"


def tile_actions(wall: Wall) -> Iterator[Action]:
    """All rows; they act on the chosen tile of the wall that is in use."""
    yield from _picture(wall)
    yield from _sequence(wall)
    yield from _walls(wall)


def _picture(wall: Wall) -> Iterator[Action]:
    def verbs() -> TileVerbs:
        return wall.in_use.verbs

    yield Action(
        "snapshot",
        "Keep the picture as a file",
        _GROUP,
        lambda: verbs().snapshot(),
        ("S", "Ctrl+S"),
        lambda: verbs().why_no_picture(),
    )
    yield Action("tile-zoom", "Closer, farther, all of it", _GROUP, _nothing, sheet_keys="in the tile: + · − · 0")
    yield Action("tile-look", "Move what is visible", _GROUP, _nothing, sheet_keys="Shift+arrows")
    yield Action(
        "straighten",
        "Straighten the fisheye",
        _GROUP,
        lambda: verbs().toggle_dewarp(),
        ("W",),
        lambda: verbs().why_no_dewarp(),
    )
    yield Action("ptz", "Turn the camera", _GROUP, lambda: verbs().toggle_ptz(), ("C",), lambda: verbs().why_no_ptz())
    yield Action("ptz-keys", "… its way, zoom, presets", _GROUP, _nothing, sheet_keys="Shift+arrows · + − · 1 … 9")
    yield Action(
        "presets",
        "The camera's presets",
        _GROUP,
        lambda: wall.in_use.show_presets(),
        ("Shift+C",),
        lambda: verbs().why_no_ptz(),
    )


def _sequence(wall: Wall) -> Iterator[Action]:
    def verbs() -> TileVerbs:
        return wall.in_use.verbs

    def why_not() -> str | None:
        return verbs().why_no_sequence()

    yield Action("sequence", "The wall's cameras take turns here", _GROUP, lambda: verbs().make_sequence(), ("Q",))
    yield Action("sequence-next", "Next in sequence", _GROUP, lambda: verbs().next_in_sequence(), ("N",), why_not)
    yield Action(
        "sequence-pause", "Pause the sequence", _GROUP, lambda: verbs().pause_sequence(), ("Shift+N",), why_not
    )


def _walls(wall: Wall) -> Iterator[Action]:
    yield Action("save-layout", "Save the layout", "Video", lambda: wall.in_use.header.ask_name(), ("Ctrl+Shift+S",))
    yield Action("saved-layouts", "Saved layouts", "Video", lambda: wall.in_use.header.show_saved(), ("Ctrl+Shift+O",))
    yield Action("new-wall", "A wall on another screen", "Video", lambda: wall.screens.open(), ("Ctrl+Shift+N",))
    yield Action("tear-off", "This wall in its own window", "Video", wall.toggle_window, ("Ctrl+Shift+W",))


def _nothing() -> None:
    """The tile itself hears these keys."""
