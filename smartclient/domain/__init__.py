"""Nouns and rules of the watch; the standard library only."""
