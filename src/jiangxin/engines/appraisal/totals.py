"""The total of a subject: parts added, floor and ceiling, vetoes, one rounding."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jiangxin.engines.appraisal.result import Score, Total
from jiangxin.engines.appraisal.rounding import half_up
from jiangxin.engines.appraisal.rules import Step
from jiangxin.engines.appraisal.scheme import Part, Scheme, Veto
from jiangxin.engines.appraisal.values import Events, Missing, NotApplicable, Value

ZERO = Fraction(0)


def total_of(
    scheme: Scheme, scores: Mapping[str, Score], values: Mapping[str, Value], before: tuple[Step, ...]
) -> Total:
    """Return the total of a subject, without its rank."""
    within, bonus, deducted = (_sum(scheme, scores, part) for part in ("within", "bonus", "deduction"))
    steps = [*before, Step("total.within", {"points": within})]
    if any(criterion.part == "bonus" for criterion in scheme.criteria):
        steps.append(Step("total.bonus", {"points": bonus}))
    if any(criterion.part == "deduction" for criterion in scheme.criteria):
        steps.append(Step("total.deducted", {"points": -deducted}))
    exact = within + bonus + deducted
    if exact < 0:
        steps.append(Step("total.floor", {"reached": exact}))
        exact = ZERO
    most = Fraction(scheme.most)
    if exact > most:
        steps.append(Step("total.ceiling", {"reached": exact, "most": most}))
        exact = most
    exact, vetoes, void, said = _vetoed(scheme, values, exact)
    steps += said
    possible = _possible(scheme, scores)
    if not possible:
        return Total(within, bonus, deducted, possible, None, None, vetoes, void, (*steps, Step("total.nothing")))
    points = half_up(exact, scheme.places)
    if Fraction(points) != exact:
        steps.append(Step("total.rounded", {"exact": exact, "places": Fraction(scheme.places)}))
    return Total(within, bonus, deducted, possible, exact, points, vetoes, void, tuple(steps))


def _sum(scheme: Scheme, scores: Mapping[str, Score], part: Part) -> Fraction:
    found = (scores[criterion.code].exact for criterion in scheme.criteria if criterion.part == part)
    return sum((exact for exact in found if exact is not None), ZERO)


def _possible(scheme: Scheme, scores: Mapping[str, Score]) -> Fraction:
    """Return what the criteria within the total that count for the subject come to."""
    within = (scores[criterion.code] for criterion in scheme.criteria if criterion.part == "within")
    return sum((one.possible for one in within if one.exact is not None), ZERO)


def _vetoed(
    scheme: Scheme, values: Mapping[str, Value], exact: Fraction
) -> tuple[Fraction, tuple[str, ...], bool, list[Step]]:
    """Apply all vetoes that were triggered; the lowest cap counts, and void is lower than any."""
    said, hit = [], []
    for veto in scheme.vetoes:
        value = values.get(veto.measure, Missing())
        if isinstance(value, (Missing, NotApplicable)):
            code = "veto.not_applicable" if isinstance(value, NotApplicable) else "veto.missing"
            said.append(Step(code, words={"veto": veto.name, "basis": veto.basis}))
        elif isinstance(value, Events) and sum(event.count for event in value.events):
            hit.append(veto)
            said.append(_step(veto, value, exact))
    for veto in hit:
        exact = min(exact, ZERO if veto.cap is None else Fraction(veto.cap))
    return exact, tuple(veto.code for veto in hit), any(veto.cap is None for veto in hit), said


def _step(veto: Veto, value: Events, reached: Fraction) -> Step:
    names = "、".join(dict.fromkeys(event.name or event.key for event in value.events if event.count))
    words = {"veto": veto.name, "basis": veto.basis, "events": names}
    if veto.cap is None:
        return Step("veto.void", {"reached": reached}, words=words)
    return Step("veto.cap", {"reached": reached, "cap": Fraction(veto.cap)}, words=words)
