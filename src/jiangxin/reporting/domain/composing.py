"""From a template and a source's facts to a document, and from a document to what the engine sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext as _

from jiangxin.engines.typeset import document as engine
from jiangxin.engines.typeset import plain
from jiangxin.engines.typeset.words import chinese_date
from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.people.models import Organisation
from jiangxin.reporting.domain import sources
from jiangxin.reporting.enums import DocumentState
from jiangxin.reporting.models import Delivery, Document, Template

#: How an annex is written on its line: title = [[insert]], 横排 for a page across.
ANNEX = re.compile(r"(?P<title>[^=＝]+?)\s*[=＝]\s*(?P<insert>\[\[[^\[\]\n]+\]\])\s*(?P<across>横排)?")


def templates_on(day: date) -> list[Template]:
    """Return the templates in force on a day, of each code the newest."""
    newest: dict[str, Template] = {}
    for template in Template.objects.on(day).order_by("code", "valid_from"):
        newest[template.code] = template
    return list(newest.values())


def templates_about(record: str, day: date) -> list[Template]:
    """Return the templates in force that say something about rows of a record type."""
    keys = {source.key for source in sources.about(record)}
    return [template for template in templates_on(day) if template.source in keys] if keys else []


def subjects(source: sources.Source, actor: Actor) -> QuerySet[Any]:
    """Return the rows that a document with facts of that source can be about, as far as the actor may see them."""
    return access.rows(records.get(source.record), actor).filter(**source.rows)


def draft(
    template: Template,
    subject: Any,
    *,
    organisation: Organisation,
    actor: Actor,
    reason: str = "",
) -> Document:
    """Begin a document from a template, with the facts of its source about a row as of today, and return it.

    Raises NotAllowed, NotLawful (the room that has the facts is not there), ValidationError.
    """
    day = clock.today()
    facts = _facts(template, subject, organisation, day, actor)
    values, kept = _texts(template, facts, organisation), _kept(template, facts, subject, day)
    record = records.of_model(Document)
    with write.writing(actor, reason):
        document: Document = write.save(record, Document(**kept), values, actor=actor, reason=reason)
        rows = [Delivery(document=document, organisation_id=unit) for unit in facts.organisations]
        if rows:
            write.save_many(records.of_model(Delivery), create=rows, actor=actor, reason=reason)
    return document


def example(template: Template, organisation: Organisation, actor: Actor) -> Document:
    """Return what a template says about the newest row that the actor may see, not saved; without one, its names.

    Raises NotLawful (it names something that its source does not know).
    """
    day, source = clock.today(), sources.get(template.source)
    subject = subjects(source, actor).order_by("-pk").first() if source else None
    if source is None or subject is not None:
        facts = _facts(template, subject, organisation, day, actor)
    else:
        values, inserts = sources.names_of(template.source)
        facts = sources.Facts(
            {name: f"〈{name}〉" for name in values}, {name: (engine.Paragraph(f"〈{name}〉"),) for name in inserts}
        )
    texts = _texts(template, facts, organisation) | {"template": None, "dated": day}
    return Document(**texts, **_kept(template, facts, subject, day))


def _texts(template: Template, facts: sources.Facts, organisation: Organisation) -> dict[str, Any]:
    """Return what a document says that begins from a template."""
    return {
        "organisation": organisation,
        "template": template,
        "genre": template.genre,
        "layout": template.layout,
        "mark": _filled(template.mark, facts.values),
        "title": _filled(template.title, facts.values),
        "recipients": _filled(template.recipients, facts.values),
        "body": _filled(template.body, facts.values),
        "annexes": template.annexes,
        "signatory": organisation.name,
        "sealed": template.sealed,
        "copies": _filled(template.copies, facts.values),
    }


def _kept(template: Template, facts: sources.Facts, subject: Any, day: date) -> dict[str, Any]:
    """Return the facts as they are kept with a document."""
    inserts = {name: engine.to_dict(tuple(blocks)) for name, blocks in facts.inserts.items()}
    return {
        "source": template.source,
        "subject_id": getattr(subject, "pk", None),
        "facts_on": day,
        "facts": {"values": dict(facts.values), "inserts": inserts},
    }


def _facts(template: Template, subject: Any, organisation: Organisation, day: date, actor: Actor) -> sources.Facts:
    """Return the facts of the template's source, and those that every document has."""
    common = {"日期": chinese_date(day), "年份": str(day.year), "单位": organisation.name}
    if not template.source:
        return sources.Facts(common)
    source = sources.get(template.source)
    if source is None:
        raise NotLawful(_("What this template takes its facts from is not installed."))
    if subject is None or not subjects(source, actor).filter(pk=subject.pk).exists():
        raise NotAllowed(_("Choose what the document is about, among what you may see."))
    facts = source.facts(subject, day, actor)
    return replace(facts, values={**common, **facts.values})


def _filled(text: str, values: Mapping[str, str]) -> str:
    try:
        return plain.filled(text, values)
    except plain.UnknownName as error:
        raise NotLawful(
            _("The template names “%(name)s”, which its source does not know.") % {"name": error.name}
        ) from error


def assemble(document: Document, *, number: str = "") -> engine.Document:
    """Return what the engine sets, with the number that is being given.

    Raises plain.UnknownName, NotLawful (an annex that cannot be read).
    """
    inserts = _inserts(document)
    dated = document.dated
    bulletin = document.layout == engine.Layout.BULLETIN.value
    return engine.Document(
        layout=engine.Layout(document.layout),
        mark=document.mark,
        title=document.title,
        blocks=plain.blocks(document.body, inserts),
        number="" if bulletin else number or document.number_text,
        issue=(number or document.number_text) if bulletin else "",
        urgency=document.urgency,
        recipients=tuple(line.rstrip("：:") for line in document.recipients.splitlines() if line.strip()),
        signatories=() if bulletin else (document.signatory,),
        dated=None if bulletin else dated,
        sealed=document.sealed,
        remark=document.remark,
        copies=document.copies,
        printer=document.organisation.name,
        printed=document.issued_on or dated,
        annexes=tuple(_annexes(document.annexes, inserts)),
        draft=document.state in {DocumentState.DRAFT, DocumentState.IN_APPROVAL, DocumentState.SIGNED} and not number,
    )


def names_in(title: str) -> list[str]:
    """Return the names of organisations that stand in a title, which is not broken inside them."""
    within = Organisation.objects.annotate(title=Value(title)).filter(title__contains=F("name"))
    return list(within.values_list("name", flat=True))


def _inserts(document: Document) -> dict[str, tuple[engine.Block, ...]]:
    """Return the tables and charts that were kept with the document."""
    kept = document.facts.get("inserts", {})
    return {name: engine.blocks_from(blocks) for name, blocks in kept.items()}


def _annexes(text: str, inserts: Mapping[str, tuple[engine.Block, ...]]) -> Iterator[engine.Annex]:
    for line in filter(None, map(str.strip, text.splitlines())):
        match = ANNEX.fullmatch(line)
        if match is None:
            raise NotLawful(_("An annex is written as: title = [[table]]. Not read: %(line)s") % {"line": line})
        yield engine.Annex(match["title"], plain.blocks(match["insert"], inserts), landscape=bool(match["across"]))


@dataclass(frozen=True)
class Problem:
    """What must be put right: in which field, on which of its lines (0: none in particular), in a sentence."""

    field: str
    line: int
    said: str


def problems(document: Document) -> list[str]:
    """Return what must be put right before the document can go on its way, each as a sentence."""
    return [problem.said for problem in places(document)]


def places(document: Document) -> list[Problem]:
    """Return what must be put right before the document can go on its way, with its place."""
    # a draft holds no variables any more: those left are as unknown as misspelt ones
    found = _misspelt(
        document, ("title", "recipients", "body", "annexes", "copies"), (), document.facts.get("inserts", {})
    )
    if not found:
        try:
            assemble(document)
        except NotLawful as error:
            found.append(Problem("annexes", 0, str(error)))
    if document.dated is None:
        found.append(Problem("dated", 0, _("The date of the document is missing.")))
    return found


def template_problems(template: Template) -> list[str]:
    """Return the names in a template that its source does not know, each as a sentence."""
    return [problem.said for problem in template_places(template)]


def template_places(template: Template) -> list[Problem]:
    """Return the names in a template that its source does not know, with their places."""
    values, inserts = sources.names_of(template.source)
    return _misspelt(template, ("mark", "title", "recipients", "body", "annexes", "copies"), values, inserts)


def _misspelt(
    row: Document | Template, fields: Iterable[str], values: Iterable[str], inserts: Iterable[str]
) -> list[Problem]:
    """Return a sentence for every name in the texts of a row that stands for nothing."""
    found = []
    for name in fields:
        field: Any = row._meta.get_field(name)
        unknown = plain.unknown_names(getattr(row, name), values, inserts)
        found += [Problem(name, one.line, _unknown(field.verbose_name, one)) for one in unknown]
    return found


def _unknown(label: Any, unknown: plain.UnknownName) -> str:
    said = _("%(field)s, line %(line)s: “%(name)s” is not known.") % {
        "field": label,
        "line": unknown.line,
        "name": unknown.name,
    }
    return said + (_(" Did you mean “%(near)s”?") % {"near": unknown.near} if unknown.near else "")


def complete(document: Document, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse what could not be set as it stands."""
    found = problems(document)
    return found[0] if found else None
