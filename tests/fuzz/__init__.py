"""Bytes that no friend sent, for every reader of bytes from outside: `python -m tests.fuzz --inputs 1000000` tries a million."""
