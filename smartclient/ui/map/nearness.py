"""Walking with Tab through what is on the map, from the middle outwards."""

import numpy as np

from smartclient.domain.ids import DeviceId
from smartclient.ui.map.hitting import shown_alone
from smartclient.ui.map.layers.scene import Scene


def ordered(scene: Scene) -> list[DeviceId]:
    """The devices on the screen, nearest to its middle first."""
    alone = np.unique(shown_alone(scene))
    found, pixels = scene.board.in_view(alone, scene.viewport)
    middle_x, middle_y = scene.viewport.width_px / 2, scene.viewport.height_px / 2
    inside = [
        ((x - middle_x) ** 2 + (y - middle_y) ** 2, scene.board.ids[index])
        for index, (x, y) in zip(found.tolist(), pixels.tolist(), strict=True)
        if 0 <= x < scene.viewport.width_px and 0 <= y < scene.viewport.height_px
    ]
    return [device for _, device in sorted(inside)]


def next_after(order: list[DeviceId], selected: DeviceId | None, step: int) -> DeviceId | None:
    """The neighbour of the selected device; the first (or last) when none is; None past the end."""
    if selected not in order:
        return (order[0] if step > 0 else order[-1]) if order else None
    place = order.index(selected) + step
    return order[place] if 0 <= place < len(order) else None
