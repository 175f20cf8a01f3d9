"""Footage that leaves the house: exported unaltered, signed, and verifiable by anybody."""
