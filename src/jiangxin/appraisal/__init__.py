"""Appraisal (考核): published schemes, runs from reconciliation to the proposal, objections, commendations."""
