"""The memorandum as a file: read, checked, signed, and put into plain words."""
