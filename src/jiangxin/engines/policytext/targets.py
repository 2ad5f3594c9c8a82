"""Finds the quantities a document sets: goals, requirements, and policy settings beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from jiangxin.engines.policytext import cues
from jiangxin.engines.policytext.clauses import clause_bounds, enclosures, pieces, sentences
from jiangxin.engines.policytext.damage import repair
from jiangxin.engines.policytext.governing import Clock, heading_at, past_heading, plan_end, source_year
from jiangxin.engines.policytext.indicators import find_indicators
from jiangxin.engines.policytext.judge import Context, is_idle, judge
from jiangxin.engines.policytext.model import Parameter, Span, Target
from jiangxin.engines.policytext.quantities import find_quantities
from jiangxin.engines.policytext.subjects import part_of, spread, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jiangxin.engines.policytext.clauses import Enclosures, Sentence
    from jiangxin.engines.policytext.model import Heading, Source, Task
    from jiangxin.engines.policytext.quantities import Quantity

_MOST_FIGURES = 80  # a sentence with more is a table that lost its lines, not a clause of a plan
_DIGITS = re.compile("[0-9０-９]+")
_GLUED_NOTE = "two figures with their unit stand without a mark between; the dash of a range was lost"
_AIMS = re.compile("目标|指标|任务|要求")
_OPENING_HEDGE = re.compile(r"(?:^|[，,：:])\s*(力争|争取|努力)")


@dataclass(frozen=True, slots=True)
class _Found:
    """A figure found, not yet a target: verdict, and what its sentence says of it."""

    target: Target
    verdict: str
    quantity: Quantity


def find_targets(
    source: Source, outline: Sequence[Heading], tasks: Sequence[Task]
) -> tuple[tuple[Target, ...], tuple[Parameter, ...]]:
    """Targets and policy parameters of a document in order of the text. Never raises.

    A figure that a task table repeats from the running text is reported once, where it stands first.
    """
    finder = _Finder(source, outline, tasks)
    tabled, tables = find_indicators(source, finder.clock.year)
    covered = _Cover(tables)
    running = (sentence for sentence in sentences(source) if sentence.start not in covered)
    found = [item for sentence in running for item in finder.read(sentence)]
    aims = [item for item in found if item.verdict != "parameter"]
    repaired = repair(source.text, [item.target for item in aims])
    aims = [replace(item, target=target) for item, target in zip(aims, repaired, strict=True)]
    settings = [item for item in found if item.verdict == "parameter"]
    targets = [item.target for item in _once(aims, tasks)]
    targets += [replace(target, path=finder.path_at(target.source.start)) for target in _unstated(tabled, targets)]
    return (
        tuple(sorted(targets, key=lambda target: target.source.start)),
        tuple(_as_parameter(item.target) for item in _once(settings, tasks)),
    )


def _unstated(tabled: list[Target], stated: list[Target]) -> list[Target]:
    """Figures of indicator tables that the running text does not state itself."""
    texts: dict[tuple[object, ...], list[str]] = {}
    for target in stated:
        texts.setdefault((target.value, target.low, target.high, target.unit), []).append(_bare(target.subject))

    def is_stated(target: Target) -> bool:
        name = _bare(target.subject)
        same = texts.get((target.value, target.low, target.high, target.unit), [])
        return any(name in other or (len(other) > 1 and other in name) for other in same)

    return [target for target in tabled if not is_stated(target)]


def _as_parameter(target: Target) -> Parameter:
    return Parameter(**{item.name: getattr(target, item.name) for item in fields(target)})


def _once(found: list[_Found], tasks: Sequence[Task]) -> list[_Found]:
    """Without repetitions: of a table from the running text, or of the same figure and deadline."""
    tabled = _Cover(task.source for task in tasks if task.no is not None)
    seen: dict[tuple[object, ...], set[object]] = {}
    kept: list[_Found] = []
    for item in found:
        target = item.target
        key = (target.comparator, target.value, target.low, target.high, target.unit, _bare(target.subject))
        deadlines = seen.setdefault(key, set())
        when = plan_end(target.deadline) if target.deadline else None
        repeated = bool(deadlines) and (target.source.start in tabled or when in deadlines)
        if not repeated or _split(kept[-1], item):
            deadlines.add(when)
            kept.append(item)
    return kept


def _split(previous: _Found, item: _Found) -> bool:
    """Whether two entries come from one distributive figure and are both meant."""
    return previous.quantity is item.quantity


class _Cover:
    """Spans that do not overlap, asked whether one of them holds a position."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans, key=lambda span: span.start)
        self.starts = [span.start for span in self.spans]

    def __contains__(self, position: int) -> bool:
        at = bisect_right(self.starts, position) - 1
        return at >= 0 and position < self.spans[at].end


def _bare(subject: str) -> str:
    return re.sub(r"[\s“”\"（）()、，,的]", "", subject)


class _Finder:
    """Reads sentence by sentence, carrying deadlines and tense through each paragraph."""

    def __init__(self, source: Source, outline: Sequence[Heading], tasks: Sequence[Task]) -> None:
        self.source = source
        self.outline = outline
        self.clock = Clock(source_year(source))
        self.tabled = _Cover(task.source for task in tasks if task.no is not None)
        self._last_subject = ""

    def path_at(self, position: int) -> tuple[str, ...]:
        """Headings that govern a position."""
        at = heading_at(self.outline, position)
        return self.outline[at].path if at >= 0 else ()

    def read(self, sentence: Sentence) -> Iterator[_Found]:
        """What one sentence sets."""
        text = sentence.text
        at = heading_at(self.outline, sentence.start + len(text) - len(text.lstrip()))
        self.clock.enter(text, sentence.block, at)
        if len(_DIGITS.findall(text)) > 2 * _MOST_FIGURES:
            return
        quantities = find_quantities(text)
        if not 0 < len(quantities) <= _MOST_FIGURES:
            return
        held = enclosures(text)
        path = self.outline[at].path if at >= 0 else ()
        for clause in clause_bounds(text, held):
            inside = [q for q in quantities if clause.start <= q.span.start < clause.end]
            inside = [q for q in inside if not is_idle(q, held, text[clause.start : clause.end])]
            for stretch, group in self._levels(inside, clause, held):
                stretches = pieces(text, stretch, group)
                for q, piece in zip(group, stretches, strict=True):
                    if self._in_title(sentence.start + q.span.start, at) and (not q.direct or q.number.numeral):
                        continue  # a heading names its theme; only a figure with a comparator sets something
                    first = group[stretches.index(piece)]  # the first of the figures that share the piece
                    yield from self._item(sentence, q, first, piece, clause, held, path, len(quantities) - 1)

    @staticmethod
    def _levels(inside: list[Quantity], clause: Span, held: Enclosures) -> Iterator[tuple[Span, list[Quantity]]]:
        """Figures of a clause, those in brackets apart so that they do not cut the text around them."""
        brackets: dict[Span, list[Quantity]] = {}
        plain: list[Quantity] = []
        for q in inside:
            bracket = held.bracket_at(q.number.span.start)
            if bracket is None:
                plain.append(q)
            else:
                brackets.setdefault(Span(bracket.start + 1, bracket.end - 1), []).append(q)
        yield clause, plain
        yield from brackets.items()

    def _in_title(self, position: int, at: int) -> bool:
        return at >= 0 and position < self.outline[at].span.end

    def _item(
        self,
        sentence: Sentence,
        q: Quantity,
        first: Quantity,
        piece: Span,
        clause: Span,
        held: Enclosures,
        path: tuple[str, ...],
        others: int,
    ) -> Iterator[_Found]:
        text = sentence.text
        deadline = self.clock.governing(text, clause.start, q.head)
        aims = sentence.start in self.tabled or any(_AIMS.search(part) for part in path[-2:])
        context = Context(
            sentence=text,
            clause=text[clause.start : clause.end],
            before=text[min(piece.start, q.head) : q.number.span.start].rstrip(),
            after=text[q.span.end : max(piece.end, q.span.end)],
            enclosures=held,
            quantity=q,
            past=self.clock.is_past(text, q.head) or (past_heading(path) and deadline is None),
            aim=deadline is not None or aims,
            piece=piece,
            others=others,
        )
        verdict = judge(context)
        if verdict == "none":
            return
        whole = self._whole(text, piece, clause, q)
        before = text[whole.start : max(whole.start, first.head)]
        subject = part_of(subject_of(before, context.after, q) or self._last_subject, self._last_subject)
        self._last_subject = subject
        target = Target(
            quote=text[whole.start : whole.end],
            subject=subject,
            comparator=q.comparator,
            source=Span(sentence.start + whole.start, sentence.start + whole.end),
            value=q.value,
            low=q.low,
            high=q.high,
            unit=q.unit,
            deadline=deadline,
            hedge=self._hedge(text, clause, whole, q),
            kind="requirement" if verdict == "requirement" else "goal",
            path=path,
            suspect=q.glued,
            note=_GLUED_NOTE if q.glued else None,
            strict=q.strict,
            period=_first(cues.PERIOD, context.clause[: q.head - clause.start]),
            per=_first(cues.PER, context.clause[: q.head - clause.start]),
        )
        for each in spread(target, text[clause.start : clause.end], q.number.span.start - clause.start):
            yield _Found(each, verdict, q)

    @staticmethod
    def _whole(text: str, piece: Span, clause: Span, q: Quantity) -> Span:
        """The piece, widened to the clause before it where it names nothing that is counted."""
        start, end = min(piece.start, q.head), max(piece.end, q.span.end)
        before = cues.WORD.sub("", text[start : q.head])
        named = re.sub(r"[\s，,、。]|其中|分别|均|要|应|将|须|力争|努力|确保|到", "", before)
        if len(named) > 1 or len(text[q.span.end : end].strip()) > 1 or clause.start == 0:
            return Span(start, end)
        earlier = max(text.rfind(c, 0, max(0, clause.start - 1)) for c in "，,：:")
        return Span(max(earlier + 1, 0), end)

    @staticmethod
    def _hedge(text: str, clause: Span, whole: Span, q: Quantity) -> str | None:
        own = cues.HEDGE.search(text, min(clause.start, whole.start), q.span.start)
        if own:
            return own[0]
        opening = list(_OPENING_HEDGE.finditer(text[: clause.start]))
        return opening[-1][1] if opening else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[0] if match else None
