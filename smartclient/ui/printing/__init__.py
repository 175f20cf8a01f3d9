"""The map on paper: campus, floors and doors, in the same drawing as on the screen, as PDF, PNG or SVG."""
