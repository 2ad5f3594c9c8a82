"""Reads official plans: outline, metadata, tasks with units, targets, doubts.

``read(source)`` takes a ``Source`` (made by a reader of ``formats`` or ``Source.from_text``) and
returns a ``Reading``; ``Reading.to_dict()`` is the JSON of ``jiangxin plan read``. It never raises
on any text.
"""

from jiangxin.engines.policytext.model import (
    Block,
    Doubt,
    Heading,
    Meta,
    Parameter,
    Reading,
    Source,
    Span,
    Table,
    Target,
    Task,
    UnitMention,
)
from jiangxin.engines.policytext.reading import read

__all__ = [
    "Block",
    "Doubt",
    "Heading",
    "Meta",
    "Parameter",
    "Reading",
    "Source",
    "Span",
    "Table",
    "Target",
    "Task",
    "UnitMention",
    "read",
]
