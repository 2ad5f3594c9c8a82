"""What was found in the text, and what a person decided about it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, OrganisationSet
from jiangxin.planning.enums import FindingKind, FindingState, NameState
from jiangxin.planning.models.plan import Plan
from jiangxin.planning.validators import clean
from jiangxin.planning.workflow import FINDING_STATES, NAME_STATES


@tracked()
class Finding(Record):
    """A heading, task, target, parameter or doubt at a place of the text.

    `data` is the structure of `domain/findings.py` for the kind; `start` and `end` count
    characters of the plan's text. For a suspect figure `data` carries the suggestion and `quote`
    the print; nothing of it is adopted before a person decides.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="findings")
    kind = models.CharField(_("kind"), max_length=9, choices=FindingKind.choices)
    order = models.PositiveIntegerField(_("order"))
    start = models.PositiveIntegerField(_("from character"))
    end = models.PositiveIntegerField(_("to character"))
    quote = models.TextField(_("as printed"))
    data = models.JSONField(_("found"), default=dict)
    suspect = models.BooleanField(_("doubtful"), default=False)
    why = models.CharField(_("why it is doubted"), max_length=300, blank=True)
    by_person = models.BooleanField(_("marked by a person"), default=False)
    state = models.CharField(_("decision"), max_length=9, choices=FindingState.choices, default=FindingState.OPEN)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["plan", "start", "order"]
        indexes = [models.Index(fields=["plan", "kind", "state"], name="planning_finding_queue")]
        constraints = [
            models.CheckConstraint(
                name="planning_finding_span",
                condition=models.Q(end__gte=models.F("start")),
                violation_error_message=_("The place ends before it begins."),
            ),
        ]
        triggers = [FINDING_STATES.trigger()]

    def __str__(self) -> str:
        return self.quote[:60]

    def clean(self) -> None:
        """Bring the data into the structure of its kind."""
        try:
            self.data = clean(self.kind, self.data)
        except ValidationError as error:
            raise ValidationError(_within_data(error)) from None


def _within_data(error: ValidationError) -> dict[str, Any]:
    """Name the fields of an error by where they stand in the row."""
    if not hasattr(error, "error_dict"):
        return {"data": error.error_list}
    return {f"data.{name}": errors for name, errors in error.error_dict.items()}


@tracked()
class UnitName(Record):
    """A unit as the document names it, and the organisation or named set that is meant."""

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="unit_names")
    name = models.CharField(_("name in the document"), max_length=160)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+", null=True, blank=True
    )
    organisation_set = models.ForeignKey(
        OrganisationSet, models.PROTECT, verbose_name=_("named set"), related_name="+", null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=7, choices=NameState.choices, default=NameState.OPEN)

    class Meta:
        verbose_name = _("unit name")
        verbose_name_plural = _("unit names")
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="planning_unitname_unique"),
            models.CheckConstraint(
                name="planning_unitname_one_meaning",
                condition=(
                    models.Q(state=NameState.MATCHED, organisation__isnull=False, organisation_set__isnull=True)
                    | models.Q(state=NameState.MATCHED, organisation__isnull=True, organisation_set__isnull=False)
                    | (
                        ~models.Q(state=NameState.MATCHED)
                        & models.Q(organisation__isnull=True, organisation_set__isnull=True)
                    )
                ),
                violation_error_message=_("A matched name means one organisation or one named set."),
            ),
        ]
        triggers = [NAME_STATES.trigger()]

    def __str__(self) -> str:
        return self.name
