"""What was found, what units say about it, and requests for more time to rectify it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Person
from jiangxin.planning.enums import ExtensionState
from jiangxin.planning.models import Task
from jiangxin.supervision.enums import FindingKind, FindingState, Place, StatementKind, StatementState
from jiangxin.supervision.models.round import Round
from jiangxin.supervision.workflow import EXTENSION_STATES, FINDING_STATES, STATEMENT_STATES


@tracked()
class Finding(Record):
    """Something found at a unit about a task, and how it was put right."""

    round = models.ForeignKey(
        Round, models.PROTECT, verbose_name=pgettext_lazy("of supervision", "round"), related_name="findings"
    )
    number = models.PositiveSmallIntegerField(_("no."), editable=False)
    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of supervision", "unit"), related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=13, choices=FindingKind.choices, default=FindingKind.PROBLEM)
    place = models.CharField(_("where found"), max_length=7, choices=Place.choices, default=Place.DESK)
    found_on = models.DateField(_("found on"))
    found_by = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("recorded by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    facts = models.TextField(_("facts"))
    expected = models.TextField(_("what the plan asks"), blank=True)
    rectify_by = models.DateField(_("to be rectified by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=FindingState.choices, default=FindingState.DRAFT)
    put_on = models.DateField(_("put to the unit on"), null=True, blank=True, editable=False)
    measures = models.TextField(_("measures of the unit"), blank=True)
    result = models.TextField(_("result of the rectification"), blank=True)
    rectified_on = models.DateField(_("reported as rectified on"), null=True, blank=True, editable=False)
    verification = models.TextField(_("how it was verified"), blank=True)
    verified_by = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("verified by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    returned = models.PositiveSmallIntegerField(_("times returned"), default=0, editable=False)
    answer = models.TextField(_("why it was returned or withdrawn"), blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("of supervision", "finding")
        verbose_name_plural = pgettext_lazy("of supervision", "findings")
        ordering = ["-round", "number"]
        triggers = [FINDING_STATES.trigger()]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="supervision_finding_unique")]
        indexes = [models.Index(fields=["organisation", "state"], name="supervision_finding_unit")]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"


@tracked()
class Statement(Record):
    """What a unit says about a finding, and what it was answered. It never changes."""

    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        verbose_name=pgettext_lazy("of supervision", "finding"),
        related_name="statements",
    )
    kind = models.CharField(_("kind"), max_length=11, choices=StatementKind.choices, default=StatementKind.EXPLANATION)
    text = models.TextField(_("what the unit says"))
    made_on = models.DateField(_("made on"), editable=False)
    made_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("by"), related_name="+", null=True, blank=True, editable=False
    )
    state = models.CharField(_("state"), max_length=8, choices=StatementState.choices, default=StatementState.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("answered by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("statement of a unit")
        verbose_name_plural = _("statements of units")
        ordering = ["-pk"]
        triggers = [STATEMENT_STATES.trigger()]

    def __str__(self) -> str:
        return f"{self.finding} · {self.get_kind_display()}"


@tracked()
class RectificationExtension(Record):
    """A request to move the date by which a finding is rectified."""

    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        verbose_name=pgettext_lazy("of supervision", "finding"),
        related_name="extensions",
    )
    count = models.PositiveSmallIntegerField(_("how many times"), default=1, editable=False)
    from_on = models.DateField(_("due until now"), editable=False)
    until = models.DateField(_("asked until"))
    grounds = models.TextField(_("grounds"))
    state = models.CharField(_("state"), max_length=11, choices=ExtensionState.choices, default=ExtensionState.DRAFT)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    answer = models.TextField(_("answer"), blank=True, editable=False)

    class Meta:
        verbose_name = _("request for more time to rectify")
        verbose_name_plural = _("requests for more time to rectify")
        ordering = ["-pk"]
        triggers = [EXTENSION_STATES.trigger()]
        constraints = [
            models.CheckConstraint(
                name="supervision_extension_later",
                condition=Q(until__gt=F("from_on")),
                violation_error_message=_("The new date lies after the present one."),
            ),
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(state__in=[ExtensionState.DRAFT, ExtensionState.IN_APPROVAL]),
                name="supervision_extension_one_open",
                violation_error_message=_("More time is asked for already and not decided yet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} → {self.until:%Y-%m-%d}"
