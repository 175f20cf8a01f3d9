"""Measurements, each beside its rival in the same run; tests never time anything."""
