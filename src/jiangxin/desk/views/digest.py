"""The digest as a page, what one subscribes to, and stopping letters without signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiangxin.desk import digests, settings
from jiangxin.desk.digests import Span
from jiangxin.desk.domain import subscriptions
from jiangxin.desk.domain.following import follow, unfollow
from jiangxin.desk.domain.subscriptions import correspondence_of, person_behind, rhythms_of
from jiangxin.desk.enums import Rhythm
from jiangxin.desk.links import url_for
from jiangxin.desk.models import Digest, Follow
from jiangxin.desk.views.base import RecordView
from jiangxin.kernel import clock
from jiangxin.kernel.errors import REFUSALS, sentences
from jiangxin.kernel.records import pointers, title_of
from jiangxin.people.models import Person

#: Letters of the last days that the page of subscriptions shows.
LETTERS = 5


@require_safe
def digest(request: HttpRequest) -> HttpResponse:
    """Show the digest of the week as of today, everything that the reader may subscribe to."""
    actor = request.actor
    if actor.person_id is None:
        raise PermissionDenied
    day = clock.today()
    span = Span(day - timedelta(days=7), day)
    context = {
        "title": _("Digest"),
        "lead": _("%(since)s to %(day)s") % {"since": f"{span.since}", "day": f"{day}"},
        "parts": digests.contents(digests.topics(), actor, lambda _topic: span),
        "narrow": True,
    }
    return render(request, "desk/digest.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show and keep what one gets, how often, and in which language."""
    actor = request.actor
    if actor.person_id is None:
        raise PermissionDenied
    if request.method == "POST":
        chosen = {topic.key: request.POST[topic.key] for topic in digests.topics() if topic.key in request.POST}
        try:
            subscriptions.subscribe(
                chosen,
                by_email="by_email" in request.POST,
                language=request.POST.get("language", ""),
                actor=actor,
            )
        except REFUSALS as error:
            messages.error(request, " ".join(sentences(error)))
        else:
            messages.success(request, _("Your subscriptions are kept."))
        return redirect("desk:subscriptions")
    return render(request, "desk/subscriptions.html", _chosen(actor))


def _chosen(actor: Any) -> dict[str, Any]:
    person = Person.objects.get(pk=actor.person_id)
    rhythms = rhythms_of([person.pk], clock.today())[person.pk]
    kept = correspondence_of(person.pk)
    followed = list(Follow.objects.filter(person=person).order_by("-pk"))
    rows = pointers.rows_at({(row.record, row.object_id) for row in followed}, actor)
    return {
        "title": _("My subscriptions"),
        "lead": _("What you are told regularly. Empty digests are not sent, nor any on days of rest."),
        "topics": [(topic, rhythms.get(topic.key, Rhythm.OFF)) for topic in digests.topics() if topic.visible(actor)],
        "rhythms": Rhythm.choices,
        "person": person,
        "kept": kept,
        "refused": bool(kept.refused_address) and kept.refused_address == person.email,
        "language": kept.language or django_settings.LANGUAGE_CODE if kept.pk else get_language(),
        "languages": django_settings.LANGUAGES,
        "sends": bool(django_settings.EMAIL_HOST) and bool(settings.site_address(settings.get("region.address"))),
        "followed": [
            (row, found, title_of(row.record)) for row in followed if (found := rows.get((row.record, row.object_id)))
        ],
        "letters": Digest.objects.filter(person=person).order_by("-day")[:LETTERS],
    }


@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Use an address again that a mail server refused."""
    subscriptions.try_again(actor=request.actor)
    messages.success(request, _("The next digest goes to your address again."))
    return redirect("desk:subscriptions")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the letters of whoever holds the signed link: mail programs post to it, people press a button."""
    person = person_behind(token)
    if person is None:
        raise Http404(_("This link is not valid. Open the last digest again, or change your subscriptions."))
    if request.method == "POST":
        subscriptions.stop_letters(person)
    context = {"title": _("Stop digests by mail"), "stopped": request.method == "POST", "narrow": True}
    return render(request, "desk/unsubscribe.html", context)


class FollowView(RecordView):
    """Follows a row, or stops following it, and goes back to its page."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Follow or stop."""
        row = self.row()
        try:
            if "stop" in request.POST:
                unfollow(self.record, row.pk, actor=self.actor)
                messages.success(request, _("You no longer follow this."))
            else:
                follow(self.record, row, actor=self.actor)
                messages.success(request, _("You are told when its state or light changes."))
        except REFUSALS as error:
            messages.error(request, " ".join(sentences(error)))
        back = request.POST.get("back") == "subscriptions"
        return redirect("desk:subscriptions" if back else url_for(self.record, "detail", row))
