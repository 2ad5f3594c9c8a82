"""Rounds of supervision, their teams, and what the teams note for themselves."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Person, Post
from jiangxin.planning.models import Plan, Task
from jiangxin.supervision.enums import Basis, RoundState, TeamPart
from jiangxin.supervision.workflow import ROUND_STATES


@tracked()
class Round(Record):
    """A round of supervision of a plan: by whom, on what basis, by which scheme, when."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    theme = models.CharField(_("theme"), max_length=120)
    organiser = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organiser"),
        related_name="+",
        help_text=_("An organisation that is designated to supervise."),
    )
    basis = models.CharField(_("basis"), max_length=11, choices=Basis.choices)
    basis_text = models.CharField(
        _("basis in words"), max_length=300, help_text=_("The document or instruction, by title and number.")
    )
    basis_on = models.DateField(_("date of the basis"))
    scheme = models.TextField(
        pgettext_lazy("of a round", "scheme"),
        blank=True,
        help_text=_("What is looked at, how, by whom and when."),
    )
    starts_on = models.DateField(pgettext_lazy("of a round", "from"))
    ends_on = models.DateField(pgettext_lazy("of a round", "until"))
    state = models.CharField(_("state"), max_length=11, choices=RoundState.choices, default=RoundState.DRAFT)
    approved_on = models.DateField(_("scheme approved on"), null=True, blank=True, editable=False)
    started_on = models.DateField(_("begun on"), null=True, blank=True, editable=False)
    concluded_on = models.DateField(pgettext_lazy("of a round", "concluded on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("round of supervision")
        verbose_name_plural = _("rounds of supervision")
        ordering = ["-year", "-starts_on", "-pk"]
        triggers = [ROUND_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year", "theme"], name="supervision_round_unique"),
            models.CheckConstraint(
                name="supervision_round_dates",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("It ends on the day it begins or later."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.theme}"


@tracked()
class TeamMember(Record):
    """Somebody in the team of a round: a person, or whoever holds a post."""

    round = models.ForeignKey(
        Round, models.CASCADE, verbose_name=pgettext_lazy("of supervision", "round"), related_name="team"
    )
    part = models.CharField(
        pgettext_lazy("of a team", "part"), max_length=6, choices=TeamPart.choices, default=TeamPart.MEMBER
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), related_name="+", null=True, blank=True
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"), related_name="+", null=True, blank=True)
    duty = models.CharField(pgettext_lazy("of a team", "duty"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("teams of rounds")
        ordering = ["round", "part", "pk"]
        constraints = [
            models.CheckConstraint(
                name="supervision_teammember_one",
                condition=Q(person__isnull=False, post__isnull=True) | Q(person__isnull=True, post__isnull=False),
                violation_error_message=_("Name one person or one post."),
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(part=TeamPart.LEADER),
                name="supervision_teammember_one_leader",
                violation_error_message=_("A team has one leader."),
            ),
            models.UniqueConstraint(
                fields=["round", "person"],
                name="supervision_teammember_person",
                violation_error_message=_("The person is in the team already."),
            ),
            models.UniqueConstraint(
                fields=["round", "post"],
                name="supervision_teammember_post",
                violation_error_message=_("The post is in the team already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.post} · {self.get_part_display()}"


@tracked()
class TeamNote(Record):
    """What the team notes for itself. Units never see it."""

    round = models.ForeignKey(
        Round, models.PROTECT, verbose_name=pgettext_lazy("of supervision", "round"), related_name="notes"
    )
    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="+", null=True, blank=True)
    text = models.TextField(pgettext_lazy("of a team", "note"))
    noted_on = models.DateField(_("noted on"), editable=False)
    noted_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("by"), related_name="+", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("note of the team")
        verbose_name_plural = _("notes of the team")
        ordering = ["-noted_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.noted_on:%Y-%m-%d} {self.text[:40]}"
