"""Declarations of the room's records."""

from jiangxin.supervision.records import conclusions, findings, rounds, settings, slips

__all__ = ["conclusions", "findings", "rounds", "settings", "slips"]
