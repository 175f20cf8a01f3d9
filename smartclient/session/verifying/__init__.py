"""Verifying an alarm: which one is on the card, what is known of it, and where the card must stay silent."""
