"""What pages of the shell say and draw."""
