"""What reading an SQLite file from somebody else, or from a bad disk, may raise."""

import sqlite3

SQLITE_TROUBLE = (sqlite3.Error, UnicodeDecodeError)
"""Texts, and even SQLite's own words about a damaged file, may be no UTF-8, which Python tells in its own way."""
SqliteTrouble = sqlite3.Error | UnicodeDecodeError
