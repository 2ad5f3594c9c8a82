"""Digests: what roles get of themselves, what persons chose, what they follow, and what was sent."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiangxin.desk.digests import topic_choices
from jiangxin.desk.enums import DigestState, Rhythm
from jiangxin.kernel.models import Dated, Record, tracked
from jiangxin.people.models import Person, Role


@tracked()
class DigestRule(Dated, Record):
    """What those who hold a role get as long as they choose nothing else."""

    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("role"), related_name="+")
    topic = models.CharField(_("topic"), max_length=40, choices=topic_choices)
    rhythm = models.CharField(_("how often"), max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("rule for digests")
        verbose_name_plural = _("rules for digests")
        ordering = ["role__order", "topic", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["role", "topic", "valid_from"],
                name="desk_digest_rule_unique",
                violation_error_message=_("The role has a rule for this topic from this day on already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.get_topic_display()}"


class Subscription(models.Model):
    """What a person chose for a topic, in place of what his roles give."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=40)
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="desk_subscription_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic}"


class Correspondence(models.Model):
    """How a person gets letters, and which address a mail server refused."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="correspondence")
    by_email = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)
    refused_address = models.CharField(max_length=254, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    refused_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id}"


class Follow(models.Model):
    """A row that a person follows, how it stood when he was last told, and when that changed."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    record = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    signal = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField(default=timezone.now)
    changed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "record", "object_id"], name="desk_follow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.record} {self.object_id}"


class Digest(models.Model):
    """The letter of one person on one day, so that it is sent once. It holds no content: that is read anew."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()
    topics = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=DigestState.choices, default=DigestState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="desk_digest_once")]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=[DigestState.WAITING, DigestState.SENDING]),
                name="desk_digest_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day:%Y-%m-%d}"
