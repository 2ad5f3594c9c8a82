"""Engines: plain Python libraries without Django, each with its own tests and benchmark."""
