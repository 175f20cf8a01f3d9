"""Grants at this console: what is open to whom, asking, approving, and who outside the school watches."""
