"""What an appraisal gives: each computation as it was, and its scores as rows."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.enums import UNFIXED, ScoreStatus
from jiangxin.appraisal.models.frozen import Frozen
from jiangxin.appraisal.models.run import Appraisal
from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Person

POINTS: dict[str, Any] = {"max_digits": 8, "decimal_places": 2, "null": True, "blank": True}
FIXED_ONCE_CONFIRMED = Frozen(parent="appraisal_appraisal", column="appraisal_id", states=UNFIXED)


@tracked(exclude=("result",))
class Computation(Record):
    """A computation with everything it rests on, so that it can be done again and compared with the one before."""

    appraisal = models.ForeignKey(
        Appraisal, models.PROTECT, verbose_name=pgettext_lazy("one", "appraisal"), related_name="computations"
    )
    number = models.PositiveSmallIntegerField(_("no."))
    computed_on = models.DateField(_("computed on"))
    computed_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("by"), related_name="+", null=True, blank=True
    )
    why = models.CharField(_("occasion"), max_length=300, blank=True)
    result = models.JSONField(_("scheme, values and result"), default=dict)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("computation of scores")
        verbose_name_plural = _("computations of scores")
        ordering = ["-appraisal", "-number"]
        triggers = [
            FIXED_ONCE_CONFIRMED,
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [models.UniqueConstraint(fields=["appraisal", "number"], name="appraisal_computation_unique")]

    def __str__(self) -> str:
        return f"{self.appraisal} · {self.number}"


@tracked(exclude=("explanation",))
class UnitScore(Record):
    """The total of a unit with rank and grade."""

    appraisal = models.ForeignKey(
        Appraisal, models.PROTECT, verbose_name=pgettext_lazy("one", "appraisal"), related_name="scores"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "unit"), related_name="+"
    )
    group = models.CharField(_("peer group"), max_length=120)
    group_order = models.PositiveSmallIntegerField(_("order of the group"), default=0)
    total = models.DecimalField(_("total"), **POINTS)
    possible = models.DecimalField(pgettext_lazy("of points", "out of"), **POINTS)
    rank = models.PositiveSmallIntegerField(pgettext_lazy("in a group", "rank"), null=True, blank=True)
    ranked = models.PositiveSmallIntegerField(_("units with a rank"), default=0)
    grade = models.CharField(_("grade"), max_length=120, blank=True)
    void = models.BooleanField(_("void by a veto"), default=False)
    explanation = models.JSONField(_("explanation"), default=dict)

    class Meta:
        verbose_name = _("appraisal sheet")
        verbose_name_plural = _("appraisal sheets")
        ordering = ["-appraisal", "group_order", "rank", "organisation__sort_key"]
        triggers = [FIXED_ONCE_CONFIRMED]
        constraints = [models.UniqueConstraint(fields=["appraisal", "organisation"], name="appraisal_unitscore_unique")]

    def __str__(self) -> str:
        return f"{self.appraisal} · {self.organisation}"


@tracked(exclude=("explanation", "rows"))
class CriterionScore(Record):
    """The points of a unit for a criterion, with what they rest on."""

    sheet = models.ForeignKey(UnitScore, models.CASCADE, verbose_name=_("appraisal sheet"), related_name="criteria")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("criterion"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    measure = models.CharField(_("measure"), max_length=60)
    points = models.DecimalField(_("points"), **POINTS)
    possible = models.DecimalField(pgettext_lazy("of points", "out of"), **POINTS)
    status = models.CharField(_("how it came about"), max_length=12, choices=ScoreStatus.choices)
    explanation = models.JSONField(_("explanation"), default=dict)
    #: record, id and note of every row that was counted
    rows = models.JSONField(_("rows behind it"), default=list)

    class Meta:
        verbose_name = _("points for a criterion")
        verbose_name_plural = _("points for criteria")
        ordering = ["sheet", "order"]
        triggers = [
            Frozen(
                parent="(SELECT s.id, a.state FROM appraisal_unitscore s JOIN appraisal_appraisal a "
                "ON a.id = s.appraisal_id) held_by",
                column="sheet_id",
                states=UNFIXED,
            )
        ]
        constraints = [models.UniqueConstraint(fields=["sheet", "code"], name="appraisal_criterionscore_unique")]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.name}"


@tracked()
class PublishedRank(Record):
    """Rank and grade of a unit as published to the units once the result is confirmed."""

    appraisal = models.ForeignKey(
        Appraisal, models.PROTECT, verbose_name=pgettext_lazy("one", "appraisal"), related_name="ranks"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "unit"), related_name="+"
    )
    group = models.CharField(_("peer group"), max_length=120)
    rank = models.PositiveSmallIntegerField(pgettext_lazy("in a group", "rank"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("published rank")
        verbose_name_plural = _("published ranks")
        ordering = ["-appraisal", "group", "rank", "organisation__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "organisation"], name="appraisal_publishedrank_unique")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.rank or '—'}"
