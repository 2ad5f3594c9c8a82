"""Words for what the engine finds wrong, for rules, and for the notes of counted rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.appraisal.rules import plain
from jiangxin.engines.appraisal.rules import (
    AnyRule,
    BestOfPeers,
    BetweenLines,
    Bracket,
    Brackets,
    Cumulative,
    Deductions,
    ExpertMean,
    LevelCounts,
    Survey,
)
from jiangxin.planning.domain.lights.words import SHORT

#: What is wrong, by the code of the engine; the engine's own words are for programs.
PROBLEMS: Mapping[str, Any] = {
    "criterion.group": gettext_lazy("It has points for a group that the scheme does not have."),
    "criterion.measure": gettext_lazy("It reads a measure that does not exist."),
    "criterion.missing": gettext_lazy("For a deduction a missing value cannot mean no points: nobody would know."),
    "criterion.part": gettext_lazy("Only the rule “deductions for events” can take points off the total."),
    "criterion.points": gettext_lazy("It counts for no group, or has less than 0 points."),
    "criterion.shape": gettext_lazy("This kind of rule does not read values of the shape that the measure has."),
    "measure.bounds": gettext_lazy("The least value of its measure is more than the greatest."),
    "measure.forbidden": gettext_lazy(
        "Log-ins, clicks, uploads, time online, check-ins and points for usage never count."
    ),
    "rule.bracket_empty": gettext_lazy("A bracket ends before it begins."),
    "rule.bracket_gap": gettext_lazy("The brackets leave figures without points."),
    "rule.bracket_overlap": gettext_lazy("Two brackets overlap."),
    "rule.cap": gettext_lazy("A limit of deductions is below 0, or more than the points there are."),
    "rule.each": gettext_lazy("What one costs or earns is more than 0."),
    "rule.levels": gettext_lazy("Name at least one level."),
    "rule.lines_equal": gettext_lazy("Fail line and full line are the same."),
    "rule.matters": gettext_lazy("Name at least one matter."),
    "rule.options": gettext_lazy("Name at least one answer."),
    "rule.repeated": gettext_lazy("Something is named twice in the rule."),
    "rule.share": gettext_lazy("A share lies between 0 and 1 (or 0 % and 100 %)."),
    "rule.step": gettext_lazy("A step is wider than 0."),
    "rule.trim": gettext_lazy("So many scores left out leave none over."),
    "rule.weight": gettext_lazy("A weight is 0 or more, a factor between 0 and 1."),
    "rule.worth": gettext_lazy("An answer is worth between 0 and 100."),
    "scheme.ceiling": gettext_lazy("The most with bonuses is less than the full marks."),
    "scheme.counted_twice": gettext_lazy("Two criteria of one group count the same events or achievements."),
    "scheme.dates": gettext_lazy("The scheme ends before it begins."),
    "scheme.empty": gettext_lazy("The scheme needs at least one group and one criterion."),
    "scheme.finer": gettext_lazy("Points have more decimal places than the scheme rounds to."),
    "scheme.sum": gettext_lazy("The criteria of a group do not add up to the full marks."),
    "veto.cap": gettext_lazy("The limit of a veto lies between 0 and the full marks."),
    "veto.measure": gettext_lazy("It reads a measure that does not exist."),
    "veto.no_basis": gettext_lazy("A veto without its legal basis must not be used."),
    "veto.shape": gettext_lazy("A veto reads events."),
}

#: As what a row was counted.
NOTES: Mapping[str, Any] = {
    "in_time": gettext_lazy("in time"),
    "late": gettext_lazy("late"),
    "missing": gettext_lazy("not handed in"),
    "open": gettext_lazy("not done"),
    **{str(colour): words for colour, words in SHORT.items()},
}


def note(code: str, matters: Mapping[str, Any]) -> str:
    """Return as what a row was counted, in words."""
    return str(matters.get(code) or NOTES.get(code, code))


def _percent(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


def of_rule(rule: AnyRule) -> list[str]:  # noqa: C901, PLR0911 - one case for each kind
    """Say how a rule gives points, a sentence each."""
    match rule:
        case BetweenLines():
            words = {"fail": plain(rule.fail), "full": plain(rule.full), "share": _percent(rule.share_at_fail)}
            if rule.share_at_fail:
                told = _(
                    "Nothing before %(fail)s, where %(share)s is given; all points from %(full)s on; in proportion."
                )
                return [told % words]
            return [_("Nothing up to %(fail)s, all points from %(full)s on, in proportion between them.") % words]
        case BestOfPeers():
            if rule.lower_is_better:
                return [_("The lowest figure of the group divided by the own one, times the points.")]
            return [_("The own figure divided by the highest of the group, times the points.")]
        case Brackets():
            return list(_brackets(rule))
        case Cumulative():
            words = {"each": plain(rule.each), "per": plain(rule.per), "above": plain(rule.above)}
            said = [_("%(each)s points for each %(per)s above %(above)s, up to the points there are.") % words]
            return [*said, _("Only whole steps count.")] if rule.whole else said
        case LevelCounts():
            levels = "、".join(f"{one.name} {_percent(one.weight)}" for one in rule.levels)
            said = [
                _("%(each)s points for each achievement, weighted by level: %(levels)s.")
                % {"each": plain(rule.each), "levels": levels}
            ]
            if rule.ranks:
                ranks = "、".join(f"{one.name} {_percent(one.factor)}" for one in rule.ranks)
                said.append(_("By rank: %(ranks)s.") % {"ranks": ranks})
            return [*said, _("The same achievement counts once, at its best.")]
        case Deductions():
            return list(_deductions(rule))
        case ExpertMean():
            said = [
                _("The mean of what the experts gave out of 100, times the points; at least %(least)d experts.")
                % {"least": rule.least}
            ]
            return (
                [*said, _("The %(trim)d highest and lowest are left out.") % {"trim": rule.trim}] if rule.trim else said
            )
        case Survey():
            options = "、".join(f"{one.name} {plain(one.worth)}" for one in rule.options)
            return [_("The mean of the answers out of 100, times the points: %(options)s.") % {"options": options}]


def _brackets(rule: Brackets) -> Iterator[str]:
    if rule.about == "percent_of_mean":
        yield _("Looked up is the own figure in per cent of the mean of the group.")
    elif rule.about == "distance_from_mean":
        yield _("Looked up is the distance of the own figure from the mean of the group.")
    for one in rule.brackets:
        yield _bracket(one)


def _bracket(one: Bracket) -> str:
    low, high = one.at_least, one.below
    words = {"low": plain(low) if low is not None else "", "high": plain(high) if high is not None else ""}
    words["share"] = _percent(one.share)
    if low is None and high is None:
        return _("Every figure: %(share)s of the points.") % words
    if low is None:
        return _("Under %(high)s: %(share)s of the points.") % words
    if high is None:
        return _("From %(low)s on: %(share)s of the points.") % words
    return _("From %(low)s to under %(high)s: %(share)s of the points.") % words


def _deductions(rule: Deductions) -> Iterator[str]:
    for one in rule.deductions:
        words = {"matter": one.name, "each": plain(one.each)}
        if one.cap is None:
            yield _("%(matter)s: %(each)s points off for each.") % words
        elif one.cap > 0:
            yield _("%(matter)s: %(each)s points off for each, at most %(cap)s.") % {**words, "cap": plain(one.cap)}
        else:
            yield _("%(matter)s: shown, costs nothing.") % words
    if rule.cap is not None:
        yield _("At most %(cap)s points off in all.") % {"cap": plain(rule.cap)}
