"""Columns the database or the write path keeps by itself: search n-grams and pinyin sort keys."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from pypinyin import Style, lazy_pinyin
from pypinyin.seg.mmseg import seg


class Grams(Func):
    """The two-character pieces of a text, lower-cased, white space removed (`jx_grams` in SQL)."""

    function = "jx_grams"
    arity = 1

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        extra.setdefault("output_field", ArrayField(models.TextField()))
        super().__init__(*expressions, **extra)


class Words(Func):
    """The texts of an array column with spaces between (`jx_words` in SQL)."""

    function = "jx_words"
    arity = 1
    output_field = models.TextField()


class _Joined(Func):
    """`a || ' ' || b`, which unlike concat() is immutable and so may feed a generated column."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "


class _Unread(ArrayField):  # type: ignore[type-arg]  # generic for the type checker only
    """Pieces that are searched and never read: a query that fetches the table leaves them behind."""

    def deconstruct(self) -> Any:
        """Appear in migrations as what it is to the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def select_format(self, compiler: Any, sql: str, params: Any) -> Any:
        """Select nothing in its place."""
        return "NULL::text[]", []


def search_grams(*names: str, lists: tuple[str, ...] = ()) -> models.GeneratedField:
    """Return a stored column with the n-grams of the named text columns and of columns that hold lists of texts.

    Searching it finds any two characters or more, in Chinese too; add `grams_index` to the model.
    """
    texts = [*(Coalesce(F(name), Value("")) for name in names), *(Words(F(name)) for name in lists)]
    text = _Joined(*texts, output_field=models.TextField())
    field = models.GeneratedField(expression=Grams(text), output_field=_Unread(models.TextField()), db_persist=True)
    field.db_returning = False  # type: ignore[assignment]  # nor does an insert fetch it
    return field


def grams_index(name: str) -> GinIndex:
    """Return the GIN index that makes `search_grams` fast."""
    return GinIndex(fields=["search"], name=name)


def has_grams(model: type[models.Model]) -> bool:
    """Whether a model has a `search` column made by `search_grams`."""
    return any(field.name == "search" and field.generated for field in model._meta.concrete_fields)


def search_q(query: str, names: tuple[str, ...], *, indexed: bool) -> Q:
    """Return the filter for rows that contain every word of `query` in one of the columns.

    `indexed` says that the model has a `search` column made by `search_grams`.
    """
    result = Q()
    for word in query.replace("\0", " ").split()[:8]:  # PostgreSQL has no such character
        result &= contains_q(word, names, indexed=indexed)
    return result


def contains_q(text: str, names: tuple[str, ...], *, indexed: bool) -> Q:
    """Return the filter for rows that contain `text` in one of the columns; `indexed` as for `search_q`."""
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__icontains": text})
    if indexed and len(text) > 1:
        found &= Q(search__contains=Grams(Value(text)))
    return found


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True))


def pinyin_key(text: str) -> str:
    """Return a key that sorts Chinese text as a Chinese reader expects: by pinyin, then text.

    Words are taken as a whole, so that characters with several readings get the right one; they are
    remembered, since the names of a region are made of few words.
    """
    text = text or ""
    syllables = " ".join(syllable for word in seg.cut(text) for syllable in _syllables(word))
    return f"{syllables.lower()[:150]} {text[:50]}"


class PinyinField(models.CharField):  # type: ignore[type-arg]  # generic for the type checker only
    """A sort key kept equal to the pinyin of another column by every save, bulk included."""

    derived = True

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        kwargs.update(max_length=220, editable=False, db_index=True, blank=True, default="")
        self.source = source
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave out what every such field has."""
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "editable", "db_index", "blank", "default"):
            kwargs.pop(key, None)
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001
        """Work the key out anew."""
        value = pinyin_key(str(getattr(model_instance, self.source)))
        setattr(model_instance, self.attname, value)
        return value
