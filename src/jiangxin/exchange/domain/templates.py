"""The file that people fill in: header, drop-downs with today's dictionaries, notes."""

from __future__ import annotations

import csv
import io
from typing import Any

import xlsxwriter
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from jiangxin.exchange.domain.cells import show
from jiangxin.exchange.domain.columns import REQUIRED_MARK, Column, columns_of, sheet_name
from jiangxin.exchange.enums import Format
from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotAllowed
from jiangxin.kernel.records import RecordType

#: Longer lists stop being a help in a drop-down; the column then takes any text, and import checks it.
LONGEST_LIST = 5000
#: Characters a drop-down may hold in the cell's own rule; longer ones stand on a hidden sheet.
INLINE_LIST = 255
LISTS = "_lists"
FIRST_ROW = 2


def make_template(
    record: type[RecordType],
    *,
    actor: Actor,
    format: str = "xlsx",  # noqa: A002 - the word callers expect
) -> bytes:
    """Return the template of a record in the active language. Raises NotAllowed."""
    if record.imports is None:
        raise NotAllowed(_("This kind of record cannot be imported."))
    access.require(record, actor, record.permissions.get("import"))
    columns = columns_of(record)
    if format == Format.CSV:
        stream = io.StringIO(newline="")
        csv.writer(stream).writerow([_title(column) for column in columns])
        return stream.getvalue().encode("utf-8-sig")
    return _workbook(record, columns, actor)


def _title(column: Column) -> str:
    return f"{column.label()}{REQUIRED_MARK}" if column.required else column.label()


def _workbook(record: type[RecordType], columns: tuple[Column, ...], actor: Actor) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, notes, lists = (
            book.add_worksheet(sheet_name(record)),
            book.add_worksheet(_("Notes")),
            book.add_worksheet(LISTS),
        )
        lists.very_hidden()
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        must = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "font_color": "red"})
        codes = {"text": "@", "date": "yyyy-mm-dd"}
        formats = {kind: book.add_format({"num_format": code}) for kind, code in codes.items()}
        last = FIRST_ROW + (record.imports.max_rows if record.imports else 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, _title(column), must if column.required else head)
            sheet.write_string(1, place, column.name)
            sheet.set_column(place, place, 20, formats.get(_kind(column)))
            hint = _hint(column)
            if hint:
                sheet.write_comment(0, place, hint)
            _drop_down(sheet, lists, place, last, _options(column, actor))
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.freeze_panes(1, 0)
        _write_notes(notes, record, columns, head)
    return out.getvalue()


def _kind(column: Column) -> str:
    if isinstance(column.leaf, (models.CharField, models.TextField, ArrayField)):
        return "text"
    return "date" if isinstance(column.leaf, models.DateField) else ""


def _options(column: Column, actor: Actor) -> list[str]:
    """Return what may stand in a column, as far as the actor may see it; nothing when it is free or too much."""
    if column.relation:
        named = access.visible(column.field.related_model, actor).order_by(column.inner)
        values = named.values_list(column.inner, flat=True).distinct()[: LONGEST_LIST + 1]
        found = [show(column.leaf, value) for value in values]
        return found if len(found) <= LONGEST_LIST else []
    if column.leaf.choices:
        return [str(label) for _value, label in column.leaf.flatchoices]
    if isinstance(column.leaf, models.BooleanField):
        return [str(_("yes")), str(_("no"))]
    return []


def _drop_down(sheet: Any, lists: Any, place: int, last: int, options: list[str]) -> None:
    if not options:
        return
    source: Any = options
    if len(",".join(options)) > INLINE_LIST or any("," in option for option in options):
        lists.write_column(0, place, options)
        letter = xlsxwriter.utility.xl_col_to_name(place)
        source = f"={LISTS}!${letter}$1:${letter}${len(options)}"
    sheet.data_validation(
        FIRST_ROW,
        place,
        last,
        place,
        {
            "validate": "list",
            "source": source,
            "error_title": _("Not in the list")[:32],
            "error_message": _("Choose an entry of the list.")[:255],
        },
    )


def _hint(column: Column) -> str:
    leaf = column.leaf
    if column.relation:
        text = _("Names the %(kind)s by its %(field)s.") % {
            "kind": column.field.related_model._meta.verbose_name,
            "field": leaf.verbose_name,
        }
    elif isinstance(leaf, models.DateTimeField):
        text = _("Date and time, such as 2026-11-23 09:30.")
    elif isinstance(leaf, models.DateField):
        text = _("Date, such as 2026-11-23.")
    elif isinstance(leaf, ArrayField):
        text = _("Several entries are separated by semicolons.")
    elif leaf.choices or isinstance(leaf, models.BooleanField):
        text = _("Choose from the list.")
    elif leaf.max_length:
        text = _("At most %(count)s characters.") % {"count": leaf.max_length}
    else:
        text = ""
    return " ".join(part for part in (str(column.field.help_text), text) if part)


def _write_notes(sheet: Any, record: type[RecordType], columns: tuple[Column, ...], head: Any) -> None:
    titles = [_("Column"), _("Field"), _("Required"), _("What to enter")]
    sheet.write_row(0, 0, titles, head)
    for number, column in enumerate(columns, start=1):
        required = _("yes") if column.required else ""
        sheet.write_row(number, 0, [column.label(), column.name, required, _hint(column)])
    below = len(columns) + 2
    for offset, text in enumerate(
        (
            _("Rows are told apart by: %(columns)s.") % {"columns": "、".join(_key_labels(record, columns))},
            _("The order of the columns is free; columns of your own are ignored."),
            _("Long numbers such as identity numbers must be text, or their last digits are lost."),
            _("All rows are saved, or none."),
        )
    ):
        sheet.write_string(below + offset, 0, text)
    sheet.set_column(0, 3, 26)


def _key_labels(record: type[RecordType], columns: tuple[Column, ...]) -> list[str]:
    return [column.label() for column in columns if column.field.name in record.natural_key]
