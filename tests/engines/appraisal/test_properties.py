"""What holds for every scheme and all values."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import Result, Scheme, Subject, compare, compute, sentences
from jiangxin.engines.appraisal.rules import BestOfPeers, BetweenLines, Brackets, Context
from jiangxin.engines.appraisal.scoring import score
from jiangxin.engines.appraisal.values import Answers, Events, Items, Number, Scores

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(samples.worlds())
def test_points_are_never_above_the_maximum_or_below_zero(world):
    scheme, subjects, values = world
    result = compute(scheme, subjects, values)
    wrong = []
    for criterion in scheme.criteria:
        for scores in result.scores.values():
            score = scores[criterion.code]
            low, high = (-score.possible, 0) if criterion.part == "deduction" else (0, score.possible)
            if score.exact is not None and not low <= score.exact <= high:
                wrong.append(score)
    wrong += [total for total in result.totals.values() if total.points and not 0 <= total.points <= scheme.most]
    assert wrong == []


@few
@given(samples.worlds(), st.randoms())
def test_another_order_of_subjects_changes_nothing(world, random):
    scheme, subjects, values = world
    shuffled = random.sample(subjects, len(subjects))
    assert compute(scheme, shuffled, {who.code: values[who.code] for who in shuffled}) == compute(
        scheme, subjects, values
    )


@few
@given(samples.worlds())
def test_a_subject_of_another_group_changes_nothing(world):
    scheme, subjects, values = world
    ours = [subject for subject in subjects if subject.group == "a"]
    alone, together = compute(scheme, ours, values), compute(scheme, subjects, values)
    ours_together = {subject.code: together.totals[subject.code] for subject in ours}
    assert (alone.totals, alone.scores) == (
        ours_together,
        {subject.code: together.scores[subject.code] for subject in ours},
    )


@few
@given(samples.worlds())
def test_scores_of_one_subject_are_those_among_all(world):
    scheme, subjects, values = world
    everybody = score(scheme, subjects, values)
    alone = {who.code: score(scheme, subjects, values, only=[who.code]).scores[who.code] for who in subjects}
    assert alone == everybody.scores


@few
@given(samples.worlds())
def test_values_that_no_criterion_reads_change_nothing(world):
    scheme, subjects, values = world
    more = {code: {**own, "elsewhere": Number(Decimal(3))} for code, own in values.items()}
    assert compute(scheme, subjects, more) == compute(scheme, subjects, values)


@few
@given(samples.worlds())
def test_parts_add_up_to_the_total(world):
    scheme, subjects, values = world
    result = compute(scheme, subjects, values)
    parts = {
        code: sum((score.exact for score in scores.values() if score.exact is not None), Fraction(0))
        for code, scores in result.scores.items()
    }
    assert {code: total.within + total.bonus + total.deducted for code, total in result.totals.items()} == parts


@few
@given(samples.worlds())
def test_redistribution_leaves_the_total_out_of_the_same(world):
    scheme, subjects, values = world
    scheme = replace(scheme, unscored="redistribute")
    possible = {total.possible for total in compute(scheme, subjects, values).totals.values()}
    assert possible - {Fraction(0), Fraction(scheme.total)} == set()


@few
@given(samples.worlds())
def test_scheme_and_result_come_back_from_json(world):
    scheme, subjects, values = world
    result = compute(scheme, subjects, values)
    assert Scheme.from_dict(json.loads(json.dumps(scheme.to_dict()))) == scheme
    assert Result.from_dict(json.loads(json.dumps(result.to_dict()))) == result


@few
@given(samples.worlds())
def test_every_point_is_told_in_both_languages(world):
    scheme, subjects, values = world
    result = compute(scheme, subjects, values)
    explained = [result.explain(who.code, one.code) for who in subjects for one in scheme.criteria]
    explained += [result.explain_total(who.code) for who in subjects]
    for explanation in explained:
        said = {language: sentences(explanation, language) for language in ("en", "zh")}
        assert len(said["en"]) == len(said["zh"])
        assert [text for text in said["en"] + said["zh"] if not text.strip()] == []


@few
@given(samples.worlds(), st.data())
def test_parts_of_a_movement_add_up_to_it(world, data):
    scheme, subjects, values = world
    codes = [subject.code for subject in subjects]
    after_scheme = replace(
        scheme,
        criteria=tuple(replace(one, missing="left_out") for one in scheme.criteria),
        unscored=data.draw(st.sampled_from(["redistribute", "omit"])),
    )
    moved = tuple(replace(who, group=data.draw(st.sampled_from([who.group, "a"]))) for who in subjects)
    after = compute(after_scheme, moved, data.draw(samples.values_for(scheme, codes)))
    before = compute(scheme, subjects, values)
    wrong = [
        movement
        for movement in compare(before, after).movements
        if movement.own + movement.peers + movement.rules != exact(after, movement) - exact(before, movement)
    ]
    assert wrong == []


def exact(result, movement):
    if movement.criterion:
        return result.scores[movement.subject][movement.criterion].exact or 0
    return result.totals[movement.subject].exact or 0


@few
@given(samples.worlds())
def test_nothing_moves_between_a_result_and_itself(world):
    result = compute(*world)
    same = compare(result, result)
    assert (same.values, same.rules, same.movements, same.joined, same.left) == ((), (), (), (), ())


# Rules that are monotone

figures = st.decimals(0, 100, places=1)


def points(rule, value, peers=()):
    return rule.points(value, Context(Fraction(10), dict(enumerate(Fraction(peer) for peer in peers)))).exact


@few
@given(samples.figure_rules, figures, figures, st.lists(figures))
def test_more_is_never_worse_where_the_rule_says_so(rule, one, two, others):
    low, high = sorted([one, two])
    falling = isinstance(rule, BetweenLines) and rule.fail > rule.full
    falling = falling or (isinstance(rule, BestOfPeers) and rule.lower_is_better)
    if isinstance(rule, Brackets):
        shares = sorted(bracket.share for bracket in rule.brackets)
        rule = replace(
            rule,
            brackets=tuple(replace(bracket, share=share) for bracket, share in zip(rule.brackets, shares, strict=True)),
        )
    before = points(rule, Number(low), [low, *others])
    after = points(rule, Number(high), [high, *others])
    assert sorted([before, after], reverse=falling) == [before, after]


@few
@given(samples.level_rules, st.data())
def test_one_more_achievement_is_never_worse(rule, data):
    rule = replace(rule, keep="highest_worth")
    items = data.draw(samples.known(rule)).items
    more = items + data.draw(samples.known(rule)).items
    assert points(rule, Items(more)) == max(points(rule, Items(more)), points(rule, Items(items)))


@few
@given(samples.deduction_rules, st.data())
def test_one_more_event_is_never_better(rule, data):
    events = data.draw(samples.known(rule)).events
    assert points(rule, Events(events)) == min(points(rule, Events(events)), points(rule, Events(events[1:])))


@few
@given(samples.opinion_rules, st.data())
def test_a_better_opinion_is_never_worse(rule, data):
    value = data.draw(samples.known(rule))
    if isinstance(value, Scores):
        better = Scores(tuple(replace(one, score=min(Decimal(100), one.score + 7)) for one in value.scores))
    else:
        better = Answers(tuple(replace(one, answers=_kinder(one.answers)) for one in value.questions))
    if rule.gap(value) is None:
        assert points(rule, better) == max(points(rule, value), points(rule, better))


def _kinder(answers):
    """The answers if everybody who is not satisfied were fairly so."""
    moved = answers.get("not", Decimal(0))
    return {**answers, "not": Decimal(0), "fairly": answers.get("fairly", Decimal(0)) + moved}


def test_subjects_are_told_apart_by_code_alone():
    scheme = samples.scheme(samples.criterion("C", BetweenLines(Decimal(0), Decimal(10))))
    twins = (Subject("x", "同名", "a"), Subject("y", "同名", "a"))
    given = samples.values("c", x=samples.number("5"), y=samples.number("10"))
    assert [total.rank for total in compute(scheme, twins, given).totals.values()] == [2, 1]
