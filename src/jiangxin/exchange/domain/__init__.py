"""What may be done with tables: templates, staging, committing, exports."""
