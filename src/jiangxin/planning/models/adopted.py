"""What an adopted plan consists of: clauses, tasks with units, targets, policy parameters."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.fields import grams_index, search_grams
from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, OrganisationSet
from jiangxin.planning.enums import Comparator, Disclosure, TargetKind, TaskKind, TaskState, UnitRole
from jiangxin.planning.models.plan import Plan
from jiangxin.planning.workflow import TASK_STATES

#: Characters of a task's content that stand for it elsewhere.
SHOWN = 40


@tracked()
class Clause(Record):
    """A numbered heading of the plan with the text it governs."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="clauses")
    order = models.PositiveIntegerField(_("order"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=300)
    level = models.PositiveSmallIntegerField(_("level"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=pgettext_lazy("of a clause", "above it"),
        related_name="children",
        null=True,
        blank=True,
    )
    start = models.PositiveIntegerField(_("from character"))
    end = models.PositiveIntegerField(_("to character"))

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="planning_clause_unique")]

    def __str__(self) -> str:
        return f"{self.number}{self.title}"


@tracked()
class Task(Record):
    """A task of an adopted plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="tasks")
    number = models.PositiveIntegerField(_("no."))
    content = models.TextField(_("content"))
    clause = models.ForeignKey(
        Clause, models.PROTECT, verbose_name=_("clause"), related_name="tasks", null=True, blank=True
    )
    deadlines = ArrayField(
        models.CharField(max_length=80), verbose_name=_("deadlines as printed"), default=list, blank=True
    )
    others_follow = models.BooleanField(
        _("further units implied"), default=False, help_text=_("The document ends its list of units with an et cetera.")
    )
    start = models.PositiveIntegerField(_("from character"))
    end = models.PositiveIntegerField(_("to character"))
    search = search_grams("content")

    kind = models.CharField(_("kind"), max_length=8, choices=TaskKind.choices, default=TaskKind.STANDING)
    weight = models.DecimalField(
        _("weight"), max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0)],
        help_text=_("How much it counts when the progress of the plan is summed up. Weights are public."),
    )  # fmt: skip
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    disclosure = models.CharField(
        _("disclosure"), max_length=7, choices=Disclosure.choices, default=Disclosure.ON_REQUEST
    )
    state = models.CharField(_("state"), max_length=10, choices=TaskState.choices, default=TaskState.UNASSIGNED)
    #: the lead of today, kept by `domain.assignment`; `Responsibility` knows the days before
    lead = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("lead unit"), related_name="led_tasks", null=True, blank=True
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True, editable=False)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True, editable=False)
    conclusion = models.TextField(_("what was achieved"), blank=True)
    closed_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    continues = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("carries on"),
        related_name="continued_by",
        null=True,
        blank=True,
        help_text=_("The task of the replaced plan that goes on in this one."),
    )

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["plan", "number"]
        triggers = [TASK_STATES.trigger()]
        indexes = [grams_index("planning_task_search")]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="planning_task_unique")]

    def __str__(self) -> str:
        shown = self.content if len(self.content) <= SHOWN else f"{self.content[:SHOWN]}…"
        return f"{self.number}. {shown}"

    @property
    def unit_labels(self) -> list[str]:
        """The units as printed, in order (prefetch `units`)."""
        return [unit.printed for unit in self.units.all()]


@tracked()
class TaskUnit(Record):
    """A unit's part in a task: an organisation or a named set, as printed and as meant."""

    task = models.ForeignKey(Task, models.CASCADE, verbose_name=_("task"), related_name="units")
    order = models.PositiveSmallIntegerField(_("order"))
    printed = models.CharField(_("as printed"), max_length=160)
    role = models.CharField(pgettext_lazy("of a unit", "role"), max_length=11, choices=UnitRole.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="task_units", null=True, blank=True
    )
    organisation_set = models.ForeignKey(
        OrganisationSet, models.PROTECT, verbose_name=_("named set"), related_name="task_units", null=True, blank=True
    )

    class Meta:
        verbose_name = _("unit of a task")
        verbose_name_plural = _("units of tasks")
        ordering = ["task", "order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "order"], name="planning_taskunit_order"),
            models.CheckConstraint(
                name="planning_taskunit_one_meaning",
                condition=models.Q(organisation__isnull=False, organisation_set__isnull=True)
                | models.Q(organisation__isnull=True, organisation_set__isnull=False),
                violation_error_message=_("It means one organisation or one named set."),
            ),
        ]

    def __str__(self) -> str:
        return self.printed


class Quantity(Record):
    """A figure of the plan: shared by targets and policy parameters."""

    number = models.PositiveIntegerField(_("no."))
    subject = models.CharField(_("subject"), max_length=300)
    quote = models.TextField(_("as printed"))
    comparator = models.CharField(_("comparison"), max_length=6, choices=Comparator.choices)
    strict = models.BooleanField(_("strictly more or less"), default=False)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    low = models.DecimalField(_("from"), max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("to"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    hedge = models.CharField(_("hedge"), max_length=20, blank=True)
    deadline = models.CharField(_("deadline as printed"), max_length=80, blank=True)
    deadline_on = models.DateField(_("deadline"), null=True, blank=True)
    period = models.CharField(_("period"), max_length=40, blank=True)
    per = models.CharField(_("for each"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    start = models.PositiveIntegerField(_("from character"))
    end = models.PositiveIntegerField(_("to character"))

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="planning_%(class)s_unique"),
            models.CheckConstraint(
                name="planning_%(class)s_figure",
                condition=models.Q(
                    comparator=Comparator.BETWEEN, low__isnull=False, high__isnull=False, high__gte=models.F("low")
                )
                | (~models.Q(comparator=Comparator.BETWEEN) & models.Q(value__isnull=False)),
                violation_error_message=_("Give a value, or both ends of a range."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.subject}"

    @property
    def figure(self) -> str:
        """The figure as a reader writes it, e.g. "≥ 60 %" or "8–10 个"."""
        signs = {">=": "≥", "<=": "≤", "==": "=", "approx": "≈"}
        if self.comparator == Comparator.BETWEEN:
            return f"{_plain(self.low)}–{_plain(self.high)} {self.unit}"
        sign = (
            {">=": ">", "<=": "<"}[self.comparator]
            if self.strict and self.comparator in {">=", "<="}
            else signs[self.comparator]
        )
        return f"{sign} {_plain(self.value)} {self.unit}"


def _plain(value: object) -> str:
    text = f"{value}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@tracked()
class Target(Quantity):
    """A quantitative goal or requirement of an adopted plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="targets")
    clause = models.ForeignKey(
        Clause, models.PROTECT, verbose_name=_("clause"), related_name="targets", null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=11, choices=TargetKind.choices, default=TargetKind.GOAL)
    tasks = models.ManyToManyField(
        Task, verbose_name=_("carried by tasks"), related_name="targets", through="TaskTarget"
    )
    search = search_grams("subject", "quote")

    class Meta(Quantity.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["plan", "number"]
        indexes = [grams_index("planning_target_search")]

    @property
    def task_numbers(self) -> list[str]:
        """Numbers of the tasks that carry it, in order (prefetch `tasks`)."""
        return [str(task.number) for task in self.tasks.all()]


@tracked()
class TaskTarget(Record):
    """A task carries a target when its content states it."""

    task = models.ForeignKey(Task, models.CASCADE, verbose_name=_("task"), related_name="task_targets")
    target = models.ForeignKey(Target, models.CASCADE, verbose_name=_("target"), related_name="task_targets")

    class Meta:
        verbose_name = _("target of a task")
        verbose_name_plural = _("targets of tasks")
        constraints = [models.UniqueConstraint(fields=["task", "target"], name="planning_tasktarget_unique")]

    def __str__(self) -> str:
        return f"{self.task} → {self.target}"


@tracked()
class Parameter(Quantity):
    """A figure that is a setting of the policy (rate, limit, period, eligibility)."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="parameters")
    clause = models.ForeignKey(
        Clause, models.PROTECT, verbose_name=_("clause"), related_name="parameters", null=True, blank=True
    )
    search = search_grams("subject", "quote")

    class Meta(Quantity.Meta):
        verbose_name = _("policy parameter")
        verbose_name_plural = _("policy parameters")
        ordering = ["plan", "number"]
        indexes = [grams_index("planning_parameter_search")]
