"""A site folder without a server."""
