"""The shell: portal, workbench, search."""
