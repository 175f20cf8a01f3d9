"""The audit log on paper."""
