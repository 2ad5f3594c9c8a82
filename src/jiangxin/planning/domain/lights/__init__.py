"""Lights: how they are judged, kept and summed up."""
