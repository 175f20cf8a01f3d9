"""Draws the demo district, Maple Grove: buildings, grounds, devices and town, written as IMDF."""
