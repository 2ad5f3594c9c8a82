"""Record declarations: one class per record type, from which pages, API, files and tests are made."""

from jiangxin.kernel.records.declaration import (
    Action,
    Api,
    Approval,
    Column,
    Filter,
    Import,
    RecordType,
    Related,
    Section,
)
from jiangxin.kernel.records.registry import all_records, close, find, find_for, get, of_model, register
from jiangxin.kernel.records.words import WAYS, capability_of, title_of, titles, verb_of, verbs

__all__ = [
    "WAYS",
    "Action",
    "Api",
    "Approval",
    "Column",
    "Filter",
    "Import",
    "RecordType",
    "Related",
    "Section",
    "all_records",
    "capability_of",
    "close",
    "find",
    "find_for",
    "get",
    "of_model",
    "register",
    "title_of",
    "titles",
    "verb_of",
    "verbs",
]
