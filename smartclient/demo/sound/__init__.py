"""What microphones of the demo hear, made up and never recorded: a function of the time and of what happens near them."""
