"""From an uploaded file to a plan that can be checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.engines.policytext.formats import UnreadableError
from jiangxin.engines.policytext.isolated import read_isolated
from jiangxin.engines.policytext.model import Meta
from jiangxin.evidence.domain.files import clean_name, keep_file
from jiangxin.kernel import access, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation
from jiangxin.planning.domain.findings import stage
from jiangxin.planning.domain.layout import layout_of
from jiangxin.planning.domain.names import match_certain, sync_names
from jiangxin.planning.models import Finding, Plan


def upload(
    content: bytes,
    name: str,
    *,
    organisation: Organisation,
    actor: Actor,
    supersedes: Plan | None = None,
    demonstration: bool = False,
) -> Plan:
    """Read a document and keep it as a plan to be checked, with everything found in it.

    The reading happens in a bounded process of its own. Raises NotAllowed, ValidationError (the
    document cannot be read: a sentence that says what to do).
    """
    record = records.of_model(Plan)
    access.require(record, actor, record.permissions["add"])
    try:
        source, reading = read_isolated(content, name)
    except UnreadableError as error:
        raise ValidationError(_(error.message) % error.params) from error
    changes = {
        "organisation": organisation,
        "supersedes": supersedes,
        "is_demonstration": demonstration,
        "text": source.text,
        "layout": layout_of(source, reading),
        "meta": reading.meta.to_dict(),
        **_header(reading.meta, name),
    }
    with write.writing(actor):
        stored = keep_file(content, name, source.media_type, actor=actor)
        changes |= {"file": stored, "file_name": clean_name(name)}
        plan: Plan = write.save(record, None, changes, actor=actor)
        write.save_many(records.of_model(Finding), create=stage(plan, reading), actor=actor, reason="", via="page")
        sync_names(plan, actor=actor)
        match_certain(plan, actor=actor)
    return plan


def _header(meta: Meta, name: str) -> dict[str, Any]:
    title = meta.plan_title or meta.title or name
    return {
        "title": title[:300],
        "document_number": (meta.document_number or "")[:80],
        "issuer": (meta.issuer or meta.issuer_signature or "")[:160],
        "written_on": _date(meta.written_date),
        "published_on": _date(meta.published_date),
    }


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
