"""Organisations, their dated names and tree, and named sets of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.fields import PinyinField, grams_index, search_grams
from jiangxin.kernel.languages import localised
from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked


@tracked()
class OrganisationKind(Record):
    """A kind of organisation (department, college, enterprise …), as data of the region."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    supervisable = models.BooleanField(
        _("may be supervised"), default=True, help_text=_("Whether the region may supervise and appraise it.")
    )

    class Meta:
        verbose_name = _("kind of organisation")
        verbose_name_plural = _("kinds of organisations")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)


@tracked()
class Organisation(Record):
    """An organisation as it is today. `OrganisationPeriod` holds what it was and will be."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Names that documents use for it, separated by semicolons."),
    )
    kind = models.ForeignKey(OrganisationKind, models.PROTECT, verbose_name=_("kind"), related_name="organisations")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("above it"), related_name="children", null=True, blank=True
    )
    valid_from = models.DateField(_("founded on"))
    valid_to = models.DateField(_("ended on"), null=True, blank=True)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False, editable=False)
    sort_key = PinyinField()
    search = search_grams("code", "name", "name_en", "short_name", lists=("aliases",))

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key"]
        indexes = [grams_index("people_organisation_search")]
        constraints = [
            models.CheckConstraint(
                name="people_organisation_dates",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                violation_error_message=_("It must end after it begins."),
            ),
            models.CheckConstraint(
                name="people_organisation_not_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                violation_error_message=_("An organisation cannot stand above itself."),
            ),
        ]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)


@tracked()
class OrganisationPeriod(Dated, Record):
    """Name, kind and parent of an organisation over one stretch of time. Periods never overlap."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="periods"
    )
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    kind = models.ForeignKey(OrganisationKind, models.PROTECT, verbose_name=_("kind"), related_name="+")
    parent = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("above it"), related_name="child_periods", null=True, blank=True
    )

    class Meta(Dated.Meta):
        verbose_name = _("period of an organisation")
        verbose_name_plural = _("periods of organisations")
        ordering = ["organisation", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "people_period_overlap", "organisation_id", message=_("Periods of one organisation overlap.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from:%Y-%m-%d}"


@tracked()
class OrganisationSet(Record):
    """A collective name that documents use, such as "all colleges", with its members."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    aliases = ArrayField(models.CharField(max_length=120), verbose_name=_("other names"), default=list, blank=True)
    sort_key = PinyinField()
    search = search_grams("name", "name_en", lists=("aliases",))

    class Meta:
        verbose_name = _("named set of organisations")
        verbose_name_plural = _("named sets of organisations")
        ordering = ["sort_key"]
        indexes = [grams_index("people_set_search")]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)


@tracked()
class SetMembership(Dated, Record):
    """An organisation's membership of a named set, with dates."""

    organisation_set = models.ForeignKey(
        OrganisationSet, models.CASCADE, verbose_name=_("set"), related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="set_memberships"
    )

    class Meta(Dated.Meta):
        verbose_name = _("membership of a set")
        verbose_name_plural = _("memberships of sets")
        ordering = ["organisation_set", "organisation__sort_key"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "people_membership_overlap",
                "organisation_set_id",
                "organisation_id",
                message=_("It is a member in this time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ∈ {self.organisation_set}"
