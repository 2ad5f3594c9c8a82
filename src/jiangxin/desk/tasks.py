"""Periodic work of the room: digests by mail, and notices to those who follow a matter."""

from __future__ import annotations

from django.conf import settings as django_settings

from jiangxin.desk import settings
from jiangxin.desk.domain.digests import make_ready, send_waiting
from jiangxin.desk.domain.following import tell_changes
from jiangxin.desk.domain.letters import Postman
from jiangxin.kernel import clock
from jiangxin.workflow.periodic import every


def send_digests() -> int:
    """Send the digests that are due, where a mail server and the address of the site are set."""
    values = settings.get_many(("region.address", "region.name", "digest.hour", "digest.weekday"))
    address = settings.site_address(values["region.address"])
    if not django_settings.EMAIL_HOST or not address:
        return 0
    now = clock.now()
    make_ready(now, hour=values["digest.hour"], weekday=values["digest.weekday"])
    with Postman(address, values["region.name"]) as postman:
        return send_waiting(postman, now)


every(600, "desk.digests")(send_digests)
every(300, "desk.following")(tell_changes)
