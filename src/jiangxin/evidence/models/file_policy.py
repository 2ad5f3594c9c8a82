"""Which files are taken: dated rows that officials edit."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Policy, never_overlapping, tracked


def usual_types() -> list[str]:
    """Return the types that are taken as long as no policy says otherwise."""
    return [
        "application/pdf",
        "application/ofd",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/zip",
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "text/plain",
        "text/csv",
        "text/markdown",
        "video/mp4",
    ]


@tracked()
class FilePolicy(Policy):
    """Types and sizes of files that are taken as evidence, from a day on."""

    media_types = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("types taken"),
        default=usual_types,
        help_text=_("Media types, separated by semicolons."),
    )
    max_mebibytes = models.PositiveSmallIntegerField(
        _("largest size in MiB"), default=50, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )

    class Meta(Policy.Meta):
        verbose_name = _("policy of files")
        verbose_name_plural = _("policies of files")
        constraints = [
            *Policy.Meta.constraints,
            never_overlapping("evidence_policy_overlap", message=_("Another policy holds in this time.")),
        ]
