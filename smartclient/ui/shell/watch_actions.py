"""The rows of the watch: every key of the window and what it does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from smartclient.domain.alarms import Alarm, AlarmState
from smartclient.domain.commands import Command, LockDoor, MoveAlarm, UnlockDoor
from smartclient.domain.devices import DeviceKind
from smartclient.domain.ids import AlarmId, DeviceId
from smartclient.store.layouts import EVEN, MIXED, Layout
from smartclient.store.site_store import SiteStore
from smartclient.store.workspace import MapLayer, Workspace
from smartclient.ui.actions import HIDDEN, Action

_ZOOM = 1.5


class MapVerbs(Protocol):
    """What keys ask of the map wherever the keyboard is."""

    def zoom(self, factor: float) -> None:
        """Closer (over 1) or farther."""
        ...

    def go_home(self) -> None:
        """The whole district."""
        ...

    def go_up(self) -> None:
        """From floor to building to campus to district."""
        ...

    def change_floor(self, by: int) -> None:
        """So many floors up."""
        ...


class WindowVerbs(Protocol):
    """What keys ask of the window itself."""

    def toggle_place(self, place: int) -> None:
        """Folds or unfolds places, video, alarms, selected."""
        ...

    def toggle_map_alone(self) -> None:
        """The map and nothing else, or back."""
        ...

    def show_selected(self) -> None:
        """Brings the selection forward."""
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """All that the actions reach."""

    store: SiteStore
    workspace: Workspace
    map: MapVerbs
    window: WindowVerbs
    find: Callable[[], None]
    keys: Callable[[], None]
    fly_to_alarm: Callable[[AlarmId], None]
    acknowledge: Callable[[], None]
    """Takes the chosen alarm with all its repeats."""
    why_not: Callable[[Command], str | None]
    ask_lock: Callable[[], None]
    """Asks for confirmation beside the selected door, then sends."""
    ask_unlock: Callable[[], None]


def watch_actions(reach: Reach) -> list[Action]:
    """All rows."""
    return [*_find(reach), *_alarms(reach), *_map(reach), *_video(reach), *_doors(reach), *_window(reach)]


def _find(reach: Reach) -> Iterator[Action]:
    yield Action("find", "Find anything", "Map", reach.find, ("Ctrl+K", "/"))


def _alarms(reach: Reach) -> Iterator[Action]:
    def why_no_alarm() -> str | None:
        return None if reach.store.open_alarms() else "There is no open alarm."

    def selected() -> Alarm | None:
        alarm = reach.workspace.alarm
        return reach.store.alarms.get(alarm) if alarm else next(iter(reach.store.open_alarms()), None)

    def step() -> None:
        alarm = next_alarm(reach.store.open_alarms(), reach.workspace.alarm)
        reach.workspace.select(alarm.device, alarm.id)
        reach.window.show_selected()

    def fly() -> None:
        if (alarm := selected()) is not None:
            reach.fly_to_alarm(alarm.id)

    def why_not_acknowledge() -> str | None:
        alarm = reach.workspace.alarm
        if alarm is None:
            return why_no_alarm() or "Choose an alarm first; A takes the worst."
        return reach.why_not(MoveAlarm(alarm, AlarmState.IN_PROGRESS))

    yield Action("next-alarm", "Next alarm, worst first", "Alarms", step, ("A",), why_no_alarm)
    yield Action("fly-to-alarm", "Fly to it, open its cameras", "Alarms", fly, ("Space",), why_no_alarm)
    yield Action("acknowledge", "Acknowledge", "Alarms", reach.acknowledge, ("K",), why_not_acknowledge)
    yield Action(
        "mute", "Sounds off or on", "Alarms", lambda: reach.workspace.mute(not reach.workspace.is_muted), ("M",)
    )


def next_alarm(alarms: Sequence[Alarm], after: AlarmId | None) -> Alarm:
    """The alarm after that one in the list, the first one at its end or when none was chosen. `alarms` is not empty."""
    places = {alarm.id: place for place, alarm in enumerate(alarms)}
    place = places.get(after, -1) if after else -1
    return alarms[(place + 1) % len(alarms)]


def _map(reach: Reach) -> Iterator[Action]:
    yield Action("zoom-in", "Closer", "Map", lambda: reach.map.zoom(_ZOOM), ("+", "="))
    yield Action("zoom-out", "Farther", "Map", lambda: reach.map.zoom(1 / _ZOOM), ("-",))
    yield Action("district", "The whole district", "Map", reach.map.go_home, ("Home",))
    yield Action("up", "Up one place", "Map", reach.map.go_up, ("Backspace",))
    yield Action("floor-up", "Floor up", "Map", lambda: reach.map.change_floor(1), ("PgUp",))
    yield Action("floor-down", "Floor down", "Map", lambda: reach.map.change_floor(-1), ("PgDown",))
    yield Action("layer-views", "Fields of view, visible areas, neither", "Map", reach.workspace.cycle_views, ("V",))
    layers = (("P", MapLayer.CAMERAS), ("D", MapLayer.DOORS), ("G", MapLayer.GRID))
    for key, layer in layers:
        yield Action(
            f"layer-{layer.name.lower()}",
            f"{layer.value.capitalize()} on or off",
            "Map",
            _toggler(reach.workspace, layer),
            (key,),
        )


def _toggler(workspace: Workspace, layer: MapLayer) -> Callable[[], None]:
    return lambda: workspace.toggle_layer(layer)


def _video(reach: Reach) -> Iterator[Action]:
    workspace = reach.workspace

    def camera() -> DeviceId | None:
        device = reach.store.devices.get(workspace.device) if workspace.device else None
        return device.id if device and device.kind is DeviceKind.CAMERA else None

    def why_no_camera() -> str | None:
        return None if camera() else "Select a camera first."

    def open_it(beside: bool) -> None:
        if (chosen := camera()) is not None:
            workspace.open_camera(chosen, beside)

    yield Action(
        "open", "Open the selected camera", "Video", lambda: open_it(False), ("Ctrl+O",), why_no_camera, "Enter"
    )
    yield Action(
        "open-beside",
        "Open it in one more tile",
        "Video",
        lambda: open_it(True),
        ("Alt+O",),
        why_no_camera,
        "Shift+Enter",
    )
    yield Action(
        "full-tile",
        "Full tile",
        "Video",
        lambda: workspace.choose_tile(workspace.tile, not workspace.is_tile_full),
        ("F",),
    )
    for number in range(1, 10):
        keys_written = "1 … 9" if number == 1 else HIDDEN
        choose = _chooser(workspace, number - 1)
        yield Action(f"tile-{number}", "Choose a tile", "Video", choose, (str(number),), sheet_keys=keys_written)
    for prefix, layouts in (("Alt", EVEN), ("Alt+Shift", MIXED)):
        for number, layout in enumerate(layouts, start=1):
            key = f"{prefix}+{number}"
            yield Action(f"layout-{layout.name}", layout.words, "Video", _layouter(workspace, layout), (key,))
    yield Action(
        "close-tile", "Close the tile", "Video", lambda: workspace.put_in_tile(workspace.tile, None), ("Delete",)
    )


def _chooser(workspace: Workspace, tile: int) -> Callable[[], None]:
    return lambda: workspace.choose_tile(tile)


def _layouter(workspace: Workspace, layout: Layout) -> Callable[[], None]:
    return lambda: workspace.set_layout(layout)


def _doors(reach: Reach) -> Iterator[Action]:
    def door() -> DeviceId | None:
        device = reach.store.devices.get(reach.workspace.device) if reach.workspace.device else None
        return device.id if device and device.kind is DeviceKind.DOOR else None

    def row(name: str, key: str, command: Callable[[DeviceId], Command], ask: Callable[[], None]) -> Action:
        def why_not() -> str | None:
            chosen = door()
            return reach.why_not(command(chosen)) if chosen else "Select a door first."

        def show_and_ask() -> None:
            reach.window.show_selected()
            ask()

        return Action(name, f"{name.capitalize()} the selected door", "Doors", show_and_ask, (key,), why_not)

    yield row("lock", "Ctrl+L", LockDoor, reach.ask_lock)
    yield row("unlock", "Ctrl+U", UnlockDoor, reach.ask_unlock)


def _window(reach: Reach) -> Iterator[Action]:
    places = ("Places", "Video", "Alarms", "Selected and events")
    for number, name in enumerate(places, start=1):
        yield Action(
            f"place-{number}", f"{name} on or off", "Window", _folder(reach.window, number), (f"Ctrl+{number}",)
        )
    yield Action("map-alone", "The map alone", "Window", reach.window.toggle_map_alone, ("F11",))
    yield Action("keys", "All keys", "Window", reach.keys, ("?",))


def _folder(window: WindowVerbs, place: int) -> Callable[[], None]:
    return lambda: window.toggle_place(place)
