"""What units are asked for, and when they are visited."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Person
from jiangxin.supervision.enums import NoticeForm, NoticeState
from jiangxin.supervision.models.round import Round
from jiangxin.supervision.workflow import NOTICE_STATES


@tracked()
class Notice(Record):
    """A notice to a unit that may be supervised, or a letter to one that may only be asked."""

    round = models.ForeignKey(
        Round, models.PROTECT, verbose_name=pgettext_lazy("of supervision", "round"), related_name="notices"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of supervision", "unit"), related_name="+"
    )
    form = models.CharField(
        pgettext_lazy("of supervision", "form"),
        max_length=6,
        choices=NoticeForm.choices,
        default=NoticeForm.NOTICE,
        editable=False,
    )
    asks = models.TextField(_("what is asked"))
    on_site = models.BooleanField(_("the unit is visited"), default=False)
    visit_on = models.DateField(_("day of the visit"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=NoticeState.choices, default=NoticeState.DRAFT)
    sent_on = models.DateField(_("sent on"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("to be acknowledged by"), null=True, blank=True, editable=False)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True, editable=False)
    acknowledged_by = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("acknowledged by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("notice to a unit")
        verbose_name_plural = _("notices to units")
        ordering = ["-pk"]
        triggers = [NOTICE_STATES.trigger()]
        constraints = [
            models.CheckConstraint(
                name="supervision_notice_visit",
                condition=Q(on_site=False) | Q(visit_on__isnull=False),
                violation_error_message=_("Say on which day the unit is visited."),
            ),
            models.CheckConstraint(
                name="supervision_notice_letter",
                condition=~Q(form=NoticeForm.LETTER) | Q(on_site=False),
                violation_error_message=_("A unit that is asked by letter is not visited."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="supervision_notice_unit")]

    def __str__(self) -> str:
        return f"{self.round} · {self.organisation}"
