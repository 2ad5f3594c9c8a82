"""What was done, by whom and why; and the queue of rows that wait for their seal."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import records
from jiangxin.kernel.fields import grams_index, search_grams
from jiangxin.people.models import Account, Organisation


def append_only() -> list[pgtrigger.Trigger]:
    """Return the triggers that refuse to change, delete or empty a table."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="keep_all",
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;",
        ),
    ]


#: Statement-level, so that a bulk insert pays once. Rows that come in with triggers switched off
#: never wait for a seal and so are told apart from honest ones.
QUEUE = pgtrigger.Trigger(
    name="queue_for_seal",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="new_rows"),
    func="INSERT INTO audit_waiting (activity_id) SELECT id FROM new_rows; RETURN NULL;",
)


class Activity(models.Model):
    """One thing that was done. Rows are never changed; ids of deleted rows stay readable.

    Actor and organisation carry no database constraint: the log outlives what it tells about.
    """

    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("time"), default=timezone.now)
    actor = models.ForeignKey(
        Account, models.DO_NOTHING, verbose_name=_("account"), related_name="+", null=True, db_constraint=False
    )
    actor_name = models.CharField(_("by"), max_length=80)
    via = models.CharField(_("through"), max_length=10)
    verb = models.CharField(_("what"), max_length=60)
    record = models.CharField(_("kind of record"), max_length=80)
    object_id = models.BigIntegerField(_("row"), null=True)
    organisation = models.ForeignKey(
        Organisation,
        models.DO_NOTHING,
        verbose_name=_("organisation"),
        related_name="+",
        null=True,
        db_constraint=False,
    )
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(_("details"), default=dict)
    context = models.UUIDField(_("write"), null=True, help_text=_("The write that it belongs to, as in the history."))
    search = search_grams("actor_name", "verb", "record", "reason")

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["record", "object_id", "-id"], name="audit_activity_row"),
            models.Index(fields=["at"], name="audit_activity_at"),
            models.Index(fields=["actor_name"], name="audit_activity_actor"),
            grams_index("audit_activity_search"),
        ]
        triggers = [*append_only(), QUEUE]

    def __str__(self) -> str:
        when = f"{timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}"
        return f"{when} {self.by} · {self.did} · {records.title_of(self.record)}"

    @property
    def by(self) -> str:
        """The account that acted, by its name; what the product did by itself is told apart."""
        return self.actor_name if self.actor_id else str(_("the system"))

    @property
    def did(self) -> str:
        """The verb in words."""
        return records.verb_of(self.record, self.verb)

    @property
    def way(self) -> str:
        """How it came in, in words."""
        return str(records.WAYS.get(self.via, self.via))


class Waiting(models.Model):
    """A committed row that has no seal yet. Late commits show up here when they commit."""

    activity = models.OneToOneField(
        Activity, models.DO_NOTHING, primary_key=True, related_name="waiting", db_constraint=False
    )

    class Meta:
        verbose_name = _("activity to be sealed")
        verbose_name_plural = _("activities to be sealed")

    def __str__(self) -> str:
        return str(self.activity_id)
