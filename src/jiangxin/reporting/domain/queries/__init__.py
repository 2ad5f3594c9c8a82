"""What is read of official documents."""
