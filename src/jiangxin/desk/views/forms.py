"""Adding and changing a row: sections, drafts, errors beside the field, merging with what others changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jiangxin.desk.domain.drafts import drop_draft, find_draft
from jiangxin.desk.interfaces.cells import render_value
from jiangxin.desk.interfaces.forms import RecordForm, form_for
from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.kernel import write
from jiangxin.kernel.errors import Conflict, JiangxinError


class FormView(RecordView):
    """What adding and changing share."""

    template = "desk/form.html"
    instance: Any = None

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the form, with the draft where there is one."""
        draft = find_draft(self.actor.account_id, self.record.key(), self.row_uuid)
        if draft:
            form = self.form(_query(draft.data))
            form._errors = ErrorDict()  # noqa: SLF001 - Django offers no other way; a draft is shown as it is; it is judged when it is sent
            return self.show(form, draft=draft)
        return self.show(self.form(initial=self.initial()))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save, or show the form with everything that is wrong."""
        data = request.POST
        if "merge" in data:
            data = self.merged(data)
        form = self.form(data)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            with transaction.atomic():
                saved = self.save(form)
        except Conflict:
            return self.merge(form)
        except ValidationError as error:
            form.tell(error)
        except IntegrityError:
            form.add_error(
                None,
                _("Something with the same key was saved in the meantime. Check and send again."),
            )
        except DatabaseError:
            form.add_error(None, _("The database refused this change because it breaks a rule of this record."))
        except JiangxinError as error:
            form.add_error(None, str(error))
        else:
            drop_draft(self.actor.account_id, self.record.key(), self.row_uuid)
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
            return redirect(self.after(saved))
        return self.show(form, status=422)

    @property
    def row_uuid(self) -> Any:
        """The identifier of the row that is changed, None for a new one."""
        return self.instance.uuid if self.instance is not None else None

    def form(self, data: Any = None, initial: dict[str, Any] | None = None) -> RecordForm:
        """Return the form over its own copy of the row."""
        instance = None
        if self.instance is not None:
            fields = (self.record.model._meta.get_field(name) for name in self.record.form_fields())
            shown = [field.name for field in fields if field.many_to_one]
            instance = self.record.model._default_manager.select_related(*shown).get(pk=self.instance.pk)
        return form_for(self.record)(data, instance=instance, initial=initial, actor=self.actor)

    def initial(self) -> dict[str, Any]:
        """Return values for a new row that the address names."""
        names = [name for name in self.record.form_fields() if self.request.GET.get(name)]
        return {name: self.request.GET[name] for name in names}

    def save(self, form: RecordForm) -> Any:
        """Write through the one write path."""
        return write.save(
            self.record,
            self.instance,
            form.changes(),
            actor=self.actor,
            reason=form.cleaned_data.get(form.reason_name, ""),
            expected_version=form.cleaned_data.get("version"),
        )

    def after(self, saved: Any) -> str:
        """Return where to go after saving."""
        if "another" in self.request.POST:
            return url_for(self.record, "add")
        if self.can("view", saved):
            return url_for(self.record, "detail", saved)
        return url_for(self.record, "list")

    def show(self, form: RecordForm, *, status: int = 200, draft: Any = None) -> HttpResponse:
        """Draw the form."""
        return self.page(
            status=status,
            title=self.title(),
            crumbs=self.crumbs(self.instance),
            form=form,
            instance=self.instance,
            draft=draft,
            draft_url=url_for(self.record, "draft", self.instance)
            if self.instance
            else url_for(self.record, "draft-new"),
            back=url_for(self.record, "detail", self.instance) if self.instance else url_for(self.record, "list"),
        )

    def title(self) -> str:
        """Return the title of the page."""
        raise NotImplementedError

    def merge(self, form: RecordForm) -> HttpResponse:
        """Show both versions of what differs, field by field."""
        theirs = self.form()
        differing = []
        for name, change in form.changes().items():
            present = theirs.instance._meta.get_field(name)
            current = _current(theirs.instance, present)
            if current != _comparable(change):
                differing.append(
                    {
                        "field": form[name],
                        "mine": render_value(list(change) if present.many_to_many else change),
                        "theirs": render_value(_readable(theirs.instance, present)),
                    }
                )
        sent = [(name, value) for name, values in self.request.POST.lists() for value in values if name not in _OWN]
        return self.page(
            "desk/merge.html",
            status=409,
            title=self.title(),
            crumbs=self.crumbs(self.instance),
            instance=self.instance,
            differing=differing,
            sent=sent,
            version=theirs.instance.version,
            back=url_for(self.record, "detail", self.instance),
        )

    def merged(self, data: QueryDict) -> QueryDict:
        """Return what was sent, with the present value where that was chosen."""
        present = self.form()
        found = data.copy()
        for name in self.record.form_fields():
            keep_theirs = data.get(f"keep-{name}") == "theirs"
            if keep_theirs or name not in _touched(data):
                bound = present[name]
                value = bound.field.prepare_value(bound.initial)
                if isinstance(value, (list, tuple)):
                    found.setlist(name, [str(part) for part in value])
                elif value in (None, False, ""):
                    found.pop(name, None)
                else:
                    found[name] = str(
                        bound.field.widget.format_value(value) if hasattr(bound.field.widget, "format_value") else value
                    )
        return found


class AddView(FormView):
    """The form for a new row."""

    verb = "add"

    def title(self) -> str:
        """Return the title of the page."""
        return _("New: %(kind)s") % {"kind": self.record.title()}


class EditView(FormView):
    """The form for changing a row."""

    verb = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the row before anything else."""
        if self.permitted():
            self.instance = self.row()
        return super().dispatch(request, *args, **kwargs)

    def title(self) -> str:
        """Return the title of the page."""
        return _("Change: %(name)s") % {"name": self.instance}


#: Parts of the merge page that are no fields of the record.
_OWN = frozenset({"csrfmiddlewaretoken", "version", "merge", "touched"})


def _touched(data: QueryDict) -> set[str]:
    """Return the fields that the sender had changed."""
    return set(data.getlist("touched"))


def _query(data: dict[str, list[str]]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in data.items():
        found.setlist(name, values)
    return found


def _comparable(value: Any) -> Any:
    if hasattr(value, "pk"):
        return value.pk
    if hasattr(value, "model") and hasattr(value, "values_list"):
        return sorted(value.values_list("pk", flat=True))
    return value


def _current(instance: Any, field: Any) -> Any:
    if field.many_to_many:
        return sorted(getattr(instance, field.name).values_list("pk", flat=True))
    return getattr(instance, field.attname)


def _readable(instance: Any, field: Any) -> Any:
    if field.many_to_many:
        return [str(row) for row in getattr(instance, field.name).all()]
    if field.choices:
        return getattr(instance, f"get_{field.name}_display")()
    return getattr(instance, field.name)
