"""Approvals, deadlines, reminders and the queue of work."""
