"""Incidents on the screen: the file that is worked on, the list of all, their report."""
