"""`{% load workflow %}{% approval_panel row %}`: where the approval of a row stands, on any page."""

from __future__ import annotations

from typing import Any

from django import template

from jiangxin.kernel import records
from jiangxin.workflow.domain.queries.progress import newest_for, progress_of

register = template.Library()


@register.inclusion_tag("workflow/panel.html", takes_context=True)
def approval_panel(context: template.Context, row: Any) -> dict[str, Any]:
    """Show the newest approval of a row that the page already shows; nothing where there is none."""
    record = records.of_model(type(row))
    actor = context["request"].actor
    approval = newest_for(record, row, actor)
    return {"progress": progress_of(approval, actor) if approval else None, "linked": True}
