"""Incident files: on disk, merged from every console, and the one that is worked on."""
