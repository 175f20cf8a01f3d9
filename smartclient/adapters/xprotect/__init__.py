"""A Milestone XProtect server, over its open protocols."""
