"""What keeps background work going: living workers, and when periodic work is due."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class WorkerHeartbeat(models.Model):
    """A living worker process. The database's clock is used, so that hosts need not agree."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    #: when the process began, as the system counts it; tells a reused process id apart
    began = models.CharField(max_length=40, blank=True)
    beat_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"


class PeriodicJob(models.Model):
    """When a piece of periodic work is due. Its row lock makes one ticker start it."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        verbose_name = _("periodic work")
        verbose_name_plural = _("periodic work")

    def __str__(self) -> str:
        return self.name
