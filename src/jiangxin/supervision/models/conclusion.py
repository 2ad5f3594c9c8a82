"""What a round concludes about each unit, and reviews that units ask for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Person
from jiangxin.supervision.enums import ConclusionState, Outcome, ReviewState
from jiangxin.supervision.models.round import Round
from jiangxin.supervision.workflow import CONCLUSION_STATES, REVIEW_STATES


@tracked()
class Conclusion(Record):
    """The conclusion of a round about a unit, with the facts it rests on. What was fed back never changes."""

    round = models.ForeignKey(
        Round, models.PROTECT, verbose_name=pgettext_lazy("of supervision", "round"), related_name="conclusions"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of supervision", "unit"), related_name="+"
    )
    facts = models.TextField(_("facts"))
    text = models.TextField(pgettext_lazy("of supervision", "conclusion"))
    state = models.CharField(_("state"), max_length=8, choices=ConclusionState.choices, default=ConclusionState.DRAFT)
    fed_back_on = models.DateField(_("fed back on"), null=True, blank=True, editable=False)
    fed_back_by = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("fed back by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    review_until = models.DateField(_("a review may be asked for until"), null=True, blank=True, editable=False)
    amendment = models.TextField(_("as amended after review"), blank=True, editable=False)

    class Meta:
        verbose_name = _("conclusion of supervision")
        verbose_name_plural = _("conclusions of supervision")
        ordering = ["-round", "organisation__sort_key"]
        triggers = [CONCLUSION_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation"],
                name="supervision_conclusion_unique",
                violation_error_message=_("There is a conclusion about this unit already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.organisation}"


@tracked()
class Review(Record):
    """That a unit asked to have a conclusion reviewed, and what came of it."""

    conclusion = models.OneToOneField(
        Conclusion, models.PROTECT, verbose_name=pgettext_lazy("of supervision", "conclusion"), related_name="review"
    )
    grounds = models.TextField(_("grounds"))
    asked_on = models.DateField(_("asked for on"), editable=False)
    asked_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("asked by"), related_name="+", null=True, blank=True, editable=False
    )
    due_on = models.DateField(_("to be decided by"), editable=False)
    state = models.CharField(_("state"), max_length=7, choices=ReviewState.choices, default=ReviewState.ASKED)
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome.choices, blank=True)
    decision = models.TextField(_("decision and reasons"), blank=True)
    decided_on = models.DateField(pgettext_lazy("of a review", "decided on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("decided by"), related_name="+", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("review of a conclusion")
        verbose_name_plural = _("reviews of conclusions")
        ordering = ["-pk"]
        triggers = [REVIEW_STATES.trigger()]

    def __str__(self) -> str:
        return str(self.conclusion)

    @property
    def late(self) -> bool:
        """Whether it was decided after its day."""
        return self.decided_on is not None and self.decided_on > self.due_on
