"""What the addresses of the API share: reading and writing rows, errors, pages, schema."""
