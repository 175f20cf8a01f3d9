"""From a source to frames, no Qt: engines, the player of one tile, and what to do when a stream breaks."""
