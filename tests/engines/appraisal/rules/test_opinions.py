"""Points of opinions, worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal.rules import Context, ExpertMean, Option, Survey
from jiangxin.engines.appraisal.values import Answers, ExpertScore, Question, Scores

SURVEY = Survey(samples.OPTIONS, ("unsure",), Decimal(5))


def scores(*numbers):
    return Scores(tuple(ExpertScore(f"e{place}", Decimal(number)) for place, number in enumerate(numbers)))


def answers(**questions):
    options = ("very", "fairly", "basically", "not", "unsure")
    return Answers(
        tuple(
            Question(code, dict(zip(options, map(Decimal, counts), strict=False))) for code, counts in questions.items()
        )
    )


def points(rule, value, possible=5):
    return rule.points(value, Context(Fraction(possible))).exact


@pytest.mark.parametrize(
    ("rule", "numbers", "expected"),
    [
        (ExpertMean(), ["80"], 4),
        (ExpertMean(), ["70", "90", "80", "100"], Fraction(17, 4)),
        (ExpertMean(1, 3), ["60", "90", "100"], Fraction(9, 2)),
        (ExpertMean(1, 3), ["60", "80", "90", "90", "100"], Fraction(13, 3)),
    ],
)
def test_experts_give_their_mean_without_the_ends(rule, numbers, expected):
    assert points(rule, scores(*numbers)) == expected


def test_too_few_experts_are_no_judgement():
    gaps = [ExpertMean(1, 3).gap(scores(*numbers)) for numbers in (["90"] * 2, ["90"] * 3)]
    assert [gap and gap.code for gap in gaps] == ["expert.too_few", None]


def test_scores_beyond_hundred_and_two_of_one_expert_are_refused():
    twice = Scores((ExpertScore("e", Decimal(101)), ExpertScore("e", Decimal(99))))
    assert ExpertMean().refusals(twice) == ["101 is not between 0 and 100", "holds two scores of one expert"]


def test_trimming_must_leave_something():
    measure = samples.measure("m", "scores")
    assert [rule.problems(measure, Fraction(1)) for rule in (ExpertMean(1, 2), ExpertMean(1, 3))] == [
        [("rule.trim", "with 2 scores nothing is left after leaving out 1 twice")],
        [],
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answers(q1=[10]), 5),
        (answers(q1=[5, 2, 2, 1]), Fraction(39, 10)),  # (500 + 160 + 120 + 0) ÷ 10 = 78
        (answers(q1=[10], q2=[0, 0, 0, 7]), Fraction(5, 2)),  # questions weigh the same
        (answers(q1=[10], q2=[0, 0, 0, 4]), 5),  # too few answered the second
        (answers(q1=[10, 0, 0, 0, 90]), 5),  # not knowing is no opinion
    ],
)
def test_survey_averages_worths_by_shares(given, expected):
    assert points(SURVEY, given) == expected


def test_shares_of_answers_give_what_counts_give():
    rule = Survey(samples.OPTIONS)
    assert points(rule, answers(q1=["0.5", "0.2", "0.2", "0.1"])) == points(rule, answers(q1=[5, 2, 2, 1]))


def test_a_survey_that_too_few_answered_is_none():
    assert [gap and gap.code for gap in map(SURVEY.gap, (answers(q1=[4]), answers(), answers(q1=[5])))] == [
        "survey.too_few",
        "survey.too_few",
        None,
    ]


def test_unknown_and_impossible_answers_are_refused():
    odd = Answers((Question("q1", {"very": Decimal(-1), "great": Decimal(1)}), Question("q1", {})))
    assert SURVEY.refusals(odd) == [
        "q1 has the unknown answer 'great'",
        "q1 was answered -1 times",
        "holds a question twice",
    ]


def test_faulty_options_are_found():
    rule = Survey((Option("very", "很满意", Decimal(120)), Option("unsure", "不了解", Decimal(0))), ("unsure",))
    assert [message for _code, message in rule.problems(samples.measure("m", "answers"), Fraction(1))] == [
        "an option is named twice",
        "the option very is worth 120, not between 0 and 100",
    ]
