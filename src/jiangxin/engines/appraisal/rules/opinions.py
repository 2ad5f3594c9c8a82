"""Rules over what people think: scores of experts, answers of surveys."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from jiangxin.engines.appraisal.measures import Measure
from jiangxin.engines.appraisal.rules.base import HUNDRED, ZERO, Context, Points, Rule, Step, by_share, expect
from jiangxin.engines.appraisal.values import Answers, Known, Question, Scores


@dataclass(frozen=True, slots=True)
class ExpertMean(Rule):
    """The mean of what experts gave out of 100, without the ``trim`` highest and lowest."""

    kind: ClassVar[str] = "expert_mean"
    shape: ClassVar[str] = "scores"
    trim: int = 0
    least: int = 1  # fewer scores than this are no judgement

    def points(self, value: Known, context: Context) -> Points:
        """Return the points of a value."""
        ordered = tuple(sorted(Fraction(score.score) for score in expect(Scores, value).scores))
        kept = ordered[self.trim : len(ordered) - self.trim]
        steps = [Step("expert.scores", {"count": Fraction(len(ordered))}, {"scores": ordered})]
        if self.trim:
            dropped = {"lowest": ordered[: self.trim], "highest": ordered[len(ordered) - self.trim :]}
            steps.append(Step("expert.trimmed", {"trim": Fraction(self.trim)}, dropped))
        mean = sum(kept, ZERO) / len(kept)
        steps.append(Step("expert.mean", {"count": Fraction(len(kept)), "mean": mean}))
        points, last = by_share(mean / HUNDRED, context)
        return Points(points, (*steps, last))

    def problems(self, measure: Measure, possible: Fraction) -> list[tuple[str, str]]:
        """Something must be left when the ends are cut off."""
        found = []
        if self.trim < 0:
            found.append(("rule.trim", f"{self.trim} scores cannot be left out"))
        if self.least < 2 * self.trim + 1:
            found.append(("rule.trim", f"with {self.least} scores nothing is left after leaving out {self.trim} twice"))
        return found

    def refusals(self, value: Known) -> list[str]:
        """Scores lie between 0 and 100, and no expert gives two."""
        scores = expect(Scores, value).scores
        found = [f"{score.score} is not between 0 and 100" for score in scores if not 0 <= score.score <= HUNDRED]
        if len({score.expert for score in scores}) < len(scores):
            found.append("holds two scores of one expert")
        return found

    def gap(self, value: Known) -> Step | None:
        """Too few scores are no judgement."""
        count = len(expect(Scores, value).scores)
        if count >= self.least:
            return None
        return Step("expert.too_few", {"count": Fraction(count), "least": Fraction(self.least)})


@dataclass(frozen=True, slots=True)
class Option:
    """An answer and what it is worth out of 100: very satisfied 100, fairly 80, basically 60, not 0."""

    code: str
    name: str
    worth: Decimal


@dataclass(frozen=True, slots=True)
class Survey(Rule):
    """Shares of the answers times their worth, averaged over the questions."""

    kind: ClassVar[str] = "survey"
    shape: ClassVar[str] = "answers"
    options: tuple[Option, ...]
    ignored: tuple[str, ...] = ()  # "do not know" is no opinion
    least: Decimal = Decimal(0)  # questions with fewer answers than this are left out

    def points(self, value: Known, context: Context) -> Points:
        """Return the points of a value."""
        steps, means = [], []
        for question in expect(Answers, value).questions:
            counts = self._counted(question)
            answered = sum(counts, ZERO)
            numbers = {"answered": answered, "least": Fraction(self.least)}
            words = {"question": question.code}
            if not self._enough(answered):
                steps.append(Step("survey.left_out", numbers, words=words))
                continue
            worths = tuple(Fraction(option.worth) for option in self.options)
            shares = tuple(count / answered for count in counts)
            mean = sum((share * worth for share, worth in zip(shares, worths, strict=True)), ZERO)
            means.append(mean)
            lists = {"counts": counts, "shares": shares, "worths": worths}
            steps.append(Step("survey.question", numbers | {"mean": mean}, lists, words))
        mean = sum(means, ZERO) / len(means)
        steps.append(Step("survey.mean", {"count": Fraction(len(means)), "mean": mean}))
        points, last = by_share(mean / HUNDRED, context)
        return Points(points, (*steps, last))

    def _counted(self, question: Question) -> tuple[Fraction, ...]:
        """Return how often each option was chosen."""
        return tuple(Fraction(question.answers.get(option.code, Decimal(0))) for option in self.options)

    def _enough(self, answered: Fraction) -> bool:
        return answered > 0 and answered >= Fraction(self.least)

    def problems(self, measure: Measure, possible: Fraction) -> list[tuple[str, str]]:
        """Options are named once and worth something out of 100."""
        codes = [option.code for option in self.options]
        found = []
        if not codes:
            found.append(("rule.options", "there is no option"))
        if len({*codes, *self.ignored}) < len(codes) + len(self.ignored):
            found.append(("rule.repeated", "an option is named twice"))
        found += [
            ("rule.worth", f"the option {option.code} is worth {option.worth}, not between 0 and 100")
            for option in self.options
            if not 0 <= option.worth <= HUNDRED
        ]
        return found

    def refusals(self, value: Known) -> list[str]:
        """Answers are those of the options, and nobody answered less than never."""
        known = {option.code for option in self.options} | set(self.ignored)
        questions = expect(Answers, value).questions
        given = [(question.code, code, count) for question in questions for code, count in question.answers.items()]
        found = [f"{question} has the unknown answer {code!r}" for question, code, _count in given if code not in known]
        found += [f"{question} was answered {count} times" for question, _code, count in given if count < 0]
        if len({question.code for question in questions}) < len(questions):
            found.append("holds a question twice")
        return found

    def gap(self, value: Known) -> Step | None:
        """No question that enough people answered is no survey."""
        questions = expect(Answers, value).questions
        if any(self._enough(sum(self._counted(question), ZERO)) for question in questions):
            return None
        return Step("survey.too_few", {"least": Fraction(self.least)})
