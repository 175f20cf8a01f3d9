"""libVLC itself: found and started once, with the callback types that python-vlc declares too loosely to use."""

import ctypes
import threading
from typing import Any

_ARGUMENTS = [
    "--quiet",
    "--ignore-config",
    "--no-audio",
    "--no-osd",
    "--no-spu",
    "--no-video-title-show",
    "--no-xlib",
    "--avcodec-threads=1",  # with more threads libVLC holds back a picture for each of them
    "--no-drop-late-frames",  # a live picture is late by nature; the mailbox keeps the newest
    "--no-skip-frames",
    "--network-caching=100",
    "--live-caching=100",
    "--file-caching=100",
]

_UINT = ctypes.POINTER(ctypes.c_uint)
_POINTER = ctypes.POINTER(ctypes.c_void_p)
FORMAT = ctypes.CFUNCTYPE(ctypes.c_uint, _POINTER, ctypes.POINTER(ctypes.c_char), _UINT, _UINT, _UINT, _UINT)
CLEANUP = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
LOCK = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, _POINTER)
UNLOCK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, _POINTER)
DISPLAY = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
OPEN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, _POINTER, ctypes.POINTER(ctypes.c_uint64))
READ = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)


class VlcLibrary:
    """The library of this machine, loaded when first asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._module: Any = None
        self._instance: Any = None
        self._missing: str | None = None

    @property
    def missing(self) -> str | None:
        """Why there is none, in words; None when it works."""
        with self._lock:
            if self._instance is None and self._missing is None:
                self._missing = self._load()
            return self._missing

    def _load(self) -> str | None:
        try:
            import vlc
        except (ImportError, OSError, NotImplementedError, AttributeError):
            return "VLC's library is not installed on this machine"
        self._module = vlc
        self._instance = vlc.Instance(_ARGUMENTS)
        return (
            None
            if self._instance is not None
            else "VLC's library is installed, but does not start: its plugins are missing"
        )

    @property
    def module(self) -> Any:
        """python-vlc; only where nothing is `missing`."""
        return self._module

    @property
    def instance(self) -> Any:
        """The one running libVLC; only where nothing is `missing`."""
        return self._instance
