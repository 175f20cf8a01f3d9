"""The claims of SECURITY.md, each held against the running program."""
