"""Settings from the environment, addresses, the web entry, the command line, the database's wrapper."""
