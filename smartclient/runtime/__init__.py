"""How a program runs, knowing nothing of schools."""
