"""The shell: workbench, search, and what every installation starts with."""
