"""Who may be supervised, and who may supervise."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.people.models import Organisation, OrganisationKind
from jiangxin.supervision.enums import Treatment


@tracked()
class Jurisdiction(Dated, Record):
    """How organisations of a kind, or one organisation, may be treated. What is said of one goes before its kind.

    An organisation of which nothing is said may be asked by letter only.
    """

    kind = models.ForeignKey(
        OrganisationKind,
        models.PROTECT,
        verbose_name=_("kind of organisation"),
        related_name="+",
        null=True,
        blank=True,
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+", null=True, blank=True
    )
    treatment = models.CharField(_("treatment"), max_length=10, choices=Treatment.choices)
    source = models.CharField(_("source"), max_length=200, help_text=_("The rule or decision it follows."))

    class Meta(Dated.Meta):
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ["kind", "organisation", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="supervision_jurisdiction_one_subject",
                condition=Q(kind__isnull=False, organisation__isnull=True)
                | Q(kind__isnull=True, organisation__isnull=False),
                violation_error_message=_("It is about one kind of organisation or one organisation."),
            ),
            never_overlapping(
                "supervision_jurisdiction_kind",
                "kind_id",
                where=Q(kind__isnull=False),
                message=_("Something is said of this kind in this time already."),
            ),
            never_overlapping(
                "supervision_jurisdiction_organisation",
                "organisation_id",
                where=Q(organisation__isnull=False),
                message=_("Something is said of this organisation in this time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or self.organisation} · {self.get_treatment_display()}"


@tracked()
class Designation(Dated, Record):
    """That the government designated an organisation to supervise certain matters for a time."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+")
    matters = models.CharField(_("matters"), max_length=200, help_text=_("What it may supervise, and whom."))
    source = models.CharField(_("source"), max_length=200, help_text=_("The rule or decision it follows."))

    class Meta(Dated.Meta):
        verbose_name = _("designation to supervise")
        verbose_name_plural = _("designations to supervise")
        ordering = ["organisation", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "supervision_designation_overlap",
                "organisation_id",
                message=_("The organisation is designated in this time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.matters}"
