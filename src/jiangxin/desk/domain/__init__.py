"""Writes of the room that are no plain saves of a record."""
