"""What a record type says about itself. Nothing appears anywhere that is not named here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model

from jiangxin.kernel.access import Permission, Scope
from jiangxin.kernel.states import StateTable


@dataclass(frozen=True)
class Column:
    """A list column that is not simply a field: a path, a property or a formatted value.

    `path` is an ORM path or attribute (dots or `__`); `order_by` the ORM path to sort by, or None
    for an unsortable column; `kind` chooses the cell: text, number, date, datetime, state, light,
    bool, link, tags, record (the key of a record type, shown as its name), about (the row that the
    columns `record` and `object_id` name, as far as the reader may see it).
    """

    name: str
    label: Any
    path: str = ""
    order_by: str | None = None
    kind: str = "text"

    @property
    def source(self) -> str:
        """The path the cell reads, which is the name unless said otherwise."""
        return self.path or self.name


@dataclass(frozen=True)
class Filter:
    """A filter that is not simply a field: another lookup, label or kind.

    `kind`: choice, relation, text, bool, range (numbers), period (dates), subtree (an organisation
    and all below it), asof (rows valid on a date).

    `columns` belong to asof with a path: what the list shows of these columns is then read from the
    row at `path` that was valid on the date, and filters on them look there too.

    `choices` gives those of a choice whose field has none, when they are shown.
    """

    name: str
    kind: str
    label: Any = ""
    path: str = ""
    columns: tuple[str, ...] = ()
    choices: Callable[[], list[tuple[str, Any]]] | None = None

    @property
    def source(self) -> str:
        """The ORM path the filter looks at, which is the name unless said otherwise."""
        return self.path or self.name


@dataclass(frozen=True)
class Section:
    """A titled group of fields in forms and detail pages."""

    title: Any
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Related:
    """A counted tab on the detail page: rows of another record type that point here.

    `record` is the other record's key (`room.slug`), `path` the ORM path from it to this one.
    """

    record: str
    path: str
    label: Any = ""


@dataclass(frozen=True)
class Import:
    """Columns of the template, in order; each is a field name or `field.natural_key_part`."""

    fields: tuple[str, ...]
    max_rows: int = 50_000


@dataclass(frozen=True)
class Api:
    """Fields the API shows, and those it accepts (the form's fields unless named)."""

    fields: tuple[str, ...]
    writable: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Approval:
    """Ties a life cycle to the approvals that officials configure.

    Taking `submit` opens the approval; its end takes `approve` or `reject` (both reserved for the
    system in the state table: `permission=None`). `named` is the path from the row to the units whose
    heads decide at steps that ask them, each for its unit; rows that name none pass these steps by.
    """

    submit: str
    approve: str
    reject: str
    named: str = ""


@dataclass(frozen=True)
class Action:
    """A button that leads to a page of the room's own, shown to those whom `verb` permits.

    `url` is a url name; on the page of a row (`on="detail"`) it takes `uuid`, on the list nothing.
    """

    verb: str
    label: Any
    url: str
    on: str = "detail"
    icon: str = ""


class RecordType:
    """Base of every declaration. All attributes are data or names.

    Required: model, slug, scope, permissions, list_columns. `permissions` maps verbs to
    permissions: view, add, change, delete, export, import, history, plus any the room's own views
    ask for; a verb that is not named is nobody's.
    """

    #: templates are handed the class itself, not a row of it
    do_not_call_in_templates: ClassVar[bool] = True

    model: ClassVar[type[Model]]
    slug: ClassVar[str]
    #: key of the navigation entry this record stands under, or "" for none
    menu: ClassVar[str] = ""
    icon: ClassVar[str] = "list"
    #: one sentence under the title of the list page
    purpose: ClassVar[Any] = ""
    natural_key: ClassVar[tuple[str, ...]] = ()
    list_columns: ClassVar[tuple[str | Column, ...]] = ()
    #: columns a user may add to the list
    extra_columns: ClassVar[tuple[str | Column, ...]] = ()
    filters: ClassVar[tuple[str | Filter, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    #: columns so large that lists, and lists that only name the row, leave them in the database
    bulky: ClassVar[tuple[str, ...]] = ()
    #: the table grows beyond 100 000 rows: its list sorts by columns with an index only
    large: ClassVar[bool] = False
    #: relations fetched with every list and detail (select_related paths)
    related: ClassVar[tuple[str, ...]] = ()
    #: to-many relations fetched with every list (prefetch_related paths)
    prefetch: ClassVar[tuple[str, ...]] = ()
    form_sections: ClassVar[tuple[Section, ...]] = ()
    detail_sections: ClassVar[tuple[Section, ...]] = ()
    tabs: ClassVar[tuple[Related, ...]] = ()
    scope: ClassVar[Scope]
    permissions: ClassVar[Mapping[str, Permission]] = {}
    workflow: ClassVar[StateTable | None] = None
    approval: ClassVar[Approval | None] = None
    imports: ClassVar[Import | None] = None
    api: ClassVar[Api | None] = None
    #: files may be attached as evidence
    evidence: ClassVar[bool] = False
    #: url names that replace a generic page: {"detail": "planning:plan", "add": "planning:upload"}
    pages: ClassVar[Mapping[str, str]] = {}
    #: buttons to pages of the room's own
    actions: ClassVar[tuple[Action, ...]] = ()
    #: domain function `(instance, changes, *, actor, reason) -> instance` that replaces the plain
    #: save of `kernel.write`; it runs inside the write path's transaction, which sets to-many
    #: relations afterwards
    saver: ClassVar[Callable[..., Model] | None] = None
    #: `(created, updated, *, actor, reason)`, run in the transaction of `kernel.write.save_many`, for
    #: rows that follow from others (set-based, never a loop of saves)
    after_many: ClassVar[Callable[..., None] | None] = None

    @classmethod
    def key(cls) -> str:
        """The name that is unique in the product: `room.slug`."""
        return f"{cls.model._meta.app_label}.{cls.slug}"

    @classmethod
    def title(cls) -> str:
        """The name of one row, translated."""
        return str(cls.model._meta.verbose_name)

    @classmethod
    def title_plural(cls) -> str:
        """The name of the list, translated."""
        return str(cls.model._meta.verbose_name_plural)

    @classmethod
    def form_fields(cls) -> tuple[str, ...]:
        """The editable fields, in the order of the form."""
        return tuple(name for section in cls.form_sections for name in section.fields)

    @classmethod
    def capabilities(cls) -> tuple[str, ...]:
        """Every capability this declaration asks for, sorted."""
        names = {name for permission in cls.permissions.values() for name in permission.capabilities}
        if cls.workflow:
            for step in cls.workflow.transitions:
                if step.permission:
                    names.update(step.permission.capabilities)
        return tuple(sorted(names))
