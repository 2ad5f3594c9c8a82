"""Forms and pictures of official documents."""
