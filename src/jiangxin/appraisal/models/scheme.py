"""Schemes (考核方案): peer groups with their members, criteria, vetoes, grades."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal import rules
from jiangxin.appraisal.enums import Part, RuleKind, SchemeState, Unscored, VetoMissing, WhenMissing
from jiangxin.appraisal.models.frozen import Frozen, StaysPublished
from jiangxin.appraisal.workflow import SCHEME_STATES
from jiangxin.kernel.languages import localised
from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.people.models import Organisation

CODE = RegexValidator(r"^[^|｜;；\r\n]+$", _("No bars and no semicolons."))
POINTS: dict[str, Any] = {"max_digits": 7, "decimal_places": 2}


@tracked()
class Scheme(Dated, Record):
    """A scheme: what units are appraised by, on what ground, from when to when. A new edition is a copy."""

    code = models.CharField(_("code"), max_length=40, validators=[CODE])
    edition = models.PositiveSmallIntegerField(
        pgettext_lazy("of a scheme", "edition"), default=1, validators=[MinValueValidator(1)]
    )
    title = models.CharField(_("title"), max_length=120)
    basis = models.CharField(
        _("basis"), max_length=300, help_text=_("The document by which units are appraised, by title and number.")
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organiser"), related_name="+")
    total = models.DecimalField(_("full marks"), default=100, validators=[MinValueValidator(1)], **POINTS)
    ceiling = models.DecimalField(
        _("most with bonuses"), null=True, blank=True, help_text=_("Empty: bonuses lift nobody above the full marks."),
        **POINTS,
    )  # fmt: skip
    unscored = models.CharField(
        _("points of a criterion that is left out"),
        max_length=12,
        choices=Unscored.choices,
        default=Unscored.REDISTRIBUTE,
    )
    places = models.PositiveSmallIntegerField(_("decimal places"), default=2, validators=[MaxValueValidator(2)])
    ranks_shown = models.BooleanField(
        _("ranks are published to the units"),
        default=True,
        help_text=_("After confirmation units see rank and grade of all units of the groups, never their points."),
    )
    state = models.CharField(_("state"), max_length=11, choices=SchemeState.choices, default=SchemeState.DRAFT)
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    copied_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("copied from"), related_name="copies", null=True, blank=True,
        editable=False,
    )  # fmt: skip

    class Meta(Dated.Meta):
        verbose_name = _("scheme of appraisal")
        verbose_name_plural = _("schemes of appraisal")
        ordering = ["code", "-edition"]
        triggers = [SCHEME_STATES.trigger(), StaysPublished()]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "edition"],
                name="appraisal_scheme_unique",
                violation_error_message=_("There is this edition of the scheme already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.valid_from:%Y-%m-%d})"


class OfScheme(Record):
    """A row of a scheme, which changes while the scheme is a draft."""

    scheme = models.ForeignKey(
        Scheme, models.CASCADE, verbose_name=_("scheme of appraisal"), related_name="%(class)s_rows"
    )
    code = models.CharField(_("code"), max_length=40, validators=[CODE])
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["scheme", "order", "code"]
        triggers = [Frozen(parent="appraisal_scheme", column="scheme_id", states=(SchemeState.DRAFT,))]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="appraisal_%(class)s_unique",
                violation_error_message=_("The scheme has this code already."),
            )
        ]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)


@tracked()
class PeerGroup(OfScheme):
    """Units that are compared with one another."""

    class Meta(OfScheme.Meta):
        verbose_name = _("peer group")
        verbose_name_plural = _("peer groups")


@tracked()
class GroupMember(Dated, Record):
    """That a unit belongs to a peer group from when to when."""

    group = models.ForeignKey(PeerGroup, models.CASCADE, verbose_name=_("peer group"), related_name="members")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "unit"), related_name="+"
    )

    class Meta(Dated.Meta):
        verbose_name = _("member of a peer group")
        verbose_name_plural = _("members of peer groups")
        ordering = ["group", "organisation__sort_key", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "appraisal_groupmember_overlap",
                "group_id",
                "organisation_id",
                message=_("The unit is in the group in this time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.organisation}"


@tracked()
class Criterion(OfScheme):
    """What is judged, for how many points, by which rule over which measure."""

    points = models.DecimalField(_("points"), validators=[MinValueValidator(0)], **POINTS)
    weights = models.CharField(
        _("other points for single groups"), max_length=300, blank=True,
        help_text=_("group = points, parted by semicolons; 0 takes the criterion out for a group."),
    )  # fmt: skip
    part = models.CharField(
        pgettext_lazy("of a criterion", "counts as"), max_length=9, choices=Part.choices, default=Part.WITHIN
    )
    measure = models.CharField(_("measure"), max_length=60)
    missing = models.CharField(
        _("if the value is missing"), max_length=8, choices=WhenMissing.choices, help_text=_("Silence decides nothing.")
    )
    rule = models.TextField(
        pgettext_lazy("of a criterion", "rule"),
        help_text=_("The kind in the first line, then a line for each setting."),
    )
    basis = models.CharField(_("basis"), max_length=300, blank=True)

    class Meta(OfScheme.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def clean(self) -> None:
        """Refuse rules and weights that cannot be read."""
        wrong = {}
        for field, read in (("rule", rules.read_rule), ("weights", rules.weights)):
            try:
                read(getattr(self, field))
            except ValidationError as error:
                wrong[field] = error.messages
        if wrong:
            raise ValidationError(wrong)

    @property
    def kind(self) -> str:
        """The kind of rule in words."""
        first = self.rule.split("\n", 1)[0].split(";", 1)[0].strip()
        return str(dict(RuleKind.choices).get(first, first))


@tracked()
class Veto(OfScheme):
    """What caps or voids the total. It needs its legal basis."""

    measure = models.CharField(_("measure"), max_length=60)
    basis = models.CharField(_("legal basis"), max_length=300, help_text=_("Law or regulation, with its article."))
    cap = models.DecimalField(
        _("total at most"), null=True, blank=True, help_text=_("Empty: the total is void and has no rank."), **POINTS
    )
    missing = models.CharField(_("if nothing is said of it"), max_length=13, choices=VetoMissing.choices)

    class Meta(OfScheme.Meta):
        verbose_name = pgettext_lazy("of appraisal", "veto")
        verbose_name_plural = pgettext_lazy("of appraisal", "vetoes")


@tracked()
class Grade(OfScheme):
    """A grade: from how many points on, and for how many of a group at most. The last takes everybody else."""

    least = models.DecimalField(_("least points"), null=True, blank=True, **POINTS)
    share = models.DecimalField(
        _("at most so many of the group (%)"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip

    class Meta(OfScheme.Meta):
        verbose_name = _("grade of appraisal")
        verbose_name_plural = _("grades of appraisal")
