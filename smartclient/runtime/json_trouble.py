"""What reading JSON from somebody else may raise: msgspec tells letters that are none, and nesting without end, in its own ways."""

import msgspec

JSON_TROUBLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""No JSON or not of the wanted form, no UTF-8, nested too deep."""
