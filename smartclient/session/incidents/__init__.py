"""Incidents at work: what falls into the file by itself, and what the consoles tell each other."""
