"""Writes of the room: every change goes through these functions."""
