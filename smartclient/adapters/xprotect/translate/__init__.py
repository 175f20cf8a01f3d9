"""Their words into ours, by subject. No other module knows what the server calls things."""
