"""Closed lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Duty(models.TextChoices):
    """What a role is for; the three administrations are kept apart from each other and the rest."""

    BUSINESS = "business", _("Business")
    SYSTEM = "system", _("System administration")
    SECURITY = "security", _("Security administration")
    AUDIT = "audit", _("Security audit")


class ReachChoice(models.TextChoices):
    """How far a capability reaches from the organisation of the assignment."""

    SELF = "self", _("Rows about oneself")
    OWN = "own", _("Own organisation")
    SUBTREE = "subtree", _("Own organisation and all below")
    EVERYTHING = "everything", _("Everything")


class ReorganisationKind(models.TextChoices):
    """The events that change organisations."""

    FOUNDING = "founding", _("Founding")
    RENAMING = "renaming", _("Renaming")
    MOVE = "move", _("Move in the tree")
    MERGER = "merger", _("Merger")
    SPLIT = "split", _("Split")
    CLOSURE = "closure", _("Closure")


class PartRole(models.TextChoices):
    """The side on which an organisation takes part in a reorganisation."""

    BEFORE = "before", _("Before")
    AFTER = "after", _("After")
