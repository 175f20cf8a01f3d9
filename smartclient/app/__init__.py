"""The composition: builds every object, joins them, starts the loop."""
