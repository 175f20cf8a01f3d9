"""What the law wants of the map, beside the map."""
