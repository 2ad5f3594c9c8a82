"""Activity, history and sealing."""
