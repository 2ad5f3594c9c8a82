"""Closed lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Treatment(models.TextChoices):
    """How an organisation may be treated by those who supervise."""

    SUPERVISED = "supervised", _("May be supervised")
    LETTER = "letter", _("Asked by letter only")


class Basis(models.TextChoices):
    """On what a round of supervision rests."""

    ANNUAL_PLAN = "annual_plan", _("Annual plan of inspections")
    INSTRUCTION = "instruction", _("Instruction of the head of government")
    DESIGNATION = "designation", _("Matter designated by the government")


class RoundState(models.TextChoices):
    """Life of a round of supervision."""

    DRAFT = "draft", _("Draft")
    IN_APPROVAL = "in_approval", _("Scheme in approval")
    APPROVED = "approved", _("Scheme approved")
    UNDER_WAY = "under_way", pgettext_lazy("of a round", "Under way")
    CONCLUDED = "concluded", pgettext_lazy("of a round", "Concluded")
    CLOSED = "closed", pgettext_lazy("of a round", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("of a round", "Cancelled")


#: States in which others than those who prepare a round may know of it.
SUBMITTED = tuple(state for state in RoundState if state != RoundState.DRAFT)


class TeamPart(models.TextChoices):
    """The part that somebody has in the team of a round."""

    LEADER = "leader", _("Team leader")
    MEMBER = "member", _("Team member")


class Ground(models.TextChoices):
    """Why a task was chosen for a round."""

    RED = "red", _("Red light")
    OVERDUE = "overdue", _("Overdue")
    RETURNED = "returned", _("Report returned")
    SAMPLE = "sample", _("Random sample")
    HAND = "hand", _("Chosen by hand")


#: Grounds that rules may give.
BY_RULE = [(value, label) for value, label in Ground.choices if value != Ground.HAND]


class NoticeForm(models.TextChoices):
    """In which form a unit is asked."""

    NOTICE = "notice", _("Notice of supervision")
    LETTER = "letter", _("Letter of request")


class NoticeState(models.TextChoices):
    """Life of a notice to a unit."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("To be acknowledged")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: States in which a notice counts as asked of the unit.
ASKED = (NoticeState.SENT, NoticeState.ACKNOWLEDGED)


class FindingKind(models.TextChoices):
    """What a finding is."""

    PROBLEM = "problem", _("Problem")
    GOOD_PRACTICE = "good_practice", _("Good practice")


class Place(models.TextChoices):
    """Where something was found."""

    DESK = "desk", _("At the desk")
    ON_SITE = "on_site", _("On site")


class FindingState(models.TextChoices):
    """Life of a finding, from the note of the team to its closing."""

    DRAFT = "draft", _("Draft")
    PUT = "put", pgettext_lazy("of a finding", "Put to the unit")
    RECTIFYING = "rectifying", _("Being rectified")
    RECTIFIED = "rectified", _("To be verified")
    CLOSED = "closed", pgettext_lazy("of a finding", "Closed")
    NOTED = "noted", _("On record")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: States in which the unit knows of a finding.
TOLD = tuple(state for state in FindingState if state != FindingState.DRAFT)
#: States in which the unit has still to do something, or somebody to verify it.
UNSETTLED = (FindingState.PUT, FindingState.RECTIFYING, FindingState.RECTIFIED)


class StatementKind(models.TextChoices):
    """What a unit says about a finding."""

    EXPLANATION = "explanation", _("Explanation")
    COMPLAINT = "complaint", _("Complaint")


class StatementState(models.TextChoices):
    """Whether a statement was answered."""

    OPEN = "open", _("To be answered")
    ANSWERED = "answered", _("Answered")


class ConclusionState(models.TextChoices):
    """Life of a conclusion about a unit."""

    DRAFT = "draft", _("Draft")
    FED_BACK = "fed_back", _("Fed back")
    AMENDED = "amended", _("Amended after review")
    REVOKED = "revoked", _("Revoked after review")


class ReviewState(models.TextChoices):
    """Life of a review that a unit asked for."""

    ASKED = "asked", pgettext_lazy("of a review", "Asked for")
    DECIDED = "decided", _("Decided")


class Outcome(models.TextChoices):
    """What a review comes to."""

    UPHELD = "upheld", _("Conclusion upheld")
    AMENDED = "amended", _("Conclusion amended")
    REVOKED = "revoked", _("Conclusion revoked")


class SlipColour(models.TextChoices):
    """Colours that slips may have. What a colour means is data."""

    BLUE = "blue", pgettext_lazy("of a slip", "blue")
    GREEN = "green", pgettext_lazy("of a slip", "green")
    YELLOW = "yellow", pgettext_lazy("of a slip", "yellow")
    ORANGE = "orange", pgettext_lazy("of a slip", "orange")
    RED = "red", pgettext_lazy("of a slip", "red")


class SlipState(models.TextChoices):
    """Life of a slip."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", pgettext_lazy("of a slip", "Issued")
    RECEIVED = "received", pgettext_lazy("of a slip", "Received")
    ANSWERED = "answered", _("Answered")
    DROPPED = "dropped", _("Dropped")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: States in which a unit knows of a slip.
HANDED_OUT = (SlipState.ISSUED, SlipState.RECEIVED, SlipState.ANSWERED, SlipState.WITHDRAWN)
