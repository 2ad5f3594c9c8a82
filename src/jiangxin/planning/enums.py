"""Closed lists of the room. Role, comparator and kind are those of the policy-text engine."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    """Life of a plan, from the text as read to the plan in force."""

    CHECKING = "checking", _("Being checked")
    IN_APPROVAL = "in_approval", _("In approval")
    ADOPTED = "adopted", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    DISCARDED = "discarded", _("Discarded")


class FindingKind(models.TextChoices):
    """What a finding is about."""

    HEADING = "heading", _("Heading")
    TASK = "task", _("Task")
    TARGET = "target", _("Target")
    PARAMETER = "parameter", _("Policy parameter")
    DOUBT = "doubt", _("Doubt")


class FindingState(models.TextChoices):
    """What a person decided about a finding."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    CORRECTED = "corrected", _("Corrected")
    REJECTED = "rejected", _("Rejected")


#: Decisions by which a finding goes into the plan.
KEPT = (FindingState.ACCEPTED, FindingState.CORRECTED)


class NameState(models.TextChoices):
    """Whether a unit name of the document was matched."""

    OPEN = "open", _("Open")
    MATCHED = "matched", _("Matched")
    IGNORED = "ignored", _("Not a unit")


class UnitRole(models.TextChoices):
    """The part a unit has in a task."""

    LEAD = "lead", _("Lead")
    SUPPORT = "support", _("Support")
    GUIDE = "guide", _("Guide")
    RESPONSIBLE = "responsible", _("Responsible")


class Comparator(models.TextChoices):
    """How a value is compared with a target."""

    AT_LEAST = ">=", _("at least")
    AT_MOST = "<=", _("at most")
    EXACTLY = "==", _("exactly")
    ABOUT = "approx", _("about")
    BETWEEN = "range", _("between")


class TargetKind(models.TextChoices):
    """Whether a figure is built up to, or kept to."""

    GOAL = "goal", _("Goal")
    REQUIREMENT = "requirement", _("Requirement")
