"""The walk-through on a tablet: one stop at a time, in large letters and large buttons."""
