"""A decoded frame as Qt's image, its pixels where they are."""

from PySide6.QtGui import QImage

from smartclient.video.frames import Frame


def frame_image(frame: Frame) -> QImage:
    """The image uses the frame's memory: it is good as long as the frame is kept."""
    return QImage(frame.memory, frame.width, frame.height, frame.row_bytes, QImage.Format.Format_RGB32)
