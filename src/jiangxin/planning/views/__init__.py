"""Pages that declarations cannot make."""
