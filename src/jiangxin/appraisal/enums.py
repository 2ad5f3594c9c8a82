"""Closed lists of the room. Kinds of rules, parts, shapes and what a missing value means are those of the engine."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SchemeState(models.TextChoices):
    """Life of a scheme: only what is published is used, and what is published never changes."""

    DRAFT = "draft", _("Draft")
    IN_APPROVAL = "in_approval", _("In approval")
    PUBLISHED = "published", pgettext_lazy("of a scheme", "Published")
    DISCARDED = "discarded", _("Discarded")


class RuleKind(models.TextChoices):
    """How a value becomes points."""

    BETWEEN_LINES = "between_lines", _("Between fail line and full line")
    BEST_OF_PEERS = "best_of_peers", _("Against the best of the group")
    BRACKETS = "brackets", _("By brackets")
    CUMULATIVE = "cumulative", _("So many points for each")
    LEVEL_COUNTS = "level_counts", _("Achievements by level")
    DEDUCTIONS = "deductions", _("Deductions for events")
    EXPERT_MEAN = "expert_mean", _("Mean of experts")
    SURVEY = "survey", _("Survey")


class Shape(models.TextChoices):
    """What a value looks like."""

    NUMBER = "number", _("One figure")
    ITEMS = "items", _("Achievements with level")
    EVENTS = "events", pgettext_lazy("of a measure", "Events")
    SCORES = "scores", _("Scores of experts")
    ANSWERS = "answers", _("Answers of a survey")


class MeasureKind(models.TextChoices):
    """What an appraisal may be built on. Log-ins, clicks, uploads, time online, check-ins and points are not here."""

    TIMELINESS = "timeliness", pgettext_lazy("of a measure", "Timeliness")
    QUALITY = "quality", pgettext_lazy("of a measure", "Quality")
    RESULT = "result", pgettext_lazy("of a measure", "Results")
    CONDITION = "condition", pgettext_lazy("of a measure", "Conditions")
    ACHIEVEMENT = "achievement", pgettext_lazy("of a measure", "Achievements")
    FINDING = "finding", pgettext_lazy("of a measure", "Findings and rectification")
    INCIDENT = "incident", pgettext_lazy("of a measure", "Incidents")
    REVIEW = "review", pgettext_lazy("of a measure", "Judgement of experts")
    SURVEY = "survey", pgettext_lazy("of a measure", "Satisfaction")


class Part(models.TextChoices):
    """Where points of a criterion go."""

    WITHIN = "within", _("Part of the total")
    BONUS = "bonus", _("On top of the total")
    DEDUCTION = "deduction", _("Taken off the total")


class WhenMissing(models.TextChoices):
    """What a value that was not handed in means. There is no default, because silence must not decide."""

    REFUSE = "refuse", _("Nothing is computed before it is there")
    LEFT_OUT = "left_out", _("The criterion is left out for the unit")
    ZERO = "zero", _("No points")


class VetoMissing(models.TextChoices):
    """What it means that nobody said whether there were such events."""

    REFUSE = "refuse", _("Nothing is computed before it is said")
    NOT_TRIGGERED = "not_triggered", _("There were none")


class Unscored(models.TextChoices):
    """What becomes of the points of a criterion that is left out for a unit."""

    REDISTRIBUTE = "redistribute", _("The other criteria take them over in proportion")
    OMIT = "omit", _("The total is out of less")


class AppraisalState(models.TextChoices):
    """Life of an appraisal, from the gathering of values to what the appraisal office makes of the proposal."""

    COLLECTING = "collecting", _("Gathering values")
    RECONCILIATION = "reconciliation", _("Reconciliation with the units")
    PREVIEW = "preview", pgettext_lazy("of an appraisal", "Preview")
    OBJECTIONS = "objections", _("Open to objections")
    IN_APPROVAL = "in_approval", _("In approval")
    CONFIRMED = "confirmed", pgettext_lazy("of an appraisal", "Confirmed")
    PROPOSED = "proposed", _("Proposed to the appraisal office")
    ADOPTED = "adopted", _("Adopted by the appraisal office")
    RETURNED = "returned", _("Returned by the appraisal office")
    CANCELLED = "cancelled", pgettext_lazy("of an appraisal", "Cancelled")


#: States in which units know of an appraisal.
TOLD = tuple(state for state in AppraisalState if state not in {AppraisalState.COLLECTING, AppraisalState.CANCELLED})
#: States in which a unit sees its own sheet.
SHEET = tuple(state for state in TOLD if state != AppraisalState.RECONCILIATION)
#: States in which scores may still change.
OPEN = (AppraisalState.PREVIEW, AppraisalState.OBJECTIONS)
#: States in which the table of scores takes changes at all; from the approval on it refuses them.
UNFIXED = (AppraisalState.COLLECTING, AppraisalState.RECONCILIATION, *OPEN)
#: States in which the result stands.
FIXED = (AppraisalState.CONFIRMED, AppraisalState.PROPOSED, AppraisalState.ADOPTED)


class StatementState(models.TextChoices):
    """What a unit says to what was counted. Silence is noted as silence and not as agreement."""

    ASKED = "asked", pgettext_lazy("of a statement", "To be reconciled")
    AGREED = "agreed", pgettext_lazy("of a statement", "Agreed")
    DISPUTED = "disputed", pgettext_lazy("of a statement", "Disputed")
    ANSWERED = "answered", pgettext_lazy("of a statement", "Dispute answered")
    SILENT = "silent", pgettext_lazy("of a statement", "No answer in time")


class Applies(models.TextChoices):
    """Whether there is a value."""

    VALUE = "value", _("There is a value")
    NOT_APPLICABLE = "not_applicable", _("Does not apply to the unit")


class ValueState(models.TextChoices):
    """Life of a value from outside: entered by one person, confirmed by another."""

    ENTERED = "entered", pgettext_lazy("of a value", "To be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("of a value", "Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ObjectionState(models.TextChoices):
    """Whether an objection was decided."""

    RAISED = "raised", pgettext_lazy("of an objection", "To be decided")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(models.TextChoices):
    """What an objection comes to."""

    UPHELD = "upheld", pgettext_lazy("of an objection", "Upheld")
    REJECTED = "rejected", pgettext_lazy("of an objection", "Not upheld")


class CommendationKind(models.TextChoices):
    """What is proposed from a result."""

    PRAISE = "praise", _("Commended in a circular")
    CRITICISM = "criticism", _("Criticised in a circular")


class CommendationState(models.TextChoices):
    """Life of such a proposal."""

    DRAFT = "draft", _("Draft")
    IN_APPROVAL = "in_approval", _("In approval")
    APPROVED = "approved", pgettext_lazy("of a commendation", "Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ScoreStatus(models.TextChoices):
    """How the points of a criterion came about."""

    SCORED = "scored", pgettext_lazy("of points", "Scored")
    ZERO = "zero", pgettext_lazy("of points", "Missing, no points")
    MEAN = "mean", pgettext_lazy("of points", "Does not apply, mean of the group")
    LEFT_OUT = "left_out", pgettext_lazy("of points", "Left out")
    NOT_IN_GROUP = "not_in_group", pgettext_lazy("of points", "Not for this group")
