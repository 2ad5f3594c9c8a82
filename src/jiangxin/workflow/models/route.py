"""Routes that officials configure: who decides on a record, in which order."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import records
from jiangxin.kernel.languages import localised
from jiangxin.kernel.models import Dated, Record, tracked
from jiangxin.people.models import Post, Role
from jiangxin.workflow.enums import Quorum, Who
from jiangxin.workflow.rules import condition_fault

WHO_RULE = (
    models.Q(who__in=[Who.ROLE_OWNER, Who.ROLE_ANY], role__isnull=False, post__isnull=True)
    | models.Q(who=Who.POST, role__isnull=True, post__isnull=False)
    | models.Q(who__in=[Who.HEAD, Who.NAMED], role__isnull=True, post__isnull=True)
)


@tracked()
class ApprovalRoute(Dated, Record):
    """The way of one kind of record through those who decide on it, from a day on."""

    record = models.CharField(
        _("kind of record"), max_length=80, help_text=_("The key of the record, such as planning.plans.")
    )
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Of several routes that fit, the one with the lowest number is taken.")
    )
    condition = models.JSONField(
        _("condition"),
        default=dict,
        blank=True,
        help_text=_('Only rows with these values take this route, e.g. {"kind": "major"}; empty for all.'),
    )
    four_eyes = models.BooleanField(_("four eyes"), default=True, help_text=_("Whoever submitted may not decide."))

    class Meta(Dated.Meta):
        verbose_name = _("approval route")
        verbose_name_plural = _("approval routes")
        ordering = ["record", "order", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["record", "name", "valid_from"], name="workflow_route_unique"),
        ]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)

    def clean(self) -> None:
        """Refuse records without approval and conditions that their model cannot answer."""
        known = {record.key(): record for record in records.all_records() if record.approval}
        if self.record not in known:
            names = ", ".join(sorted(known)) or "–"
            raise ValidationError(
                {"record": _("Choose one of the records with an approval: %(names)s.") % {"names": names}}
            )
        fault = condition_fault(known[self.record].model, self.condition)
        if fault:
            raise ValidationError({"condition": fault})


@tracked()
class ApprovalStep(Record):
    """One step of a route: who decides there, how many of them, and within how many working days."""

    route = models.ForeignKey(ApprovalRoute, models.CASCADE, verbose_name=_("route"), related_name="steps")
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    who = models.CharField(_("who decides"), max_length=12, choices=Who.choices)
    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("role"), related_name="+", null=True, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"), related_name="+", null=True, blank=True)
    quorum = models.CharField(_("how many"), max_length=5, choices=Quorum.choices, default=Quorum.ONE)
    may_return_to = models.PositiveSmallIntegerField(
        _("returns go to step"),
        null=True,
        blank=True,
        help_text=_("The order of an earlier step; empty: back to whoever submitted."),
    )
    deadline_days = models.PositiveSmallIntegerField(
        _("working days to decide"), null=True, blank=True, validators=[MaxValueValidator(250)]
    )

    class Meta:
        verbose_name = _("step of an approval route")
        verbose_name_plural = _("steps of approval routes")
        ordering = ["route", "order"]
        constraints = [
            models.UniqueConstraint(fields=["route", "order"], name="workflow_step_unique"),
            models.CheckConstraint(
                name="workflow_step_who",
                condition=WHO_RULE,
                violation_error_message=_(
                    "Name a role where a role decides, a post where a post decides, neither for heads."
                ),
            ),
            models.CheckConstraint(
                name="workflow_step_return",
                condition=models.Q(may_return_to__isnull=True) | models.Q(may_return_to__lt=models.F("order")),
                violation_error_message=_("A step can only return to an earlier one."),
            ),
        ]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)

    def clean(self) -> None:
        """Refuse to ask units of records that name none."""
        record = records.find(self.route.record) if self.who == Who.NAMED and self.route_id else None
        if record is not None and not (record.approval and record.approval.named):
            raise ValidationError({"who": _("This kind of record names no units that could decide.")})
