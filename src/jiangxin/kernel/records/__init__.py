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
from jiangxin.kernel.records.registry import all_records, close, get, of_model, register

__all__ = [
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
    "close",
    "get",
    "of_model",
    "register",
]
