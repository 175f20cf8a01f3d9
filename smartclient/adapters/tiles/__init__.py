"""Tiles from a server on the net."""
