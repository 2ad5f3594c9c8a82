"""Forms of the room's own pages."""
