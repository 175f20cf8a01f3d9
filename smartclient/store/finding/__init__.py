"""Finding anything by what people type: things by name, places by grid cell, square or coordinates."""
