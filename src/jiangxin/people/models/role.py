"""Roles as dated bundles of capabilities, and their assignment to persons."""

from __future__ import annotations

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import records
from jiangxin.kernel.languages import localised
from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.people.enums import Duty, ReachChoice
from jiangxin.people.models.organisation import Organisation
from jiangxin.people.models.person import Person

#: Rooms whose records administrators look after; everything else is business.
ADMINISTRATIVE = {"people", "audit", "desk", "workflow", "evidence", "exchange"}


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
        return localised(self.name, self.name_en)

    def clean(self) -> None:
        """Keep the duty of a role that is in use: it would slip past what keeps administrations apart."""
        before = Role.objects.filter(pk=self.pk).exclude(duty=self.duty).first() if self.pk else None
        if before is not None and (before.assignments.exists() or before.capabilities.exists()):
            raise ValidationError({"duty": _("The role is in use. Make another role for another duty.")})


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
        return f"{self.role} · {self.meaning}"

    @property
    def meaning(self) -> str:
        """The capability in words."""
        return records.capability_of(self.capability)

    def clean(self) -> None:
        """Refuse unknown capabilities, and capabilities over business data for administrators."""
        known = {name for record in records.all_records() for name in record.capabilities()}
        if self.capability and self.capability not in known:
            raise ValidationError({"capability": _("There is no such capability.")})
        if self.role_id and self.role.duty != Duty.BUSINESS and self.capability.split(".")[0] not in ADMINISTRATIVE:
            raise ValidationError({"capability": _("Administrators hold no rights over business data.")})
        if self.role_id and self.valid_from and self.role.duty != Duty.BUSINESS and self._held_by_another_duty():
            raise ValidationError(
                {"capability": _("Another administration holds this right: administrations are kept apart.")}
            )

    def _held_by_another_duty(self) -> bool:
        """Whether a right to change something belongs to another administration at some time of this row."""
        if self.capability.endswith((".view", ".export")):
            return False
        others = RoleCapability.objects.filter(capability=self.capability)
        others = others.exclude(role__duty__in=(Duty.BUSINESS, self.role.duty))
        others = others.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=self.valid_from))
        return (others if self.valid_to is None else others.filter(valid_from__lt=self.valid_to)).exists()


class DutiesApart(pgtrigger.Trigger):
    """Refuses a person who would hold an administration together with any other duty at one time."""

    name = "duties_apart"
    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update
    func = pgtrigger.Func(
        """
        IF EXISTS (
            SELECT 1 FROM people_roleassignment other
            JOIN people_role mine ON mine.id = NEW.role_id
            JOIN people_role theirs ON theirs.id = other.role_id
            WHERE other.person_id = NEW.person_id AND other.id <> NEW.id AND theirs.duty <> mine.duty
              AND daterange(other.valid_from, other.valid_to, '[)') && daterange(NEW.valid_from, NEW.valid_to, '[)')
        ) THEN
            RAISE EXCEPTION 'system, security and audit administration are kept apart from each other and from business'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
        """
    )


@tracked()
class RoleAssignment(Dated, Record):
    """A person's role in an organisation, with dates."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="assignments")
    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("role"), related_name="assignments")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="assignments"
    )

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

        triggers = [DutiesApart()]

    def __str__(self) -> str:
        return f"{self.person} · {self.role} · {self.organisation}"

    def clean(self) -> None:
        """Keep the three administrations apart from each other and from business roles."""
        if self.person_id is None or self.role_id is None or self.valid_from is None:
            return
        others = RoleAssignment.objects.filter(person_id=self.person_id).exclude(pk=self.pk)
        others = others.exclude(role__duty=self.role.duty).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=self.valid_from)
        )
        if self.valid_to is not None:
            others = others.filter(valid_from__lt=self.valid_to)
        clash = others.select_related("role").first()
        if clash is not None:
            raise ValidationError(
                _(
                    "%(person)s is “%(role)s” in this time: administrations are kept apart from each other "
                    "and from business roles."
                )
                % {"person": self.person, "role": clash.role}
            )
