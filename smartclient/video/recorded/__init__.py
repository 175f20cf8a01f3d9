"""Pictures of the past: read by groups, decoded as far as asked, shown at the clock's instant."""
