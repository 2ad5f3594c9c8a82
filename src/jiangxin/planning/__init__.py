"""Plan documents, tasks and targets."""
