"""What is at a point of the map: pins first, then clusters, then names of places."""

import numpy as np

from smartclient.geometry.picking import nearest
from smartclient.ui.map.arrangement import Indices
from smartclient.ui.map.layers.scene import Scene
from smartclient.ui.map.scales import Scale
from smartclient.ui.map.tools.tool import Hit, MapPoint

REACH_PX = 15.0
_BUNCH_REACH_PX = 18.0
_PLATE_REACH_PX = 60.0


def shown_alone(scene: Scene) -> Indices:
    """The devices that have a pin or a sign of their own now, those drawn on top last."""
    singles = [indices for indices in scene.arrangement.singles.values() if len(indices)]
    if scene.view.scale is not Scale.DISTRICT:
        alarmed = [scene.board.index[device] for device in scene.alarmed if device in scene.board.index]
        singles.append(np.array(alarmed, dtype=np.intp))
    return np.concatenate(singles) if singles else np.empty(0, dtype=np.intp)


def hit(scene: Scene, at: MapPoint) -> Hit | None:
    """The thing at or very near to `at`."""
    scale = scene.viewport.metres_per_px
    alone = shown_alone(scene)
    found = nearest(scene.board.points[alone], *at, REACH_PX * scale)
    if found is not None:
        return Hit(device=scene.board.ids[int(alone[found])])
    bunch = nearest(scene.arrangement.bunches.middles, *at, _BUNCH_REACH_PX * scale)
    if bunch is not None:
        return Hit(bounds=scene.board.bounds(scene.arrangement.bunches.members(bunch)))
    if scene.view.scale is Scale.DISTRICT:
        spots = list(scene.chart.venues.values())
        points = np.array([(spot.x, spot.y) for spot in spots]).reshape(-1, 2)
        campus = nearest(points, *at, _PLATE_REACH_PX * scale)
        if campus is not None:
            return Hit(bounds=spots[campus].bounds)
    return None
