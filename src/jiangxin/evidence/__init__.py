"""Files by fingerprint, and what they are evidence of."""
