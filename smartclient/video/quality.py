"""Which of a camera's streams a tile needs: the main one only where the small one would look coarse."""

from smartclient.domain.footage import Quality

USUAL_SUB_WIDTH = 640
_COARSE = 1.25  # a small stream stretched more than this looks coarse


def wanted(current: Quality | None, tile_width: int, sub_width: int = USUAL_SUB_WIDTH) -> Quality:
    """The stream for a tile `tile_width` pixels wide, when the small stream has `sub_width`.

    Between once and 1.25 times the small stream's width it stays as it is, so that dragging a splitter does not flutter.
    """
    if tile_width > sub_width * _COARSE:
        return Quality.MAIN
    if current is Quality.MAIN and tile_width > sub_width:
        return Quality.MAIN
    return Quality.SUB
