"""Pure mathematics of place: numbers in, numbers out."""
