"""Puts the parts of a reading together."""

from __future__ import annotations

from dataclasses import replace

from jiangxin.engines.policytext.annotations import Annotation, find_annotations, first_listed_leads, led_by_first
from jiangxin.engines.policytext.doubts import find_doubts
from jiangxin.engines.policytext.flattened import find_flattened
from jiangxin.engines.policytext.fold import fold
from jiangxin.engines.policytext.header import find_meta
from jiangxin.engines.policytext.model import Reading, Source, Span, Task
from jiangxin.engines.policytext.numbering import RANK, Item
from jiangxin.engines.policytext.outline import Structure, find_structure, text_lines
from jiangxin.engines.policytext.tables import find_table_tasks
from jiangxin.engines.policytext.targets import find_targets
from jiangxin.engines.policytext.timelimits import time_limits


def read(source: Source) -> Reading:
    """Reads a document. Never raises on any text; what is not there is not found."""
    folded = fold(source.text)
    tasks, spans = find_table_tasks(source, folded)
    lines = text_lines(source, sorted(spans, key=lambda s: s.start))
    flat, flat_spans = find_flattened(source.text, folded, lines)
    tasks += flat
    if flat_spans:
        lines = text_lines(source, sorted(spans + flat_spans, key=lambda s: s.start))
    if first_listed_leads(folded):
        tasks = [replace(task, units=led_by_first(task.units)) for task in tasks]
    annotations = find_annotations(source.text, folded, lines)
    structure = find_structure(source, folded, lines, [a.span for a in annotations])
    tasks += governed_tasks(source, folded, lines, annotations, structure)
    tasks.sort(key=lambda t: t.source.start)
    targets, parameters = find_targets(source, structure.headings, tasks)
    return Reading(
        meta=find_meta(source, folded, lines),
        outline=structure.headings,
        tasks=tuple(tasks),
        targets=tuple(targets),
        parameters=tuple(parameters),
        doubts=tuple(find_doubts(source, targets)),
    )


def governed_tasks(
    source: Source,
    folded: str,
    lines: list[Span],
    annotations: list[Annotation],
    structure: Structure,
) -> list[Task]:
    """One task per annotation: the text since the annotation before, or since the item's number."""
    tasks: list[Task] = []
    item = line = 0
    previous = -1
    for annotation in annotations:
        while item < len(structure.items) and structure.items[item].number.start < annotation.span.start:
            item += 1
        while line < len(lines) and lines[line].end <= annotation.span.start:
            line += 1
        alone = line < len(lines) and lines[line].start >= annotation.span.start
        numbered = _governing(structure.items, item - 1, previous, alone=alone)
        start = max(previous, numbered)
        if start < 0 and line < len(lines):
            start = lines[max(line - 1, 0)].start if alone else lines[line].start
        content = _trimmed(folded, Span(max(start, 0), annotation.span.start))
        if content.start >= content.end:
            if tasks and previous >= 0 and start == previous:
                tasks[-1] = _merged(tasks[-1], annotation)
            previous = annotation.span.end
            continue
        if not annotation.units:  # only a time limit, with nothing assigned before it
            continue
        body = source.of(content)
        quotes = annotation.deadlines + time_limits(body)
        tasks.append(
            Task(
                no=None,
                content=body,
                units=annotation.units,
                etc=annotation.etc,
                deadlines=tuple(dict.fromkeys(quotes)),
                path=structure.path_at(content.start),
                source=content,
                annotation=annotation.span,
                generic=annotation.generic,
            )
        )
        previous = annotation.span.end
    return tasks


def _governing(items: tuple[Item, ...], index: int, previous: int, *, alone: bool) -> int:
    """End of the number of the item that an annotation governs; -1 where there is none.

    An annotation with a line of its own below several items that have none speaks of all of them.
    """
    if index < 0:
        return -1
    last = items[index]
    if not alone or last.value == 1:
        return last.number.end
    rank = RANK[last.style]
    at = index
    while at >= 0 and items[at].number.start > previous and RANK[items[at].style] >= rank:
        at -= 1
    if at == index - 1 or (at >= 0 and RANK[items[at].style] >= rank):  # each item has its own
        return last.number.end
    if at < 0:
        return items[0].number.end
    return max(items[at].number.end, previous)


def _merged(task: Task, annotation: Annotation) -> Task:
    """Two annotations one behind the other speak of the same text."""
    return replace(
        task,
        units=task.units + tuple(u for u in annotation.units if u not in task.units),
        etc=task.etc or annotation.etc,
        deadlines=tuple(dict.fromkeys(task.deadlines + annotation.deadlines)),
        generic=task.generic + tuple(u for u in annotation.generic if u not in task.generic),
    )


def _trimmed(folded: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and folded[start] in " \n\r。;,.、:)]":
        start += 1
    while end > start and folded[end - 1] in " \n\r":
        end -= 1
    return Span(start, end)
