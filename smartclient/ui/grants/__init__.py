"""Grants on the screen: asking, approving, the banner while somebody outside watches, and all of them in one panel."""
