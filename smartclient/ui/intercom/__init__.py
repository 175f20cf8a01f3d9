"""Intercom and sound in the window: the card of a call, who waits, who was missed, what is heard, and the open microphone."""
