"""Appraisals: a run over a period, what units say to what was counted, and the days by which it goes."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.enums import AppraisalState, StatementState
from jiangxin.appraisal.models.scheme import Scheme
from jiangxin.appraisal.workflow import APPRAISAL_STATES, STATEMENT_STATES
from jiangxin.kernel.models import Policy, Record, tracked
from jiangxin.people.models import Organisation, Person

DAYS = (MinValueValidator(0), MaxValueValidator(366))


@tracked()
class AppraisalPolicy(Policy):
    """By when units reconcile and object, as the region has it."""

    reconcile_days = models.PositiveSmallIntegerField(_("days to reconcile"), default=10, validators=DAYS)
    objection_days = models.PositiveSmallIntegerField(_("days to object"), default=5, validators=DAYS)
    decide_days = models.PositiveSmallIntegerField(_("days to decide an objection"), default=10, validators=DAYS)

    class Meta(Policy.Meta):
        verbose_name = _("rules of appraising")
        verbose_name_plural = _("rules of appraising")


@tracked()
class Appraisal(Record):
    """An appraisal of a period by the scheme in force when it begins. Its end is a proposal to the appraisal office."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name=_("scheme of appraisal"), related_name="appraisals")
    title = models.CharField(_("title"), max_length=120)
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organiser"), related_name="+")
    state = models.CharField(
        _("state"), max_length=14, choices=AppraisalState.choices, default=AppraisalState.COLLECTING
    )
    prepared_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("prepared by"), related_name="+", null=True, blank=True, editable=False
    )
    reconcile_until = models.DateField(_("units reconcile until"), null=True, blank=True, editable=False)
    objections_until = models.DateField(_("units object until"), null=True, blank=True, editable=False)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)
    letter = models.CharField(
        _("letter to the appraisal office"), max_length=80, blank=True, help_text=_("Its number, as it went out.")
    )
    proposed_on = models.DateField(_("proposed on"), null=True, blank=True)
    decision = models.TextField(
        _("decision of the appraisal office"),
        blank=True,
        help_text=_("The paper by title and number, and what it says."),
    )
    decided_on = models.DateField(pgettext_lazy("of a paper", "decided on"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("one", "appraisal")
        verbose_name_plural = pgettext_lazy("many", "appraisals")
        ordering = ["-starts_on", "-pk"]
        triggers = [APPRAISAL_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "starts_on"],
                condition=~Q(state=AppraisalState.CANCELLED),
                name="appraisal_appraisal_unique",
                violation_error_message=_("There is an appraisal by this scheme from this day on already."),
            ),
            models.CheckConstraint(
                name="appraisal_appraisal_dates",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("It ends on the day it begins or later."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Statement(Record):
    """What was counted for a unit, and what it says to it before anything is scored (对账)."""

    appraisal = models.ForeignKey(
        Appraisal, models.PROTECT, verbose_name=pgettext_lazy("one", "appraisal"), related_name="statements"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "unit"), related_name="+"
    )
    #: measure, value as text, and the rows behind it, as they were counted on the day
    counted = models.JSONField(_("what was counted"), default=list, editable=False)
    due_on = models.DateField(_("to be reconciled by"), editable=False)
    state = models.CharField(_("state"), max_length=8, choices=StatementState.choices, default=StatementState.ASKED)
    grounds = models.TextField(pgettext_lazy("of a dispute", "what is disputed, and why"), blank=True)
    said_on = models.DateField(_("said on"), null=True, blank=True, editable=False)
    said_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("said by"), related_name="+", null=True, blank=True, editable=False
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("answered by"), related_name="+", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = pgettext_lazy("of appraisal", "reconciliation")
        verbose_name_plural = pgettext_lazy("of appraisal", "reconciliations")
        ordering = ["-appraisal", "organisation__sort_key"]
        triggers = [STATEMENT_STATES.trigger()]
        constraints = [models.UniqueConstraint(fields=["appraisal", "organisation"], name="appraisal_statement_unique")]

    def __str__(self) -> str:
        return f"{self.appraisal} · {self.organisation}"
