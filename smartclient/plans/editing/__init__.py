"""Changing a plan: edits, what they do to a site, what they may not do, and how they are taken back."""
