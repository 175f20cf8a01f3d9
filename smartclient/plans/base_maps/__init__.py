"""Pictures of the ground under the plans: tiles from files, and what tiles are."""
