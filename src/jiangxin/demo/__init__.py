"""A believable invented district."""
