"""Made-up rows for any model: every column filled, related rows made along."""

from __future__ import annotations

import itertools
import uuid
from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from jiangxin.kernel import records
from jiangxin.kernel.actors import process
from jiangxin.kernel.write import writing
from jiangxin.people.models.role import ADMINISTRATIVE

_numbers = itertools.count(1)
START = date(2001, 1, 1)


#: What a table's own constraints ask for beyond full columns: relations to fill, columns to leave empty, values.
ASKED = {
    "planning.release": ("task",),
    "planning.responsibility": ("task",),
    "planning.taskunit": ("organisation",),
    "supervision.jurisdiction": ("organisation",),
    "supervision.slip": ("task",),
    "supervision.teammember": ("person",),
    "workflow.workitem": ("person",),
}
EMPTY = {"planning.extension": ("cycle", "subtask"), "workflow.approvalstep": ("may_return_to",)}
FIXED = {
    "appraisal.correction": {"made_on": date(2000, 1, 1)},
    "appraisal.criterion": {"rule": "between_lines\nfail: 0\nfull: 100", "weights": ""},
    "appraisal.objection": {"raised_on": date(2000, 1, 1), "due_on": date(2000, 1, 31)},
    "appraisal.statement": {"due_on": date(2000, 1, 31)},
    "appraisal.suppliedmeasure": {"entries": "", "least": None, "most": None},
    "planning.cycle": {"locks_on": date(2100, 1, 1)},
    "planning.extension": {"from_on": date(2000, 1, 1)},
    "planning.responsibility": {"part": "support"},
    "planning.urging": {"urged_on": date(2000, 1, 1), "urged_by": "somebody"},
    "supervision.finding": {"number": 1},
    "supervision.rectificationextension": {"from_on": date(2000, 1, 1)},
    "supervision.review": {"asked_on": date(2000, 1, 1), "due_on": date(2000, 1, 31)},
    "supervision.roundtask": {"chosen_on": date(2000, 1, 1)},
    "supervision.slipkind": {"next_colour": ""},
    "supervision.statement": {"made_on": date(2000, 1, 1)},
    "supervision.teamnote": {"noted_on": date(2000, 1, 1)},
    "workflow.approvalstep": {"who": "head"},
}


def fill(record, count):
    """Return `count` saved rows of a record type, each with values of its own."""
    with writing(process("tests"), "fixture"):
        return [make(record.model) for _ in range(count)]


def make(model, **given):
    """Return one saved row; dated rows follow each other without overlap. What is not given is made up."""
    number = next(_numbers)
    row = model(**given)
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated or not field.editable or field.name in given:
            continue
        setattr(row, field.name, _value(model, field, number))
    for field in model._meta.concrete_fields:
        if field.remote_field and not field.null and getattr(row, field.attname) is None:
            setattr(row, field.name, make(field.related_model))
    for name in ASKED.get(model._meta.label_lower, ()):
        setattr(row, name, make(model._meta.get_field(name).related_model))
    for name in EMPTY.get(model._meta.label_lower, ()):
        setattr(row, name, None)
    for name, value in FIXED.get(model._meta.label_lower, {}).items():
        setattr(row, name, value)
    if (record := records.find_for(model)) and record.scope.about == ("record", "object_id"):
        subject = make(records.get("planning.plans").model)
        row.record, row.object_id = "planning.plans", subject.pk
    row.save()
    return row


def _value(model, field, number):
    if field.remote_field:
        optional = field.null or field.related_model is model
        return None if optional else make(field.related_model)
    if field.name == "state":
        return field.get_default()
    if field.name == "capability":
        # one that a role of any duty may hold
        known = {name for record in records.all_records() for name in record.capabilities()}
        lawful = sorted(name for name in known if name.split(".")[0] in ADMINISTRATIVE)
        return lawful[number % len(lawful)]
    if field.choices:
        return field.flatchoices[number % len(field.flatchoices)][0]
    return _plain(field, number)


def _plain(field, number):  # noqa: C901, PLR0911 - one line for each type
    match field:
        case models.BooleanField():
            return number % 2 == 0
        case models.UUIDField():
            return uuid.UUID(int=number + 10**20)
        case models.BinaryField():
            return number.to_bytes(4, "big")
        case models.DateTimeField():
            return None if field.null else field.get_default()
        case models.DateField():
            # each row takes a stretch of its own, from a start to an end before the next start
            return START + timedelta(days=number * 10 + (5 if field.name.endswith("_to") else 0))
        case models.IntegerField():
            low = max((v.limit_value for v in field.validators if isinstance(v, MinValueValidator)), default=0)
            high = min((v.limit_value for v in field.validators if isinstance(v, MaxValueValidator)), default=10**4)
            return low + number % (high - low + 1)
        case models.DecimalField():
            return 1 + number % 100
        case ArrayField():
            return [_plain(field.base_field, number), _plain(field.base_field, number + 1000)]
        case models.JSONField():
            return field.get_default()
        case models.EmailField():
            return f"n{number}@example.org"
        case _:
            return f"={number}名"[: field.max_length or 40]
