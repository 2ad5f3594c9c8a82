"""Schemes, subjects and values for tests: small ones by hand, and any by hypothesis."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from jiangxin.engines.appraisal import Criterion, Group, Measure, Scheme, Subject, Veto
from jiangxin.engines.appraisal.rules import (
    BestOfPeers,
    BetweenLines,
    Bracket,
    Brackets,
    Cumulative,
    Deduction,
    Deductions,
    ExpertMean,
    Level,
    LevelCounts,
    Option,
    RankFactor,
    Survey,
)
from jiangxin.engines.appraisal.values import (
    Answers,
    Event,
    Events,
    ExpertScore,
    Item,
    Items,
    Missing,
    NotApplicable,
    Number,
    Question,
    Scores,
)

LEVELS = (Level("national", "国家级", Decimal(3)), Level("provincial", "省级", Decimal(1)))
RANKS = (
    RankFactor("first", "第一", Decimal(1)),
    RankFactor("second", "第二", Decimal("0.5")),
    RankFactor("third", "第三", Decimal("0.3")),
)
OPTIONS = tuple(
    Option(code, name, Decimal(worth))
    for code, name, worth in (
        ("very", "很满意", 100),
        ("fairly", "满意", 80),
        ("basically", "基本满意", 60),
        ("not", "不满意", 0),
    )
)
MATTERS = (Deduction("late", "逾期报送", Decimal("0.5"), Decimal(2)), Deduction("returned", "退回补充", Decimal(1)))
KINDS = {
    "number": "result",
    "items": "achievement",
    "events": "finding",
    "scores": "review",
    "answers": "survey",
}


def number(text, per="1"):
    return Number(Decimal(text), Decimal(per))


def brackets(*bounds):
    """Brackets from (lower bound, share), the first from −∞ on."""
    lows = [None, *(Decimal(low) for low, _share in bounds[1:])]
    return tuple(
        Bracket(low, high, Decimal(share))
        for low, high, (_low, share) in zip(lows, [*lows[1:], None], bounds, strict=True)
    )


def measure(code, shape="number", **more):
    return Measure(code, code, KINDS[shape], shape, **more)


def criterion(code, rule, points="10", missing="left_out", **more):
    return Criterion(code, code, Decimal(points), rule, more.pop("measure", code.lower()), missing, **more)


def scheme(*criteria, groups=("a",), **more):
    """A scheme of criteria; total and measures follow from them."""
    within = sum((one.points for one in criteria if one.part == "within"), Decimal(0))
    measures = {one.measure: measure(one.measure, one.rule.shape) for one in criteria}
    measures |= {veto.measure: measure(veto.measure, "events") for veto in more.get("vetoes", ())}
    values = {"in_force_from": date(2026, 1, 1), "total": within, "measures": tuple(measures.values())} | more
    return Scheme(
        "s", "考核方案", "1", groups=tuple(Group(code, f"{code}组") for code in groups), criteria=criteria, **values
    )


def subjects(*codes, group="a"):
    return tuple(Subject(code, f"单位{code}", group) for code in codes)


def values(measure_code, **by_subject):
    return {subject: {measure_code: value} for subject, value in by_subject.items()}


# Any scheme and values

_decimals = st.decimals(0, 100, places=1)
_shares = st.decimals(0, 1, places=2)
_each = st.decimals("0.1", 3, places=1)


@st.composite
def _lines(draw):
    fail, full = draw(st.lists(_decimals, min_size=2, max_size=2, unique=True))
    return BetweenLines(fail, full, draw(st.sampled_from([Decimal(0), Decimal("0.6")])))


@st.composite
def _brackets(draw):
    lows = sorted(draw(st.lists(_decimals, max_size=3, unique=True)))
    bounds = [None, *lows, None]
    about = draw(st.sampled_from(["value", "percent_of_mean", "distance_from_mean"]))
    made = [Bracket(low, high, draw(_shares)) for low, high in pairwise(bounds)]
    return Brackets(tuple(made), about)


level_rules = st.builds(
    LevelCounts,
    levels=st.just(LEVELS),
    ranks=st.sampled_from([(), RANKS]),
    each=_each,
    keep=st.sampled_from(["highest_level", "highest_worth"]),
)
deduction_rules = st.builds(
    Deductions, deductions=st.just(MATTERS), cap=st.none() | st.sampled_from([Decimal(0), Decimal("0.5")])
)
_experts = st.sampled_from([ExpertMean(), ExpertMean(1, 3), ExpertMean(0, 2)])
_surveys = st.builds(
    Survey, options=st.just(OPTIONS), ignored=st.just(("unsure",)), least=st.sampled_from([Decimal(0), Decimal(5)])
)
_best = st.builds(BestOfPeers, st.booleans())
_cumulative = st.builds(Cumulative, _each, st.sampled_from([Decimal(1), Decimal(7)]), _decimals, st.booleans())
figure_rules = st.one_of(_lines(), _best, _brackets(), _cumulative)
opinion_rules = _experts | _surveys
rules = st.one_of(figure_rules, level_rules, deduction_rules, opinion_rules)


@st.composite
def schemes(draw):
    """Any valid scheme; the second group has the points of the first in another order, some of them zero."""
    count = draw(st.integers(1, 5))
    points = draw(st.lists(st.decimals("0.5", 20, places=1), min_size=count, max_size=count))
    turned = points[1:] + points[:1]
    if draw(st.booleans()) and count > 1:
        turned = [Decimal(0), turned[0] + turned[1], *turned[2:]]
    made = [
        criterion(
            f"C{place}",
            draw(rules),
            str(own),
            draw(st.sampled_from(["zero", "left_out"])),
            weights={"b": turned[place]},
        )
        for place, own in enumerate(points)
    ]
    if draw(st.booleans()):
        made.append(criterion("BONUS", draw(rules), "5", draw(st.sampled_from(["zero", "left_out"])), part="bonus"))
    if draw(st.booleans()):
        made.append(criterion("OFF", draw(deduction_rules), "3", part="deduction"))
    total = sum(points)
    vetoes = draw(
        st.lists(
            st.sampled_from(
                [
                    Veto("cap", "重大责任事故", "incidents", "安全生产法", total / 2, "not_triggered"),
                    Veto("void", "弄虚作假", "fraud", "统计法", None, "not_triggered"),
                ]
            ),
            unique=True,
        )
    )
    return scheme(
        *made,
        groups=("a", "b"),
        vetoes=tuple(vetoes),
        unscored=draw(st.sampled_from(["redistribute", "omit"])),
        ceiling=draw(st.sampled_from([None, total + 3])),
        places=draw(st.sampled_from([2, 3])),
    )


_numbers = st.builds(Number, _decimals, st.sampled_from([Decimal(1), Decimal(3), Decimal(7)]))
_events = st.builds(
    Events,
    st.lists(
        st.builds(Event, st.sampled_from("klmn"), st.sampled_from(["late", "returned"]), st.integers(0, 3)),
        max_size=4,
        unique_by=lambda event: (event.key, event.matter),
    ).map(tuple),
)
_scores = st.builds(
    Scores,
    st.lists(st.builds(ExpertScore, st.sampled_from("pqrst"), _decimals), max_size=5, unique_by=lambda s: s.expert).map(
        tuple
    ),
)
_answers = st.builds(
    Answers,
    st.lists(
        st.builds(
            Question,
            st.sampled_from(["q1", "q2", "q3"]),
            st.dictionaries(
                st.sampled_from(["very", "fairly", "basically", "not", "unsure"]), st.integers(0, 9).map(Decimal)
            ),
        ),
        max_size=3,
        unique_by=lambda question: question.code,
    ).map(tuple),
)


def _items(ranks):
    return st.builds(
        Items,
        st.lists(
            st.builds(
                Item,
                st.sampled_from("xyz"),
                st.sampled_from([level.code for level in LEVELS]),
                st.sampled_from([rank.code for rank in ranks] or [""]),
            ),
            max_size=5,
        ).map(tuple),
    )


def known(rule):
    """Any value that a rule reads."""
    if rule.shape == "items":
        return _items(rule.ranks)
    return {"number": _numbers, "events": _events, "scores": _scores, "answers": _answers}[rule.shape]


@st.composite
def values_for(draw, made, codes):
    """Values of subjects for a scheme, some of them missing or not applicable."""
    given = {}
    for code in codes:
        own = {}
        for one in made.criteria:
            odd = st.sampled_from([None, Missing(), NotApplicable("无此项")])
            value = draw(st.one_of(known(one.rule), known(one.rule), known(one.rule), odd))
            if value is not None:
                own[one.measure] = value
        for veto in made.vetoes:
            own[veto.measure] = draw(st.sampled_from([Events(), Events(), Missing(), Events((Event("e", "any"),))]))
        given[code] = own
    return given


@st.composite
def subject_lists(draw):
    """Subjects of two groups."""
    codes = draw(st.lists(st.sampled_from("stuvwxyz"), max_size=6, unique=True))
    return tuple(Subject(code, code, draw(st.sampled_from("ab"))) for code in codes)


@st.composite
def worlds(draw):
    """A scheme, subjects and values."""
    made, who = draw(schemes()), draw(subject_lists())
    return made, who, draw(values_for(made, [one.code for one in who]))
