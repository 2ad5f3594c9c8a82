"""What is done with official documents."""
