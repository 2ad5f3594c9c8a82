"""Roles as dated bundles of capabilities, and their assignment to persons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.people.enums import Duty, ReachChoice
from jiangxin.people.models.organisation import Organisation
from jiangxin.people.models.person import Person


@tracked()
class Role(Dated, Record):
    """A role that officials assign, such as liaison of a unit."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("English description"), blank=True)
    duty = models.CharField(_("duty"), max_length=10, choices=Duty.choices, default=Duty.BUSINESS)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Dated.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


@tracked()
class RoleCapability(Dated, Record):
    """One capability within a role, and how far it reaches."""

    role = models.ForeignKey(Role, models.CASCADE, verbose_name=_("role"), related_name="capabilities")
    capability = models.CharField(_("capability"), max_length=80)
    reach = models.CharField(_("reach"), max_length=10, choices=ReachChoice.choices, default=ReachChoice.OWN)

    class Meta(Dated.Meta):
        verbose_name = _("capability of a role")
        verbose_name_plural = _("capabilities of roles")
        ordering = ["role", "capability"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["role", "capability", "valid_from"], name="people_capability_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.role.code}: {self.capability}"


@tracked()
class RoleAssignment(Dated, Record):
    """A person's role in an organisation, with dates."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="assignments")
    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("role"), related_name="assignments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="assignments")

    class Meta(Dated.Meta):
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        ordering = ["person__sort_key", "role__order", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "people_assignment_overlap",
                "person_id",
                "role_id",
                "organisation_id",
                message=_("The person has this role there in this time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.role} · {self.organisation}"
