"""The examples of the reference page are what the engine gives."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import Criterion, Subject, Veto, codec, compute, sentences
from jiangxin.engines.appraisal.rules import AnyRule
from jiangxin.engines.appraisal.values import Event, Events, Value

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "appraisal-rules.md"
EXAMPLES = re.findall(r"```json\n(.*?)```\n\n```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def decoded(kind, data):
    """A value or rule whose kind the data says."""
    return next(codec.decode(one, data) for one in kind.__args__ if one.kind == data["kind"])


def told(example):
    """What the first unit of an example is told in Chinese."""
    values = {name: {"m": decoded(Value, value)} for name, value in example["values"].items()}
    grouped = example.get("groups") or dict.fromkeys(values, "中职")
    groups = tuple(dict.fromkeys(grouped.values()))
    points = Decimal(example["points"])
    weights = {group: Decimal(text) for group, text in example.get("weights", {}).items()}
    rule = decoded(AnyRule, example["rule"])
    criterion = Criterion("C", "指标", points, rule, "m", "left_out", weights)
    # What the total lacks where the groups weigh the criterion in different ways stands in a second one.
    most = max(weights.values(), default=points)
    rest = {group: most - weights.get(group, points) for group in groups}
    other = Criterion("D", "其他", Decimal(0), samples.BetweenLines(Decimal(0), Decimal(1)), "n", "left_out", rest)
    vetoes = ()
    if "veto" in example:
        veto = example["veto"]
        vetoes = (Veto("v", veto["name"], "v", veto["basis"], Decimal(veto["cap"])),)
        for name, happened in example["happened"].items():
            values[name]["v"] = Events(tuple(Event(event, "any") for event in happened))
    others = [other] if any(rest.values()) else []
    scheme = samples.scheme(criterion, *others, vetoes=vetoes, total=most, groups=groups)
    named = replace(scheme.measures[0], name=example.get("measure", ""), unit=example.get("unit", ""))
    scheme = replace(scheme, measures=(named, *scheme.measures[1:]))
    who = [Subject(name, name, grouped[name]) for name in values]
    result = compute(scheme, who, values)
    first = who[0].code
    said = sentences(result.explain(first, "C"), "zh")[1:]
    return said + (sentences(result.explain_total(first), "zh") if vetoes else [])


@pytest.mark.parametrize(("given", "text"), EXAMPLES)
def test_the_example_is_what_the_engine_says(given, text):
    assert told(json.loads(given)) == text.splitlines()


def test_every_kind_of_rule_has_an_example():
    shown = {json.loads(given)["rule"]["kind"] for given, _text in EXAMPLES}
    assert shown == {rule.kind for rule in AnyRule.__args__}
