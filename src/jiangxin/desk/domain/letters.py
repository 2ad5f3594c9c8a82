"""How a digest reads as a letter: HTML in one column and the same as plain text, with addresses in full."""

from __future__ import annotations

from datetime import date
from typing import Self
from urllib.parse import urlsplit

from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiangxin.desk.digests import Part
from jiangxin.desk.domain.subscriptions import token_of
from jiangxin.people.models import Person


def compose(person: Person, day: date, parts: list[Part], *, address: str, region: str) -> EmailMultiAlternatives:
    """Return the letter, in the language that is set; its links begin with the address of the site."""
    stop = f"{address}{reverse('desk:unsubscribe', kwargs={'token': token_of(person)})}"
    subject = _("Digest of %(day)s") % {"day": f"{day:%Y-%m-%d}"}
    context = {
        "title": subject,
        "person": person,
        "region": region,
        "parts": parts,
        "site": address,
        "stop": stop,
        "language": get_language(),
    }
    letter = EmailMultiAlternatives(
        subject=f"{region} · {subject}" if region else subject,
        body=render_to_string("desk/mail/digest.txt", context),
        to=[person.email],
        headers={
            "Message-ID": f"<digest-{person.uuid}-{day:%Y%m%d}@{urlsplit(address).hostname}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    letter.attach_alternative(render_to_string("desk/mail/digest.html", context), "text/html")
    return letter


class Postman:
    """Sends letters over one connection; it is opened with the first one. Raises what `smtplib` raises."""

    def __init__(self, address: str, region: str = "") -> None:
        self._site, self._region = address, region
        self._connection = get_connection()

    def __call__(self, person: Person, day: date, parts: list[Part]) -> None:
        """Send a digest."""
        letter = compose(person, day, parts, address=self._site, region=self._region)
        letter.connection = self._connection
        self._connection.open()
        letter.send()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()
