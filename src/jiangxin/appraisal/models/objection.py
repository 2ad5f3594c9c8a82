"""What units object to, what is corrected, and who is commended or criticised in the end."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.enums import Applies, CommendationKind, CommendationState, ObjectionState, Outcome
from jiangxin.appraisal.models.run import Appraisal, Statement
from jiangxin.appraisal.workflow import COMMENDATION_STATES, OBJECTION_STATES
from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Person


@tracked()
class Objection(Record):
    """A unit's objection to its sheet or one criterion of it, and what came of it."""

    appraisal = models.ForeignKey(
        Appraisal, models.PROTECT, verbose_name=pgettext_lazy("one", "appraisal"), related_name="objections"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "unit"), related_name="+"
    )
    criterion = models.CharField(
        _("criterion"), max_length=40, blank=True, help_text=_("Its code; empty: the sheet as a whole.")
    )
    text = models.TextField(_("what is objected to, and why"))
    raised_on = models.DateField(_("raised on"), editable=False)
    raised_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("raised by"), related_name="+", null=True, blank=True, editable=False
    )
    due_on = models.DateField(_("to be decided by"), editable=False)
    state = models.CharField(_("state"), max_length=9, choices=ObjectionState.choices, default=ObjectionState.RAISED)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    decision = models.TextField(_("decision and reasons"), blank=True)
    corrected = models.TextField(
        _("corrected value"), blank=True,
        help_text=_("Where the objection is upheld: the value that counts, such as 12/18, or one entry a line."),
    )  # fmt: skip
    decided_on = models.DateField(pgettext_lazy("of a review", "decided on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("decided by"), related_name="+", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = pgettext_lazy("of appraisal", "objection")
        verbose_name_plural = pgettext_lazy("of appraisal", "objections")
        ordering = ["-pk"]
        triggers = [OBJECTION_STATES.trigger()]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.criterion or _('the whole sheet')}"


@tracked()
class Correction(Record):
    """That another value counts for a unit, why, and what brought it about. It never changes."""

    appraisal = models.ForeignKey(
        Appraisal, models.PROTECT, verbose_name=pgettext_lazy("one", "appraisal"), related_name="corrections"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "unit"), related_name="+"
    )
    measure = models.CharField(
        _("measure"), max_length=60, help_text=_("Its code, as the rules of the scheme show it.")
    )
    applies = models.CharField(_("applies"), max_length=14, choices=Applies.choices, default=Applies.VALUE)
    content = models.TextField(_("value"), blank=True, help_text=_("Such as 12/18, or one entry a line."))
    grounds = models.TextField(_("grounds"))
    objection = models.OneToOneField(
        Objection, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "objection"), related_name="correction",
        null=True, blank=True, editable=False,
    )  # fmt: skip
    statement = models.ForeignKey(
        Statement, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "reconciliation"),
        related_name="corrections", null=True, blank=True, editable=False,
    )  # fmt: skip
    made_on = models.DateField(pgettext_lazy("of a correction", "made on"), editable=False)
    made_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("by"), related_name="+", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("correction of a value")
        verbose_name_plural = _("corrections of values")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.made_on:%Y-%m-%d}"


@tracked()
class Commendation(Record):
    """That a unit is to be commended or criticised in a circular: people choose, on grounds, with approval."""

    appraisal = models.ForeignKey(
        Appraisal, models.PROTECT, verbose_name=pgettext_lazy("one", "appraisal"), related_name="commendations"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "unit"), related_name="+"
    )
    kind = models.CharField(pgettext_lazy("of a commendation", "kind"), max_length=9, choices=CommendationKind.choices)
    grounds = models.TextField(_("grounds"))
    state = models.CharField(
        _("state"), max_length=11, choices=CommendationState.choices, default=CommendationState.DRAFT
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("commendation or criticism")
        verbose_name_plural = _("commendations and criticisms")
        ordering = ["-appraisal", "kind", "organisation__sort_key"]
        triggers = [COMMENDATION_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "organisation", "kind"],
                condition=~models.Q(state=CommendationState.WITHDRAWN),
                name="appraisal_commendation_unique",
                violation_error_message=_("This is proposed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_kind_display()}"
