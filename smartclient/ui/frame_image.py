"""A decoded frame as Qt's image, its pixels not copied."""

from PySide6.QtGui import QImage

from smartclient.video.frames import Frame


def frame_image(frame: Frame) -> QImage:
    """The image keeps the memory it uses; a frame that is converted when it is painted is converted here."""
    memory, row_bytes = frame.rows
    return QImage(memory, frame.width, frame.height, row_bytes, QImage.Format.Format_RGB32)
