"""Creating accounts, first passwords, locks, and the role one acts under."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiangxin.kernel import access, records
from jiangxin.kernel.errors import REFUSALS, sentences
from jiangxin.people.domain import accounts
from jiangxin.people.domain.queries.roles import roles_of
from jiangxin.people.interfaces import AccountForm, ReasonForm
from jiangxin.people.middleware import ACTING_AS
from jiangxin.people.models import Account


def add(request: HttpRequest) -> HttpResponse:
    """Create an account; its first password is shown once."""
    actor = request.actor
    record = records.of_model(Account)
    access.require(record, actor, record.permissions["add"])
    form = AccountForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            account, password = accounts.create_account(
                data["username"], data["person"], actor=actor, reason=data["reason"]
            )
        except REFUSALS as error:
            form.add_error("username" if hasattr(error, "error_dict") else None, sentences(error))
        else:
            return _password_page(request, account, password)
    return render(request, "people/account_form.html", {"form": form})


def reset(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Give an account a new first password, shown once, and lift its lock."""
    actor = request.actor
    record = records.of_model(Account)
    account: Account = get_object_or_404(access.rows(record, actor, "reset_password"), uuid=uuid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = accounts.reset_password(account, actor=actor, reason=form.cleaned_data["reason"])
        return _password_page(request, account, password)
    context = {
        "form": form,
        "account": account,
        "heading": _("New password for %(name)s") % {"name": account.username},
        "lead": _("The present password stops working, and a lock after failed attempts is lifted."),
        "submit": _("Make a new password"),
    }
    return render(request, "people/account_confirm.html", context)


def second_factor(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Take away the second factor of an account whose owner lost it."""
    actor = request.actor  # type: ignore[attr-defined]
    record = records.of_model(Account)
    account: Account = get_object_or_404(access.rows(record, actor, "remove_second_factor"), uuid=uuid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.remove_second_factor(account, actor=actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("The second factor is removed; it is set up anew after the next sign-in."))
        return redirect("desk:detail", room="people", slug="accounts", uuid=account.uuid)
    context = {
        "form": form,
        "account": account,
        "heading": _("Remove the second factor of %(name)s") % {"name": account.username},
        "lead": _("Make sure in person who asks. Until a new one is set up, the password alone opens the account."),
        "submit": _("Remove the second factor"),
    }
    return render(request, "people/account_confirm.html", context)


@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Act under one of the person's roles, or under all of them together."""
    chosen = request.POST.get("assignment", "")
    held = {str(row.pk): row.pk for row in roles_of(request.user.person_id)}
    if chosen in held:
        request.session[ACTING_AS] = held[chosen]
    else:
        request.session.pop(ACTING_AS, None)
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if safe else "/")


def _password_page(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    messages.success(request, _("The account is ready. Hand the password over in person; it is not shown again."))
    response = render(request, "people/account_password.html", {"account": account, "password": password})
    response["Cache-Control"] = "no-store"
    return response
