"""Days and limits of supervision, as the region has them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Policy, tracked

DAYS = (MinValueValidator(0), MaxValueValidator(366))


@tracked()
class SupervisionPolicy(Policy):
    """How early, how often and by when, from a day on."""

    notice_days = models.PositiveSmallIntegerField(
        _("working days of notice before a visit"), default=3, validators=DAYS
    )
    acknowledge_days = models.PositiveSmallIntegerField(
        _("working days to acknowledge a notice"), default=2, validators=DAYS
    )
    visits_per_year = models.PositiveSmallIntegerField(
        _("visits to a unit in a year at most"), default=2, validators=DAYS
    )
    requests_per_quarter = models.PositiveSmallIntegerField(
        _("requests to a unit in a quarter at most"),
        default=2,
        validators=DAYS,
        help_text=_("Notices and letters, visits included."),
    )
    measures_days = models.PositiveSmallIntegerField(
        _("working days to state measures on a finding"), default=5, validators=DAYS
    )
    extensions = models.PositiveSmallIntegerField(
        _("extensions of one rectification at most"), default=2, validators=DAYS
    )
    review_ask_days = models.PositiveSmallIntegerField(
        _("days to ask for a review of a conclusion"), default=30, validators=DAYS
    )
    review_decide_days = models.PositiveSmallIntegerField(_("days to decide a review"), default=30, validators=DAYS)

    class Meta(Policy.Meta):
        verbose_name = _("rules of supervision")
        verbose_name_plural = _("rules of supervision")
