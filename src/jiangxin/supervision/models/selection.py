"""Which tasks a round looks at, and why."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.models import Dated, Record, tracked
from jiangxin.people.models import Organisation
from jiangxin.planning.models import Task
from jiangxin.supervision.enums import BY_RULE, Ground
from jiangxin.supervision.models.round import Round


@tracked()
class SelectionRule(Dated, Record):
    """By which rule tasks are chosen for rounds, from a day on."""

    ground = models.CharField(_("ground"), max_length=8, choices=BY_RULE)
    threshold = models.PositiveSmallIntegerField(
        _("from days"),
        default=1,
        validators=[MaxValueValidator(1000)],
        help_text=_("Days overdue or returned at least; a red light and a sample ask for none."),
    )
    count = models.PositiveSmallIntegerField(
        _("size of the sample"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("How many tasks are drawn by lot from those that no other rule chooses."),
    )
    source = models.CharField(_("source"), max_length=200, help_text=_("The rule or decision it follows."))

    class Meta(Dated.Meta):
        verbose_name = _("rule of selection")
        verbose_name_plural = _("rules of selection")
        ordering = ["ground", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["ground", "valid_from"],
                name="supervision_selectionrule_unique",
                violation_error_message=_("There is a rule for this ground from this day on."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_ground_display())


@tracked()
class Selection(Record):
    """One run of the rules over a plan: the day judged, and from what and by which seed its lot can be drawn again."""

    round = models.ForeignKey(
        Round, models.CASCADE, verbose_name=pgettext_lazy("of supervision", "round"), related_name="selections"
    )
    day = models.DateField(_("as of"))
    seed = models.BigIntegerField(_("seed of the lot"))
    eligible = models.PositiveIntegerField(
        _("tasks that could be chosen"), help_text=_("Issued, not ended, and led by a unit that may be supervised.")
    )
    #: public identifiers of tasks, since the facts of a day may change until its end
    pool = models.JSONField(_("tasks in the lot"), default=list, editable=False)
    drawn = models.PositiveSmallIntegerField(_("drawn by lot"), default=0, editable=False)

    class Meta:
        verbose_name = _("selection by rule")
        verbose_name_plural = _("selections by rule")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.round} {self.day:%Y-%m-%d}"


@tracked()
class RoundTask(Record):
    """A task that a round looks at, with its lead on the day and why it was chosen."""

    round = models.ForeignKey(
        Round, models.CASCADE, verbose_name=pgettext_lazy("of supervision", "round"), related_name="tasks"
    )
    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("supervised unit"), related_name="+", editable=False
    )
    ground = models.CharField(_("ground"), max_length=8, choices=Ground.choices, default=Ground.HAND, editable=False)
    grounds = models.TextField(_("grounds"), blank=True, help_text=_("Why it is chosen by hand."))
    rule = models.ForeignKey(
        SelectionRule,
        models.PROTECT,
        verbose_name=pgettext_lazy("of supervision", "rule"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    selection = models.ForeignKey(
        Selection,
        models.PROTECT,
        verbose_name=pgettext_lazy("of supervision", "selection"),
        related_name="tasks",
        null=True,
        blank=True,
        editable=False,
    )
    chosen_on = models.DateField(_("chosen on"), editable=False)

    class Meta:
        verbose_name = _("task of a round")
        verbose_name_plural = _("tasks of rounds")
        ordering = ["round", "task__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "task"],
                name="supervision_roundtask_unique",
                violation_error_message=_("The task is in this round already."),
            ),
            models.CheckConstraint(
                name="supervision_roundtask_grounds",
                condition=~Q(ground=Ground.HAND) | ~Q(grounds=""),
                violation_error_message=_("Say why the task is chosen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.task}"
