"""Closed lists of the room. Role, comparator and kind are those of the policy-text engine."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class TaskState(models.TextChoices):
    """Life of a task, from the assignment of units to its conclusion."""

    UNASSIGNED = "unassigned", _("To be assigned")
    ISSUED = "issued", _("To be acknowledged")
    RUNNING = "running", pgettext_lazy("of a task", "Under way")
    CLOSING = "closing", _("Conclusion requested")
    CLOSED = "closed", _("Concluded")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")
    CARRIED = "carried", _("Carried over")


#: States in which a task has ended, by whatever way.
ENDED = (TaskState.CLOSED, TaskState.TERMINATED, TaskState.CARRIED)
#: States in which a task has ended without being done here: nothing is shown for it from the day of its end on.
GONE = (TaskState.TERMINATED, TaskState.CARRIED)


class TaskKind(models.TextChoices):
    """Whether a task comes to an end, or is kept up and concluded year by year."""

    STAGED = "staged", _("Until done")
    STANDING = "standing", _("Kept up")


class Disclosure(models.TextChoices):
    """What may be told to the public about a task (公开属性)."""

    OPEN = "open", _("Open to the public")
    ON_REQUEST = "request", _("Disclosed on request")
    CLOSED = "closed", _("Not disclosed")


class Part(models.TextChoices):
    """The part that an organisation has in a task or target while it runs."""

    LEAD = "lead", _("Lead unit")
    SUPPORT = "support", _("Supporting unit")
    OVERSIGHT = "oversight", _("Leader in charge")


class AcknowledgementState(models.TextChoices):
    """Whether a unit took on its part."""

    PENDING = "pending", _("To be acknowledged")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    OBJECTED = "objected", _("Objected to")


class SubtaskKind(models.TextChoices):
    """What the lead splits a task into."""

    SUBTASK = "subtask", _("Sub-task")
    MILESTONE = "milestone", _("Milestone")


class SubtaskState(models.TextChoices):
    """Life of a sub-task or milestone."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class WorkPlanState(models.TextChoices):
    """Life of a unit's work plan for a year of a task."""

    DRAFT = "draft", _("Draft")
    IN_APPROVAL = "in_approval", _("In approval")
    APPROVED = "approved", _("Approved")
    CONCLUDED = "concluded", _("Concluded for the year")
    REPLACED = "replaced", _("Replaced by a revision")


class CycleKind(models.TextChoices):
    """How often is reported: quarterly on every task, monthly on those in trouble."""

    QUARTERLY = "quarterly", _("Quarterly")
    MONTHLY = "monthly", _("Monthly check")


class ReportState(models.TextChoices):
    """Life of what a unit hands in: a report, or the value of a target."""

    DRAFT = "draft", _("Draft")
    SIGNING = "signing", _("To be signed")
    REPORTED = "reported", _("Handed in")
    RETURNED = "returned", _("Returned for completion")
    ACCEPTED = "accepted", pgettext_lazy("of a report", "Accepted")


#: States in which others than the unit itself see what it hands in.
HANDED_IN = (ReportState.REPORTED, ReportState.RETURNED, ReportState.ACCEPTED)


class ReportedStatus(models.TextChoices):
    """How the unit itself sees a task. The light beside it is computed."""

    NOT_BEGUN = "not_begun", _("Not begun")
    UNDER_WAY = "under_way", _("Under way as planned")
    BEHIND = "behind", _("Behind the plan")
    DONE = "done", _("Done")


class ReturnKind(models.TextChoices):
    """Why a report goes back."""

    INCOMPLETE = "incomplete", _("Something is missing")
    QUALITY = "quality", _("Quality not sufficient")


class ContributionState(models.TextChoices):
    """Life of what a supporting unit contributes to a report."""

    ASKED = "asked", _("Asked for")
    GIVEN = "given", _("Given")


class ExtensionState(models.TextChoices):
    """Life of a request for more time."""

    DRAFT = "draft", _("Draft")
    IN_APPROVAL = "in_approval", _("In approval")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class Colour(models.TextChoices):
    """Lights of tasks and targets."""

    RED = "red", _("Overdue or failed")
    YELLOW = "yellow", _("Near due or behind")
    BLUE = "blue", _("Done late")
    GREEN = "green", _("On course")
    GREY = "grey", _("Not yet measurable")


class Condition(models.TextChoices):
    """What a rule for lights looks at; the measure is days, or percentage points where said."""

    ACKNOWLEDGEMENT_OVERDUE = "acknowledgement_overdue", _("Acknowledgement overdue (days)")
    REPORT_NEAR = "report_near", _("Report due soon (days left)")
    REPORT_OVERDUE = "report_overdue", _("Report overdue (days)")
    RETURNED = "returned", _("Returned and not handed in again (days)")
    QUALITY_REJECTED = "quality_rejected", _("Returned for its quality (days)")
    MILESTONE_NEAR = "milestone_near", _("Milestone due soon (days left)")
    MILESTONE_OVERDUE = "milestone_overdue", _("Milestone overdue (days)")
    BEHIND_PLAN = "behind_plan", _("Behind planned progress (percentage points)")
    DEADLINE_NEAR = "deadline_near", _("Deadline of the task near (days left)")
    DEADLINE_OVERDUE = "deadline_overdue", _("Deadline of the task passed (days)")
    LATE_DONE = "late_done", _("Done late (days)")
    TARGET_BEHIND = "target_behind", _("Target behind its path (per cent of the value due)")
    TARGET_MISSED = "target_missed", _("Target missed at its deadline (per cent of the value due)")


class Way(models.TextChoices):
    """How a unit was urged."""

    PLATFORM = "platform", _("On the platform")
    PHONE = "phone", _("By telephone")
    LETTER = "letter", _("By notice")


class ReleaseState(models.TextChoices):
    """Life of what is told to the public."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In secrecy review")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")
