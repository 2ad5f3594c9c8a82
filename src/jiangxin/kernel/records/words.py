"""Words for the keys by which tables name record types, verbs and capabilities."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.records.declaration import RecordType
from jiangxin.kernel.records.registry import all_records, find

#: What is done besides the steps of a life cycle; the last part of a capability is one of these too.
VERBS: dict[str, Any] = {
    "view": pgettext_lazy("verb", "look at"),
    "history": pgettext_lazy("verb", "read the history"),
    "add": pgettext_lazy("verb", "add"),
    "change": pgettext_lazy("verb", "change"),
    "delete": pgettext_lazy("verb", "delete"),
    "manage": pgettext_lazy("verb", "maintain"),
    "import": pgettext_lazy("verb", "import"),
    "undo": pgettext_lazy("verb", "undo an import"),
    "export": pgettext_lazy("verb", "export"),
    "open": pgettext_lazy("verb", "open"),
    "approve": pgettext_lazy("verb", "approve"),
    "return": pgettext_lazy("verb", "return"),
    "delegate": pgettext_lazy("verb", "hand over"),
    "withdraw": pgettext_lazy("verb", "withdraw"),
    "finish": pgettext_lazy("verb", "finish"),
    "cancel": pgettext_lazy("verb", "drop"),
    "attach": pgettext_lazy("verb", "attach a file"),
    "detach": pgettext_lazy("verb", "take a file off"),
    "download": pgettext_lazy("verb", "download"),
    "reorganise": pgettext_lazy("verb", "reorganise"),
    "verify": pgettext_lazy("verb", "verify"),
    "sign-in": pgettext_lazy("verb", "sign in"),
    "sign-out": pgettext_lazy("verb", "sign out"),
    "sign-in-failed": pgettext_lazy("verb", "fail to sign in"),
    "lock": pgettext_lazy("verb", "lock"),
    "unlock": pgettext_lazy("verb", "unlock"),
    "password": pgettext_lazy("verb", "set a new password"),
    "remove": pgettext_lazy("verb", "remove"),
    "second-factor": pgettext_lazy("verb", "set up a second factor"),
    "second-factor-removed": pgettext_lazy("verb", "remove a second factor"),
}
#: Ways by which a change comes in.
WAYS: dict[str, Any] = {
    "page": _("page"),
    "api": _("API"),
    "import": _("import"),
    "command": _("command"),
    "task": _("background work"),
}


def title_of(key: str) -> str:
    """Return the name of the record type with that key; the key itself where it is not known."""
    record = find(key)
    return capfirst(record.title()) if record else key


def titles() -> list[tuple[str, str]]:
    """Return every record type as (key, name), as choices of a filter."""
    return [(record.key(), capfirst(record.title_plural())) for record in all_records()]


def verb_of(key: str, verb: str) -> str:
    """Return the word for what was done to a row: a verb of every record, or a step of this one's life cycle."""
    if verb in VERBS:
        return str(VERBS[verb])
    record = find(key)
    steps = record.workflow.transitions if record and record.workflow else ()
    return next((str(step.label) for step in steps if step.name == verb), verb)


def verbs() -> list[tuple[str, str]]:
    """Return everything that may be done as (name, word), as choices of a filter."""
    steps = {
        step.name: step.label for record in all_records() if record.workflow for step in record.workflow.transitions
    }
    return [(name, str(word)) for name, word in (steps | VERBS).items()]


def capability_of(name: str) -> str:
    """Return the words for a capability, from the record type that asks for it: "organisations: maintain"."""
    noun, _dot, verb = name.rpartition(".")
    model = noun.rpartition(".")[2].replace("_", "")
    asking = [record for record in all_records() if name in record.capabilities()]
    named = [record for record in asking if record.model._meta.model_name == model]
    record: type[RecordType] | None = next(iter(named or asking), None)
    if record is None:
        return name
    return f"{capfirst(record.title_plural())} · {VERBS.get(verb, verb)}"
