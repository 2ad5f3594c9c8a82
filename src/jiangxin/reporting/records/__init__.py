"""Declarations of official documents."""

from jiangxin.reporting.records import documents, templates

__all__ = ["documents", "templates"]
