"""Taking one step of a life cycle: what it will do, why, and then doing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jiangxin.desk.interfaces.forms import StepForm, step_form_for
from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.kernel import access, write
from jiangxin.kernel.errors import Correctable
from jiangxin.kernel.states import Transition


class MoveView(RecordView):
    """The page (or the part of a dialog) of one step."""

    template = "desk/move.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Say what the step does, and ask for its values and the reason."""
        instance = self.row()
        return self.show(instance, self.form(instance))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take the step and go back to the row."""
        instance = self.row()
        step, form = self.step(), self.form(instance, request.POST)
        try:
            access.require(self.record, self.actor, step.permission, [instance])
            if not form.is_valid():
                return self.show(instance, form, status=422)
            with transaction.atomic():
                write.apply(
                    self.record,
                    instance,
                    step.name,
                    actor=self.actor,
                    reason=form.cleaned_data[form.reason_name],
                    changes=form.changes(),
                )
        except ValidationError as error:
            form.tell(error)
            return self.show(instance, form, status=422)
        except Correctable as error:
            return self.show(instance, form, refusal=str(error), status=422)
        messages.success(request, _("“%(step)s” is done.") % {"step": step.label})
        return redirect(self.after(instance))

    def form(self, instance: Any, data: Any = None) -> StepForm:
        """Return the form of the step."""
        return step_form_for(self.record, self.step())(data, instance=instance, actor=self.actor)

    def after(self, instance: Any) -> str:
        """Return where to go: the row, or the list when the step took it out of reach."""
        if self.can("view", instance):
            return url_for(self.record, "detail", instance)
        return url_for(self.record, "list")

    def step(self) -> Transition:
        """Return the step of the address."""
        try:
            return self.record.workflow.get(self.kwargs["name"])
        except (AttributeError, KeyError):
            raise Http404(_("There is no such step.")) from None

    def show(self, instance: Any, form: StepForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
        """Draw the page."""
        step = self.step()
        lawful = dict(write.lawful(self.record, instance, self.actor))
        if step not in lawful and not refusal:
            refusal = _("This step is not possible now, or not yours to take.")
        labels = dict(self.record.model._meta.get_field(self.record.workflow.column).flatchoices)
        return self.page(
            status=status,
            title=str(step.label),
            crumbs=self.crumbs(instance),
            instance=instance,
            step=step,
            target=labels.get(step.target, step.target),
            refusal=refusal or lawful.get(step, ""),
            possible=step in lawful and not lawful[step],
            form=form,
            back=url_for(self.record, "detail", instance),
        )
