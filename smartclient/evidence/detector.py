"""Who is in the picture: the interface of detectors, and the one that OpenCV brings along."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from smartclient.evidence.order import Box

Grey = NDArray[np.uint8]
"""A picture's luma, shape (height, width)."""

WIDEST_PX = 640
_SMALLEST_FACE_PX = 20
_FACES = ("haarcascade_frontalface_default.xml", "haarcascade_profileface.xml")


class Detector(Protocol):
    """Finds faces and people. `name` goes into the manifest."""

    @property
    def name(self) -> str:
        """What it is, in words."""
        ...

    def find(self, picture: Grey) -> Sequence[Box]:
        """Boxes around all it sees."""
        ...


class OpenCvDetector:
    """OpenCV's Haar cascades for faces, from the front and both sides, and its HOG detector for people."""

    def __init__(self, cv2: Any) -> None:
        self._cv2 = cv2
        self.name = f"OpenCV {cv2.__version__} (Haar faces, HOG people)"
        self._faces = [cv2.CascadeClassifier(cv2.data.haarcascades + file) for file in _FACES]
        self._people = cv2.HOGDescriptor()
        self._people.setSVMDetector(cv2.HOGDescriptor.getDefaultPeopleDetector())

    def find(self, picture: Grey) -> Sequence[Box]:
        """Boxes around all it sees; pictures wider than 640 px are looked at smaller."""
        height, width = picture.shape
        scale = min(1.0, WIDEST_PX / width)
        small = self._cv2.resize(picture, (round(width * scale), round(height * scale))) if scale < 1 else picture
        found = [rectangle for looked in (self._see_faces(small), self._see_people(small)) for rectangle in looked]
        rows, columns = small.shape
        return [Box(x / columns, y / rows, w / columns, h / rows) for x, y, w, h in found]

    def _see_faces(self, picture: Grey) -> list[tuple[int, int, int, int]]:
        mirrored = np.ascontiguousarray(picture[:, ::-1])
        found = [face for faces in self._faces for face in self._look(faces, picture)]
        turned = self._look(self._faces[1], mirrored)
        return found + [(picture.shape[1] - x - w, y, w, h) for x, y, w, h in turned]

    def _look(self, faces: Any, picture: Grey) -> list[tuple[int, int, int, int]]:
        least = (_SMALLEST_FACE_PX, _SMALLEST_FACE_PX)
        found = faces.detectMultiScale(picture, scaleFactor=1.15, minNeighbors=4, minSize=least)
        return [(int(x), int(y), int(w), int(h)) for x, y, w, h in found]

    def _see_people(self, picture: Grey) -> list[tuple[int, int, int, int]]:
        if picture.shape[0] < 128 or picture.shape[1] < 64:
            return []
        found, _ = self._people.detectMultiScale(picture, winStride=(8, 8), scale=1.05)
        return [(int(x), int(y), int(w), int(h)) for x, y, w, h in found]


def installed_detector() -> Detector | None:
    """The detector of this installation; None where OpenCV is not installed or brings no models."""
    try:
        import cv2
    except ImportError:
        return None
    if not hasattr(cv2, "CascadeClassifier") or not hasattr(cv2, "HOGDescriptor"):
        return None
    return OpenCvDetector(cv2)
