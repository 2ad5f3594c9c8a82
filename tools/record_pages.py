"""The pages `docs/records/*.md`: one part follows from the declarations, what people wrote around it stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import translation

from jiangxin.kernel.records import Column, RecordType, all_records

PLACE = Path(__file__).resolve().parents[1] / "docs" / "records"
BEGIN, END = "<!-- generated from the declaration -->", "<!-- end of the generated part -->"


def page_of(record: type[RecordType]) -> Path:
    """Return where the help page of a record type lies."""
    return PLACE / f"{record.key()}.md"


def generated(record: type[RecordType]) -> str:
    """Return the generated part: purpose, fields, life cycle and rights, in Chinese and English."""
    why_zh, why_en = _both(record.purpose)
    summary = " ".join((record.__doc__ or "").split("\n")[0].split())
    lines = [BEGIN, "", why_zh or record.title(), "", why_en or summary]
    lines += ["", "## 字段 Fields", "", "| 字段 | field | 说明 help |", "| --- | --- | --- |", *_fields(record)]
    if record.workflow:
        lines += [
            "",
            "## 流转 Life cycle",
            "",
            "| 步骤 step | 从 from | 到 to | 填写 asks for | 理由 reason |",
            "| --- | --- | --- | --- | --- |",
        ]
        for step in record.workflow.transitions:
            label = " ".join(dict.fromkeys(_both(step.label)))
            reason = "必填 required" if step.reason_required else ""
            asked = ", ".join(f"`{name}`" for name in step.fields)
            lines.append(f"| {label} | {', '.join(step.sources)} | {step.target} | {asked} | {reason} |")
    lines += ["", "## 权限 Rights", "", "| 操作 verb | 权限 capability |", "| --- | --- |"]
    lines += [f"| {verb} | {', '.join(f'`{c}`' for c in p.capabilities)} |" for verb, p in record.permissions.items()]
    if record.imports:
        lines += ["", f"导入列 Import columns: {', '.join(f'`{name}`' for name in record.imports.fields)}"]
    return "\n".join([*lines, "", END])


def _fields(record: type[RecordType]) -> Iterator[str]:
    columns = record.list_columns + record.extra_columns
    named = [c for c in columns if isinstance(c, str)]
    computed = {c.name for c in columns if isinstance(c, Column)}
    sections = record.form_sections + record.detail_sections
    names = dict.fromkeys([*(f for section in sections for f in section.fields), *named])
    for name in names:
        if name in computed:
            continue
        field = record.model._meta.get_field(name)
        chinese, english = _both(getattr(field, "verbose_name", name))
        hint_zh, hint_en = _both(getattr(field, "help_text", ""))
        yield f"| {chinese} | {english} | {hint_zh} {hint_en if hint_en != hint_zh else ''} |".replace("  |", " |")
    for column in record.list_columns + record.extra_columns:
        if isinstance(column, Column):
            chinese, english = _both(column.label)
            yield f"| {chinese} | {english} | |"


def _both(text: Any) -> tuple[str, str]:
    with translation.override("zh-hans"):
        chinese = str(text)
    with translation.override("en"):
        return chinese, str(text)


def renewed(record: type[RecordType]) -> str:
    """Return the whole page: the written part as it is, the generated part anew."""
    path = page_of(record)
    if path.exists():
        written, _begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
        return written + generated(record) + rest.partition(END)[2]
    title_zh, title_en = _both(record.model._meta.verbose_name)
    return f"# {title_zh} {title_en}\n\n{generated(record)}\n"


def pages() -> dict[str, str]:
    """Return the path of each page, from the root of the checkout, and what stands in it."""
    return {f"docs/records/{record.key()}.md": renewed(record) for record in all_records()}
