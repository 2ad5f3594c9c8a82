"""Supervision (督查): rounds, notices, findings, conclusions, slips."""
