"""Files, fingerprints and links to what they prove."""
