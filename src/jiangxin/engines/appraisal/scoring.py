"""From a scheme, subjects and values to scores, totals and ranks.

Criterion by criterion and group by group: values that count get points by the rule; where the criterion does not
apply, the mean of the group; where a value is missing, what the scheme says. Then, subject by subject: points of
criteria that were left out go to the others, parts are added, vetoes are applied, and the total is rounded once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from jiangxin.engines.appraisal.problems import MissingValueError, Problem, SchemeError, ValuesError
from jiangxin.engines.appraisal.ranking import competition_ranks, ties
from jiangxin.engines.appraisal.result import Result, Score, Total
from jiangxin.engines.appraisal.rounding import half_up
from jiangxin.engines.appraisal.rules import Context, Step
from jiangxin.engines.appraisal.rules.counts import event_refusals
from jiangxin.engines.appraisal.scheme import Criterion, Scheme, Subject
from jiangxin.engines.appraisal.totals import total_of
from jiangxin.engines.appraisal.validation import validate
from jiangxin.engines.appraisal.values import Known, Missing, NotApplicable, Value, Values, peer_figures

ZERO = Fraction(0)


def compute(scheme: Scheme, subjects: Iterable[Subject], values: Values) -> Result:
    """Score subjects by a scheme.

    Raises `SchemeError` where the scheme must not be used, `ValuesError` where subjects or values do not fit it, and
    `MissingValueError` where a value is missing that the scheme does not do without; each names all there is.
    """
    if found := validate(scheme):
        raise SchemeError(found)
    ordered = tuple(sorted(subjects, key=lambda subject: subject.code))
    if found := input_problems(scheme, ordered, values):
        raise ValuesError(found)
    if found := list(_refused(scheme, ordered, values)):
        raise MissingValueError(found)
    return score(scheme, ordered, values)


def score(scheme: Scheme, subjects: Sequence[Subject], values: Values, only: Collection[str] | None = None) -> Result:
    """Score without looking for problems first; what the scheme refuses to do without is left out.

    With ``only`` the others are peers and get neither scores nor totals; ranks are then among those named.
    """
    wanted = [subject for subject in subjects if only is None or subject.code in only]
    scores: dict[str, dict[str, Score]] = {subject.code: {} for subject in wanted}
    by_group: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        by_group[subject.group].append(subject)
    for group, members in by_group.items():
        codes = dict.fromkeys(subject.code for subject in members if subject.code in scores)
        for criterion in scheme.criteria if codes else ():
            for code, one in _criterion_scores(criterion, group, members, values, codes).items():
                scores[code][criterion.code] = one
    totals: dict[str, Total] = {}
    for members in by_group.values():
        named = [subject.code for subject in members if subject.code in scores]
        for code in named:
            own, steps = _redistributed(scheme, scores[code])
            scores[code] = {name: _shown(one, scheme.places) for name, one in own.items()}
            totals[code] = total_of(scheme, own, values.get(code, {}), steps)
        totals |= _ranked({code: totals[code] for code in named})
    return Result(scheme, tuple(subjects), _read(scheme, wanted, values), scores, totals)


def input_problems(scheme: Scheme, subjects: Sequence[Subject], values: Values) -> list[Problem]:
    """Return why subjects, in the order of their codes, or values do not fit a scheme."""
    return [*_subject_problems(scheme, subjects), *_value_problems(scheme, subjects, values)]


def _criterion_scores(
    criterion: Criterion, group: str, members: Sequence[Subject], values: Values, wanted: Collection[str]
) -> dict[str, Score]:
    """Return the scores of members of a group for one criterion, before anything is redistributed."""
    possible = criterion.possible(group)
    if not possible:
        return {code: Score("not_in_group", ZERO, None, None, (Step("not_in_group"),)) for code in wanted}
    given = {subject.code: values.get(subject.code, {}).get(criterion.measure, Missing()) for subject in members}
    context = Context(possible, peer_figures(given))
    # A mean needs the points of everybody, the rest only those that are asked for.
    needs_all = any(isinstance(given[code], NotApplicable) for code in wanted)
    scores = {
        code: _own_score(criterion, value, context)
        for code, value in given.items()
        if not isinstance(value, NotApplicable) and (needs_all or code in wanted)
    }
    of_peers = {code: one.exact for code, one in scores.items() if one.exact is not None}
    for code in wanted:
        value = given[code]
        if isinstance(value, NotApplicable):
            scores[code] = _mean_score(possible, value, of_peers)
    return {code: scores[code] for code in wanted}


def _own_score(criterion: Criterion, value: Known | Missing, context: Context) -> Score:
    """Return what a value of its own gives."""
    if isinstance(value, Missing):
        return _missing_score(criterion, context.possible, Step("missing", words={"note": value.note}))
    if gap := criterion.rule.gap(value):
        return _missing_score(criterion, context.possible, gap)
    points = criterion.rule.points(value, context)
    if criterion.part != "deduction":
        return Score("scored", context.possible, points.exact, None, points.steps)
    exact = points.exact - context.possible
    return Score("scored", context.possible, exact, None, (*points.steps, Step("taken_off", {"points": -exact})))


def _counts(criterion: Criterion, value: Value) -> bool:
    """Whether the rule can judge a value: it is known and not too thin."""
    return not isinstance(value, (Missing, NotApplicable)) and criterion.rule.gap(value) is None


def _missing_score(criterion: Criterion, possible: Fraction, why: Step) -> Score:
    if criterion.missing == "zero":
        return Score("zero", possible, ZERO, None, (why, Step("missing.zero")))
    return Score("left_out", possible, None, None, (why, Step("missing.left_out")))


def _mean_score(possible: Fraction, value: NotApplicable, peers: Mapping[str, Fraction]) -> Score:
    """Return the mean of the group's points, zeros for missing values included; left out where nobody has any."""
    steps = (Step("not_applicable", words={"reason": value.reason}),)
    if not peers:
        return Score("left_out", possible, None, None, (*steps, Step("nobody")))
    points = tuple(sorted(peers.values()))
    mean = sum(points, ZERO) / len(points)
    last = Step("mean_of_group", {"count": Fraction(len(points)), "points": mean}, {"of": points})
    return Score("mean", possible, mean, None, (*steps, last), peers)


def _redistributed(scheme: Scheme, scores: Mapping[str, Score]) -> tuple[dict[str, Score], tuple[Step, ...]]:
    """Let the criteria within the total take over the points of those that were left out, where the scheme says so."""
    within = [criterion.code for criterion in scheme.criteria if criterion.part == "within"]
    everything = sum((scores[code].possible for code in within), ZERO)
    rest = sum((scores[code].possible for code in within if scores[code].exact is not None), ZERO)
    if rest == everything or not rest:
        return dict(scores), ()
    lost = {"left_out": everything - rest, "rest": rest, "everything": everything}
    if scheme.unscored == "omit":
        return dict(scores), (Step("omitted", lost),)
    factor = everything / rest
    moved = dict(scores)
    for code in within:
        one = scores[code]
        if one.exact is not None:
            numbers = {"before": one.exact, "factor": factor, "points": one.exact * factor}
            step = Step("redistributed", lost | numbers)
            moved[code] = replace(
                one, possible=one.possible * factor, exact=one.exact * factor, steps=(*one.steps, step)
            )
    return moved, (Step("redistribution", lost | {"factor": factor}),)


def _shown(one: Score, places: int) -> Score:
    return one if one.exact is None else replace(one, points=half_up(one.exact, places))


def _ranked(totals: Mapping[str, Total]) -> dict[str, Total]:
    """Give ranks by the rounded totals, as published, to all whose total counts."""
    points = {code: total.points for code, total in totals.items() if total.points is not None and not total.void}
    ranks, tied = competition_ranks(points), ties(points)
    return {
        code: replace(total, rank=ranks.get(code), of=len(points), tied=tied.get(code, ()))
        for code, total in totals.items()
    }


def _read(scheme: Scheme, subjects: Iterable[Subject], values: Values) -> dict[str, dict[str, Value]]:
    """Return the values that the scheme reads; a result does not change with others."""
    codes = [measure.code for measure in scheme.measures]
    return {
        subject.code: {code: given[code] for code in codes if code in given}
        for subject in subjects
        for given in [values.get(subject.code, {})]
    }


def _subject_problems(scheme: Scheme, subjects: Sequence[Subject]) -> Iterator[Problem]:
    groups = {group.code for group in scheme.groups}
    for one, two in pairwise(subjects):
        if one.code == two.code:
            yield Problem("subject.repeated", f"subject {one.code}", "is named twice")
    for subject in subjects:
        if subject.group not in groups:
            yield Problem("subject.group", f"subject {subject.code}", f"is in the unknown group {subject.group}")


def _value_problems(scheme: Scheme, subjects: Sequence[Subject], values: Values) -> Iterator[Problem]:
    for subject in subjects:
        for measure in scheme.measures:
            value = values.get(subject.code, {}).get(measure.code, Missing())
            if isinstance(value, (Missing, NotApplicable)):
                continue
            refusals = measure.refusals(value) or event_refusals(value)
            if not refusals:
                refusals = _rule_refusals(scheme, subject, measure.code, value)
            for message in refusals:
                where = f"value of {subject.code} for {measure.code}"
                yield Problem("value.refused", where, message)


def _rule_refusals(scheme: Scheme, subject: Subject, measure: str, value: Known) -> list[str]:
    reading = [
        criterion.rule
        for criterion in scheme.criteria
        if criterion.measure == measure and criterion.possible(subject.group)
    ]
    return list(dict.fromkeys(message for rule in reading for message in rule.refusals(value)))


def _refused(scheme: Scheme, subjects: Sequence[Subject], values: Values) -> Iterator[Problem]:
    """Yield values that are missing although the scheme refuses to compute without them."""
    for subject in subjects:
        given = values.get(subject.code, {})
        for criterion in scheme.criteria:
            value = given.get(criterion.measure, Missing())
            thin = not isinstance(value, NotApplicable) and not _counts(criterion, value)
            if criterion.missing == "refuse" and criterion.possible(subject.group) and thin:
                message = f"the value of {criterion.measure} is missing, and the scheme does not do without it"
                yield Problem("value.missing", f"{subject.code}, criterion {criterion.code}", message)
        for veto in scheme.vetoes:
            if veto.missing == "refuse" and isinstance(given.get(veto.measure, Missing()), Missing):
                message = f"nobody has said whether there were {veto.measure}, and a veto hangs on it"
                yield Problem("value.missing", f"{subject.code}, veto {veto.code}", message)
