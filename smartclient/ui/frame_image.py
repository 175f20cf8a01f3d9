"""A decoded frame as Qt's image, its pixels not copied."""

from PySide6.QtGui import QImage

from smartclient.video.frames import Frame


def frame_image(frame: Frame) -> QImage:
    """The image keeps the memory that it uses."""
    rows = frame.rows
    return QImage(rows.memory, frame.width, frame.height, rows.row_bytes, QImage.Format.Format_RGB32)
