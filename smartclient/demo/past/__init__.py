"""The demo's past: when its cameras recorded, what moved before them, and what people marked in it."""
