"""Entering a reorganisation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import REFUSALS, sentences
from jiangxin.people.domain import organisations
from jiangxin.people.enums import ReorganisationKind
from jiangxin.people.interfaces import ReorganisationForm
from jiangxin.people.models import Reorganisation


def reorganise(request: HttpRequest) -> HttpResponse:
    """Offer the form, take the event into effect, and show it."""
    actor = request.actor
    record = records.of_model(Reorganisation)
    access.require(record, actor, record.permissions["reorganise"])
    form = ReorganisationForm(
        request.POST or None, actor=actor, initial={"organisations": request.GET.getlist("organisation")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            event = _carry_out(form.cleaned_data, actor)
        except REFUSALS as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("The reorganisation is recorded; lists of earlier days stay as they were."))
            return redirect("desk:detail", room="people", slug="reorganisations", uuid=event.uuid)
    return render(request, "people/reorganise.html", {"form": form})


def _carry_out(data: dict[str, Any], actor: Actor) -> Reorganisation:
    rows = list(data["organisations"])
    common = {"on": data["effective_on"], "actor": actor, "reason": data["reason"], "basis": data["basis"]}
    kind = data["kind"]
    if kind != ReorganisationKind.MERGER and len(rows) != 1:
        raise ValidationError(_("Choose exactly one organisation for this kind of event."))
    match kind:
        case ReorganisationKind.RENAMING:
            if not data["new_name"]:
                raise ValidationError(_("Give the new name."))
            return organisations.rename(rows[0], data["new_name"], **common)
        case ReorganisationKind.MOVE:
            return organisations.move(rows[0], data["target"], **common)
        case ReorganisationKind.MERGER:
            return organisations.merge(rows, data["target"] or _new(data, "new", rows[0]), **common)
        case ReorganisationKind.SPLIT:
            second = organisations.New(data["second_code"], data["second_name"], rows[0].kind, rows[0].parent)
            if not (data["second_code"] and data["second_name"]):
                raise ValidationError(_("Give code and name of both successors."))
            return organisations.split(rows[0], [_new(data, "new", rows[0]), second], **common)
        case _:
            return organisations.close(rows[0], **common)


def _new(data: dict[str, Any], prefix: str, like: Any) -> organisations.New:
    code, name = data[f"{prefix}_code"], data[f"{prefix}_name"]
    if not (code and name):
        raise ValidationError(_("Choose the successor, or give code and name of a new organisation."))
    return organisations.New(code, name, data["new_kind"] or like.kind, like.parent)
