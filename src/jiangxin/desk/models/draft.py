"""Unfinished forms, kept while somebody types."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """What an account typed into a form and has not saved. `row` is empty for a new row."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    record = models.CharField(max_length=120)
    row = models.UUIDField(null=True, blank=True)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "record", "row"], name="desk_draft_unique", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.updated_at:%Y-%m-%d %H:%M}"
