"""Organisations, persons, posts, accounts and roles."""
