"""Plans: from the official text to tasks, units and targets as records."""
