"""REST and OpenAPI from the record declarations."""
