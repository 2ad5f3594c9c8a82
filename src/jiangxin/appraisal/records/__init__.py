"""Declarations of the room's records."""

from jiangxin.appraisal.records import objections, results, runs, schemes, supplied

__all__ = ["objections", "results", "runs", "schemes", "supplied"]
