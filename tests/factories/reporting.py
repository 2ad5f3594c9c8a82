"""The way of a document, step by step, as people take it."""

from __future__ import annotations

from datetime import date

from tests.factories import planning as make

from jiangxin.kernel import records, write
from jiangxin.reporting.domain import composing, issuing, numbering
from jiangxin.reporting.models import Document


def draft(place, template=None, subject=None, **changes):
    """Draft a circular on the plan and date it."""
    made = composing.draft(
        template or place.template,
        subject or place.plan,
        organisation=place.office,
        actor=place.officer.actor(),
        reason="quarterly",
    )
    values = {"dated": date(2024, 10, 9), **changes}
    return write.save(records.of_model(Document), made, values, actor=place.officer.actor(), reason="dated")


def signed(place, **changes):
    """Bring a document to its signature."""
    document = draft(place, **changes)
    make.step(document, "submit", place.officer)
    make.decide(document, "approve", place.chief)
    return make.decide(document, "approve", place.leader)


def numbered(place, **changes):
    return numbering.give(signed(place, **changes), place.series, actor=place.officer.actor(), reason="signed")


def issued(place, **changes):
    document = issuing.seal(numbered(place, **changes), None, actor=place.officer.actor())
    return make.step(document, "issue", place.officer)
