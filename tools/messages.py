"""Build and check the Chinese catalogue.

Message ids are English and live in the code and the templates. Their Chinese is kept per room in
`src/jiangxin/locale/parts/<room>.zh.po`, so that two people rarely edit the same file.

    python tools/messages.py build    merge the parts into locale/zh_Hans/LC_MESSAGES/django.po and compile it
    python tools/messages.py check    list what is used but not translated, contradicted, or no longer used
    python tools/messages.py missing  print the untranslated messages as PO entries to paste into a part
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "jiangxin"
LOCALE = PACKAGE / "locale"
PARTS = LOCALE / "parts"
TARGET = LOCALE / "zh_Hans" / "LC_MESSAGES"

#: Functions that mark a message, and which of their arguments are what.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
STRING = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
#: What django's `templatize` makes of a translated template tag.
TEMPLATE_CALL = re.compile(
    rf"(?<![\w.])(_|gettext|ngettext|pgettext|npgettext)\(\s*(u?{STRING}(?:\s*,\s*u?{STRING})*)", re.DOTALL
)
Identity = tuple[str | None, str | tuple[str, ...]]


def in_python() -> Iterator[tuple[Identity, str]]:
    """Yield every message of the Python files with the place where it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        with path.open("rb") as stream:
            for line, message, _comments, context in extract("python", stream, KEYWORDS):
                if message and message != "":
                    yield (context, message), f"{path.relative_to(ROOT)}:{line}"


def in_templates() -> Iterator[tuple[Identity, str]]:
    """Yield every message of the templates with the place where it stands."""
    from django.conf import settings  # noqa: PLC0415 - only needed here, and slow
    from django.utils.translation.template import templatize  # noqa: PLC0415 - same

    if not settings.configured:
        settings.configure()
    for path in sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for match in TEMPLATE_CALL.finditer(source):
            parts = [ast.literal_eval(part) for part in re.findall(rf"u?({STRING})", match[2], re.DOTALL)]
            context = parts.pop(0) if match[1] in {"pgettext", "npgettext"} else None
            message = tuple(parts[:2]) if match[1] in {"ngettext", "npgettext"} else parts[0]
            yield (context, message), f"{path.relative_to(ROOT)}:{source.count(chr(10), 0, match.start()) + 1}"


def used() -> dict[Identity, str]:
    """Return every message in use and the first place that uses it."""
    found: dict[Identity, str] = {}
    for identity, place in [*in_python(), *in_templates()]:
        found.setdefault(identity, place)
    return found


def parts() -> tuple[Catalog, list[str]]:
    """Return the merged catalogue and what is wrong with the parts."""
    merged = Catalog(locale="zh_Hans", domain="django", project="jiangxin", fuzzy=False)
    problems: list[str] = []
    for path in sorted(PARTS.glob("*.zh.po")):
        try:
            catalogue = read_po(BytesIO(path.read_bytes()), locale="zh_Hans", abort_invalid=True)
        except (PoFileError, ValueError) as error:
            problems.append(f"{path.relative_to(ROOT)}: {error}")
            continue
        for message in catalogue:
            if message.id:
                problems.extend(_add(merged, message, path.relative_to(ROOT)))
    return merged, problems


def _add(merged: Catalog, message: Message, place: Path) -> list[str]:
    known = merged.get(message.id, message.context)
    if known is not None and known.string and known.string != message.string:
        return [f"{place}: {message.id!r} is translated as {message.string!r} here and {known.string!r} elsewhere"]
    wrong = [f"{place}: {message.id!r}: {error}" for error in message.check(merged)]
    wrong += [f"{place}: {message.id!r} loses {name}" for name in _lost_placeholders(message)]
    merged.add(message.id, message.string, context=message.context, flags=message.flags)
    return wrong


def _lost_placeholders(message: Message) -> list[str]:
    """Return the placeholders that stand in the message and in no form of its translation."""
    ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if not any(strings):
        return []
    pattern = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")
    kept = {name for text in strings for name in pattern.findall(text)}
    return sorted(set(pattern.findall(ids[-1])) - kept)


def missing(merged: Catalog) -> dict[Identity, str]:
    """Return the messages in use that have no Chinese, and where they stand."""
    return {identity: place for identity, place in used().items() if not _translated(merged, identity)}


def _translated(merged: Catalog, identity: Identity) -> bool:
    context, message = identity
    known = merged.get(message if isinstance(message, str) else message[0], context)
    if known is None:
        return False
    strings = known.string if isinstance(known.string, (list, tuple)) else (known.string,)
    return all(strings)


def unused(merged: Catalog) -> list[str]:
    """Return the translated messages that nothing uses any more."""
    names = {(context, message if isinstance(message, str) else message[0]) for context, message in used()}
    return [
        str(message.id)
        for message in merged
        if message.id and (message.context, message.id if isinstance(message.id, str) else message.id[0]) not in names
    ]


def build() -> list[str]:
    """Write django.po and django.mo; return what is wrong with the parts."""
    merged, problems = parts()
    TARGET.mkdir(parents=True, exist_ok=True)
    with (TARGET / "django.po").open("wb") as stream:
        write_po(stream, merged, omit_header=False, sort_output=True, width=110)
    draft = TARGET / "django.mo.new"
    with draft.open("wb") as stream:
        write_mo(stream, merged)
    draft.replace(TARGET / "django.mo")
    return problems


def check() -> list[str]:
    """Return everything that is wrong with the catalogue."""
    merged, problems = parts()
    problems += [f"{place}: not translated: {message!r}" for (_context, message), place in missing(merged).items()]
    return problems + [f"{PARTS.relative_to(ROOT)}: no longer used: {text!r}" for text in unused(merged)]


def entries() -> str:
    """Return the untranslated messages as PO entries."""
    merged, _problems = parts()
    wanted = Catalog(locale="zh_Hans")
    for (context, message), place in missing(merged).items():
        name, _separator, line = place.rpartition(":")
        wanted.add(message, locations=[(name, int(line))], context=context)
    stream = BytesIO()
    write_po(stream, wanted, omit_header=True, width=110)
    return stream.getvalue().decode()


def main(arguments: list[str]) -> int:
    """Run the action named on the command line."""
    match arguments:
        case ["build"]:
            for problem in build():  # an unfinished catalogue must not keep anybody from starting
                print(problem, file=sys.stderr)
            return 0
        case ["check"]:
            problems = check()
        case ["missing"]:
            print(entries())
            return 0
        case _:
            problems = [__doc__ or ""]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
