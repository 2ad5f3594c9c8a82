"""Events that change organisations: foundings, renamings, moves, mergers, splits, closures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.enums import PartRole, ReorganisationKind
from jiangxin.people.models.organisation import Organisation


@tracked()
class Reorganisation(Record):
    """What happened to organisations on a day, and on what basis."""

    kind = models.CharField(_("kind"), max_length=10, choices=ReorganisationKind.choices)
    effective_on = models.DateField(_("effective on"))
    basis = models.CharField(_("basis"), max_length=200, blank=True, help_text=_("The document that orders it."))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        ordering = ["-effective_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.effective_on:%Y-%m-%d} {self.get_kind_display()}"

    @property
    def course(self) -> str:
        """Which organisations became which (prefetch `parts__organisation`)."""
        parts = self.parts.all()
        sides = ("、".join(str(part.organisation) for part in parts if part.role == role) for role in PartRole)
        return " → ".join(dict.fromkeys(names for names in sides if names))


@tracked()
class ReorganisationPart(Record):
    """An organisation's part in a reorganisation: predecessor or successor."""

    reorganisation = models.ForeignKey(
        Reorganisation, models.CASCADE, verbose_name=_("reorganisation"), related_name="parts"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="reorganisation_parts"
    )
    role = models.CharField(_("side"), max_length=6, choices=PartRole.choices)

    class Meta:
        verbose_name = _("part in a reorganisation")
        verbose_name_plural = _("parts in reorganisations")
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "organisation", "role"], name="people_part_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"
