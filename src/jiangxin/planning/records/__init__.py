"""Declarations of the room's record types."""

from jiangxin.planning.records import adopted, documents, lights, releases, reports, responsibilities, values

__all__ = ["adopted", "documents", "lights", "releases", "reports", "responsibilities", "values"]
