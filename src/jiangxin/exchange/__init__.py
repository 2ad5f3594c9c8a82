"""Tables in and out: templates, staged imports, exports."""
