"""A second implementation, slow and written on its own, that tests hold the engine against.

It shares no code with the engine: it reads the JSON forms of scheme, subjects and values and computes with decimal
numbers of very many digits where the engine computes with fractions. What it does not do is explain, or refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import Any

_DIGITS = 500
#: A number this close to another is that number: it differs only because a division did not end.
_SAME = Decimal(1).scaleb(-300)
_ABSENT: Mapping[str, Any] = {"kind": "missing"}

Json = Mapping[str, Any]


def reference_scores(scheme: Json, subjects: Sequence[Json], values: Json) -> dict[str, dict[str, Any]]:
    """Return for each subject the rounded points of each criterion, the rounded total and the rank."""
    with localcontext() as context:
        context.prec = _DIGITS
        found = {who["code"]: _subject(scheme, who, subjects, values) for who in subjects}
        for who in subjects:
            rivals = [found[other["code"]] for other in subjects if other["group"] == who["group"]]
            own = found[who["code"]]
            better = [one for one in rivals if _is_ranked(one) and _is_ranked(own) and one["total"] > own["total"]]
            own["rank"] = len(better) + 1 if _is_ranked(own) else None
        return found


def _is_ranked(one: Json) -> bool:
    return one["total"] is not None and not one["void"]


def _subject(scheme: Json, who: Json, subjects: Sequence[Json], values: Json) -> dict[str, Any]:
    raw = {one["code"]: _raw(one, who, subjects, values) for one in scheme["criteria"]}
    within = [one for one in scheme["criteria"] if one["part"] == "within"]
    everything = sum((_possible(one, who) for one in within), Decimal(0))
    rest = sum((_possible(one, who) for one in within if raw[one["code"]] is not None), Decimal(0))
    factor = everything / rest if scheme["unscored"] == "redistribute" and rest else Decimal(1)
    criteria: dict[str, Decimal | None] = {}
    total = Decimal(0)
    for one in scheme["criteria"]:
        points = raw[one["code"]]
        if points is not None and one["part"] == "within":
            points *= factor
        criteria[one["code"]] = None if points is None else _round(points, scheme["places"])
        total += points or 0
    ceiling = scheme["total"] if scheme["ceiling"] is None else scheme["ceiling"]
    total = min(max(total, Decimal(0)), Decimal(ceiling))
    void = False
    for veto in scheme["vetoes"]:
        value = values.get(who["code"], {}).get(veto["measure"], _ABSENT)
        if any(event["count"] > 0 for event in value.get("events", ())):
            void = void or veto["cap"] is None
            total = min(total, Decimal(veto["cap"] or 0))
    return {"criteria": criteria, "total": _round(total, scheme["places"]) if rest else None, "void": void}


def _possible(criterion: Json, who: Json) -> Decimal:
    return Decimal(criterion["weights"].get(who["group"], criterion["points"]))


def _raw(criterion: Json, who: Json, subjects: Sequence[Json], values: Json) -> Decimal | None:
    """Return the points before redistribution; None where the criterion is left out."""
    if _possible(criterion, who) == 0:
        return None
    peers = [one for one in subjects if one["group"] == who["group"]]
    given = {one["code"]: values.get(one["code"], {}).get(criterion["measure"], _ABSENT) for one in peers}
    if given[who["code"]]["kind"] != "not_applicable":
        return _own(criterion, who, given)
    others = [_own(criterion, one, given) for one in peers if given[one["code"]]["kind"] != "not_applicable"]
    known = [points for points in others if points is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def _own(criterion: Json, who: Json, given: Mapping[str, Json]) -> Decimal | None:
    rule, value, possible = criterion["rule"], given[who["code"]], _possible(criterion, who)
    if value["kind"] == "missing" or _is_thin(rule, value):
        return Decimal(0) if criterion["missing"] == "zero" else None
    figures = [Decimal(one["amount"]) / Decimal(one["per"]) for one in given.values() if one["kind"] == "number"]
    points = min(possible, max(Decimal(0), _by_kind(rule, value, possible, figures)))
    return points - possible if criterion["part"] == "deduction" else points


def _is_thin(rule: Json, value: Json) -> bool:
    if rule["kind"] == "expert_mean":
        return len(value["scores"]) < rule["least"]
    if rule["kind"] == "survey":
        return not _question_means(rule, value)
    return False


def _by_kind(rule: Json, value: Json, possible: Decimal, figures: Sequence[Decimal]) -> Decimal:
    if rule["kind"] == "level_counts":
        return _achievements(rule, value)
    if rule["kind"] == "deductions":
        return possible - _lost(rule, value)
    if rule["kind"] == "expert_mean":
        scores = sorted(Decimal(one["score"]) for one in value["scores"])
        for _ in range(rule["trim"]):
            scores.remove(max(scores))
            scores.remove(min(scores))
        return possible * sum(scores) / len(scores) / 100
    if rule["kind"] == "survey":
        means = _question_means(rule, value)
        return possible * sum(means) / len(means) / 100
    own = Decimal(value["amount"]) / Decimal(value["per"])
    if rule["kind"] == "cumulative":
        return _cumulative(rule, own)
    return possible * {"between_lines": _lines, "best_of_peers": _best, "brackets": _bracket}[rule["kind"]](
        rule, own, figures
    )


def _lines(rule: Json, own: Decimal, _figures: Sequence[Decimal]) -> Decimal:
    fail, full, base = Decimal(rule["fail"]), Decimal(rule["full"]), Decimal(rule["share_at_fail"])
    if fail > full:  # the same picture upside down
        fail, full, own = -fail, -full, -own
    if _less(own, fail):
        return Decimal(0)
    if not _less(own, full):
        return Decimal(1)
    return (base * (full - own) + (own - fail)) / (full - fail)


def _best(rule: Json, own: Decimal, figures: Sequence[Decimal]) -> Decimal:
    if rule["lower_is_better"]:
        return min(figures) / own if own else Decimal(1)
    return own / max(figures) if max(figures) else Decimal(0)


def _bracket(rule: Json, own: Decimal, figures: Sequence[Decimal]) -> Decimal:
    mean = sum(figures, Decimal(0)) / len(figures)
    if rule["about"] == "percent_of_mean":
        own = own * 100 / mean if mean else Decimal(100)
    elif rule["about"] == "distance_from_mean":
        own -= mean
    # The bracket with the highest lower bound that the figure reaches is the one that holds it.
    reached = [one for one in rule["brackets"] if one["at_least"] is None or not _less(own, Decimal(one["at_least"]))]
    lowest = Decimal("-Infinity")
    holding = max(reached, key=lambda one: lowest if one["at_least"] is None else Decimal(one["at_least"]))
    return Decimal(holding["share"])


def _cumulative(rule: Json, own: Decimal) -> Decimal:
    steps = max(Decimal(0), own - Decimal(rule["above"])) / Decimal(rule["per"])
    if rule["whole"]:
        steps = _snapped(steps).to_integral_value(ROUND_FLOOR)
    return steps * Decimal(rule["each"])


def _achievements(rule: Json, value: Json) -> Decimal:
    weights = {one["code"]: Decimal(one["weight"]) for one in rule["levels"]}
    factors = {one["code"]: Decimal(one["factor"]) for one in rule["ranks"]}
    best: dict[str, tuple[Decimal, Decimal]] = {}
    for item in value["items"]:
        weight, factor = weights[item["level"]], factors.get(item["rank"], Decimal(1))
        kept = best.get(item["key"], (Decimal(-1), Decimal(-1)))
        if rule["keep"] == "highest_level":
            best[item["key"]] = max(kept, (weight, factor))
        elif weight * factor > kept[0] * kept[1] or kept[0] < 0:
            best[item["key"]] = (weight, factor)
    return sum((weight * factor for weight, factor in best.values()), Decimal(0)) * Decimal(rule["each"])


def _lost(rule: Json, value: Json) -> Decimal:
    lost = Decimal(0)
    for one in rule["deductions"]:
        events = {(event["key"], event["count"]) for event in value["events"] if event["matter"] == one["matter"]}
        cost = Decimal(one["each"]) * sum(count for _key, count in events)
        lost += cost if one["cap"] is None else min(cost, Decimal(one["cap"]))
    return lost if rule["cap"] is None else min(lost, Decimal(rule["cap"]))


def _question_means(rule: Json, value: Json) -> list[Decimal]:
    means = []
    for question in value["questions"]:
        counts = [Decimal(question["answers"].get(one["code"], 0)) for one in rule["options"]]
        answered = sum(counts, Decimal(0))
        if answered and answered >= Decimal(rule["least"]):
            worth = sum(count * Decimal(one["worth"]) for count, one in zip(counts, rule["options"], strict=True))
            means.append(worth / answered)
    return means


def _snapped(number: Decimal) -> Decimal:
    """Return a number without what endless divisions leave behind."""
    return number.quantize(_SAME)


def _less(one: Decimal, two: Decimal) -> bool:
    return _snapped(one) < _snapped(two)


def _round(number: Decimal, places: int) -> Decimal:
    return _snapped(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
