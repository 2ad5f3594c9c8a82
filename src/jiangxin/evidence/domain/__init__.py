"""What may be done with files: keeping, attaching, previewing, verifying."""
