"""What can be pressed on the responder's screen."""

from enum import Enum


class Touch(Enum):
    """A button, with its key."""

    ALARM = "F8"
    CAMERA = "F9"
    ALL = "F12"
