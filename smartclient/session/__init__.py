"""What the operator does: the line to the server, commands and what came of them, which cameras to open."""
