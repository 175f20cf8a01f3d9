"""The report of an incident: a PDF for files and courts."""
