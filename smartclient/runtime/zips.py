"""What reading a zip from somebody else may raise; Python's zipfile tells broken ones in as many ways as they are broken."""

import zipfile
import zlib

ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""Damaged, cut short, unreadable, compressed in an unknown way, locked with a password, with impossible numbers."""
