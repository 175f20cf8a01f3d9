"""Drawn cameras: every camera's own view into the plan, as pictures and as H.264, over the ImageServer protocol."""
