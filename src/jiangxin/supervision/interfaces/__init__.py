"""How the room hands out what it knows."""
