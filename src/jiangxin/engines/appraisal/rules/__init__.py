"""Kinds of rules, by which a value becomes points."""

from jiangxin.engines.appraisal.rules.base import Context, Points, Rule, Step
from jiangxin.engines.appraisal.rules.counts import Deduction, Deductions, Level, LevelCounts, RankFactor
from jiangxin.engines.appraisal.rules.figures import BestOfPeers, BetweenLines, Bracket, Brackets, Cumulative
from jiangxin.engines.appraisal.rules.opinions import ExpertMean, Option, Survey

AnyRule = BetweenLines | BestOfPeers | Brackets | Cumulative | LevelCounts | Deductions | ExpertMean | Survey

__all__ = [
    "AnyRule",
    "BestOfPeers",
    "BetweenLines",
    "Bracket",
    "Brackets",
    "Context",
    "Cumulative",
    "Deduction",
    "Deductions",
    "ExpertMean",
    "Level",
    "LevelCounts",
    "Option",
    "Points",
    "RankFactor",
    "Rule",
    "Step",
    "Survey",
]
