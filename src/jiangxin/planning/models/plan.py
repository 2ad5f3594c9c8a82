"""A plan: one version of an official document and its text as read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.evidence.models import StoredFile
from jiangxin.kernel.fields import PinyinField, grams_index, search_grams
from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation
from jiangxin.planning.enums import PlanState
from jiangxin.planning.workflow import PLAN_STATES


# the text and its layout never change once read, so their history would be copies
@tracked(exclude=("text", "layout"))
class Plan(Record):
    """An official plan document with its text, header and life cycle.

    `layout` holds the blocks and tables of the text as read (spans in characters), for display.
    `meta` holds the header fields the engine found (keys of `policytext.Meta`).
    """

    title = models.CharField(_("title"), max_length=300)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    issuer = models.CharField(_("issuer"), max_length=160, blank=True)
    written_on = models.DateField(pgettext_lazy("of a plan", "dated"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("plan office"),
        related_name="plans",
        help_text=_("The office that checks the plan and keeps it."),
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("file"), related_name="+", editable=False)
    file_name = models.CharField(_("file name"), max_length=255, editable=False)
    text = models.TextField(_("text as read"), editable=False)
    layout = models.JSONField(_("layout"), default=dict, editable=False)
    meta = models.JSONField(_("header"), default=dict, editable=False)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("supersedes"), related_name="successors", null=True, blank=True
    )
    adopted_on = models.DateField(_("in force since"), null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=PlanState.choices, default=PlanState.CHECKING, editable=False
    )
    is_demonstration = models.BooleanField(_("demonstration data"), default=False, editable=False)
    sort_key = PinyinField(source="title")
    search = search_grams("title", "document_number", "text")

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-pk"]
        indexes = [grams_index("planning_plan_search")]
        triggers = [PLAN_STATES.trigger()]

    def __str__(self) -> str:
        return self.title
