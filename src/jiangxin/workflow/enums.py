"""Closed lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Why something stands in somebody's queue, in the order of urgency."""

    DUE = "due", _("Due")
    RETURNED = "returned", _("Returned")
    APPROVE = "approve", _("To approve")
    NEW = "new", _("New")


class ItemState(models.TextChoices):
    """The life of a work item."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Dropped")


class ApprovalState(models.TextChoices):
    """The life of an approval."""

    OPEN = "open", _("Under way")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Who(models.TextChoices):
    """How a step of a route finds those who decide."""

    ROLE_OWNER = "role_owner", _("A role at the organisation that owns the record")
    ROLE_ANY = "role_any", _("A role, wherever it is held")
    POST = "post", _("A post")
    HEAD = "head", _("The head of the organisation that owns the record")
    NAMED = "named", _("The heads of the units that the record names")


class Quorum(models.TextChoices):
    """How many of those who may decide have to."""

    ONE = "one", _("One of them")
    ALL = "all", _("All of them")


class Decision(models.TextChoices):
    """What somebody decides at a step."""

    APPROVE = "approve", _("Approve")
    RETURN = "return", _("Return")
    DELEGATE = "delegate", _("Hand over")
    WITHDRAW = "withdraw", _("Withdraw")
