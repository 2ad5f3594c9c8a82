"""Closed lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(models.TextChoices):
    """How often somebody gets a topic."""

    OFF = "off", pgettext_lazy("subscription", "Not at all")
    DAILY = "daily", _("Every working day, when something presses or is new")
    WEEKLY = "weekly", _("Once a week")


class DigestState(models.TextChoices):
    """What became of a digest."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    EMPTY = "empty", _("Nothing to tell")
    REFUSED = "refused", _("Address refused")
    FAILED = "failed", _("Not sent")
