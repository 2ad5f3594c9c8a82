"""Background and periodic work of the foundation."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.core.mail import send_mail
from django.core.management import call_command
from django.utils.translation import gettext, override
from django_tasks import task

from jiangxin.audit.domain.sealing import export_head, seal_waiting
from jiangxin.people.models import Person
from jiangxin.workflow import periodic
from jiangxin.workflow.domain.notices import Notice, register_notifier
from jiangxin.workflow.domain.reaping import reap
from jiangxin.workflow.domain.reminders import remind
from jiangxin.workflow.periodic import every

#: How long the results of finished tasks are kept.
KEPT_DAYS = 14


@task()
def run_periodic(name: str) -> None:
    """Do the periodic work of that name (called by a worker)."""
    job = periodic.jobs().get(name)
    if job is not None:  # a newer version may no longer have it
        job.function()


@task()
def send_email(person_id: int, message: str, params: dict[str, str]) -> int:
    """Send a notice to a person's address and return the number of letters sent."""
    person = Person.objects.filter(pk=person_id).exclude(email="").first()
    if person is None:
        return 0
    with override(settings.LANGUAGE_CODE):
        text = gettext(message) % params if params else gettext(message)
    return send_mail(text[:120], text, None, [person.email])


def by_email(notice: Notice) -> None:
    """Queue letters for a notice that asks for them, where a mail server is configured."""
    if notice.by_email and settings.EMAIL_HOST:
        for person in notice.person_ids:
            send_email.enqueue(person, notice.message, dict(notice.params))


def prune() -> None:
    """Drop the results of tasks that ended long ago."""
    call_command("prune_db_task_results", min_age_days=KEPT_DAYS, verbosity=0)


register_notifier(by_email)
every(2, "audit.seal", inline=True)(seal_waiting)
every(time(0, 5), "audit.head", inline=True)(export_head)
every(5, "workflow.reap", inline=True)(reap)
every(3600, "workflow.remind")(remind)
every(time(3, 30), "workflow.prune")(prune)
