"""The table of a list page, made from resolved columns with django-tables2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiangxin.desk.interfaces.cells import plain, render_light, render_state, tags
from jiangxin.desk.interfaces.columns import Cell, cells
from jiangxin.kernel.records import RecordType

NUMERIC = {"number"}
SHORT = {"number", "date", "datetime", "bool", "state"}


class RecordColumn(tables.Column):
    """A column whose value and look come from the resolved declaration."""

    def __init__(self, record: type[RecordType], cell: Cell) -> None:
        self.record = record
        self.cell = cell
        classes = "numeric tight" if cell.kind in NUMERIC else "nowrap" if cell.kind in SHORT else ""
        super().__init__(
            verbose_name=cell.heading,
            accessor=tables.A("pk"),
            orderable=bool(cell.order_by),
            order_by=cell.order_by or None,
            attrs={"td": {"class": classes}, "th": {"class": "numeric tight" if cell.kind in NUMERIC else ""}},
        )

    def render(self, record: Any) -> str | SafeString:
        """Return the markup of one cell."""
        value = self.cell.value(record)
        match self.cell.kind:
            case "state":
                return render_state(self.record, record, self.cell.path[-1])
            case "light":
                return render_light(self.cell.raw(record), value)
            case "tags":
                return tags(value or ())
            case "longtext":
                return format_html('<span class="clamp">{}</span>', value) if value else ""
            case _:
                return plain(value)


@dataclass(frozen=True)
class Shown:
    """One cell as the page shows it."""

    label: str
    classes: str
    markup: str | SafeString


class RecordTable(tables.Table):
    """Base of the generated tables; drawn by `desk/parts/table.html`."""

    def lines(self) -> Iterator[tuple[Any, list[Shown]]]:
        """Yield each row with its cells. The library's own way inspects a signature for every cell."""
        columns = [column.column for column in self.columns]
        heads = [(column.cell.heading, column.attrs["td"]["class"], column.render) for column in columns]
        for row in self.data:
            yield row, [Shown(label, classes, render(row)) for label, classes, render in heads]

    class Meta:
        template_name = "desk/parts/table.html"
        attrs = {"class": "grid"}


def table_class(record: type[RecordType], names: Sequence[str]) -> type[RecordTable]:
    """Return the table with these columns of the record type, in this order."""
    known = cells(record)
    columns = {name: RecordColumn(record, known[name]) for name in names if name in known}
    return type(f"{record.__name__}Table", (RecordTable,), columns)
