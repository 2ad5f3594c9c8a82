"""Slips in colours: sets of kinds, which set is in force when, and the slips themselves."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.languages import localised
from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.people.models import Organisation, Person
from jiangxin.planning.models import Task
from jiangxin.supervision.enums import SlipColour, SlipState
from jiangxin.supervision.models.finding import Finding
from jiangxin.supervision.workflow import SLIP_STATES


@tracked()
class SlipSet(Record):
    """A set of kinds of slips that belong together, such as blue, yellow and red."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("set of slips")
        verbose_name_plural = _("sets of slips")
        ordering = ["name"]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)


@tracked()
class SlipPolicy(Dated, Record):
    """Which set of slips is in force from a day on."""

    slip_set = models.ForeignKey(SlipSet, models.PROTECT, verbose_name=_("set of slips"), related_name="policies")
    source = models.CharField(_("source"), max_length=200, help_text=_("The rule or decision it follows."))

    class Meta(Dated.Meta):
        verbose_name = _("set of slips in force")
        verbose_name_plural = _("sets of slips in force")
        ordering = ["-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping("supervision_slippolicy_one", message=_("One set of slips is in force at a time.")),
        ]

    def __str__(self) -> str:
        return f"{self.slip_set} {self.valid_from:%Y-%m-%d}"


@tracked()
class SlipKind(Dated, Record):
    """A kind of slip: what its colour means, its place in the ladder, the days to answer, and what comes next."""

    slip_set = models.ForeignKey(SlipSet, models.CASCADE, verbose_name=_("set of slips"), related_name="kinds")
    colour = models.CharField(_("colour"), max_length=6, choices=SlipColour.choices)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    meaning = models.CharField(pgettext_lazy("of a colour", "meaning"), max_length=200)
    order = models.PositiveSmallIntegerField(
        _("step"), validators=[MinValueValidator(1), MaxValueValidator(20)], help_text=_("From the lowest step up.")
    )
    days = models.PositiveSmallIntegerField(
        _("days to answer"), validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    next_colour = models.CharField(
        _("next step"),
        max_length=6,
        choices=SlipColour.choices,
        blank=True,
        help_text=_("The slip that follows where this one goes unanswered past its days; empty: none."),
    )
    may_begin = models.BooleanField(
        _("may come first"), default=False, help_text=_("Whether a matter may begin with this slip.")
    )
    source = models.CharField(_("source"), max_length=200, help_text=_("The rule or decision it follows."))

    class Meta(Dated.Meta):
        verbose_name = _("kind of slip")
        verbose_name_plural = _("kinds of slips")
        ordering = ["slip_set", "order", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "supervision_slipkind_overlap",
                "slip_set_id",
                "order",
                message=_("The set has another kind at this step in this time."),
            ),
            models.UniqueConstraint(
                fields=["slip_set", "colour", "valid_from"],
                name="supervision_slipkind_colour",
                violation_error_message=_("The set has a kind of this colour from this day on."),
            ),
            models.CheckConstraint(
                name="supervision_slipkind_next",
                condition=~Q(next_colour=models.F("colour")),
                violation_error_message=_("The next step has another colour."),
            ),
        ]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)


@tracked()
class Slip(Record):
    """A slip to a unit about a task or a finding. A person issues it, also where the ladder drafted it."""

    kind = models.ForeignKey(SlipKind, models.PROTECT, verbose_name=_("kind of slip"), related_name="slips")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=pgettext_lazy("of supervision", "unit"),
        related_name="+",
        blank=True,
        help_text=_("Empty: the lead of the task, or the unit of the finding."),
    )
    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="+", null=True, blank=True)
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        verbose_name=pgettext_lazy("of supervision", "finding"),
        related_name="slips",
        null=True,
        blank=True,
    )
    text = models.TextField(_("what is asked"))
    after = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("follows the slip"),
        related_name="followers",
        null=True,
        blank=True,
        editable=False,
    )
    by_ladder = models.BooleanField(_("drafted by the ladder"), default=False, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=SlipState.choices, default=SlipState.DRAFT)
    issued_on = models.DateField(pgettext_lazy("of a slip", "issued on"), null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("issued by"), related_name="+", null=True, blank=True, editable=False
    )
    due_on = models.DateField(_("to be answered by"), null=True, blank=True, editable=False)
    received_on = models.DateField(_("received on"), null=True, blank=True, editable=False)
    received_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("received by"), related_name="+", null=True, blank=True, editable=False
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("of supervision", "slip")
        verbose_name_plural = pgettext_lazy("of supervision", "slips")
        ordering = ["-pk"]
        triggers = [SLIP_STATES.trigger()]
        constraints = [
            models.CheckConstraint(
                name="supervision_slip_one_subject",
                condition=Q(task__isnull=False, finding__isnull=True) | Q(task__isnull=True, finding__isnull=False),
                violation_error_message=_("It is about one task or one finding."),
            ),
            models.UniqueConstraint(
                fields=["after"],
                condition=Q(by_ladder=True),
                name="supervision_slip_drafted_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="supervision_slip_unit")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.organisation}"
