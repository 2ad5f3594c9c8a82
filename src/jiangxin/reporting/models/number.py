"""Numbers of documents: the series of an office, and the register of every number given."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation
from jiangxin.reporting.enums import NumberState

#: Brackets stand around the year; in the word they would make the number ambiguous.
WORD = RegexValidator(r"^[^〔〕\[\]()（）【】]+$", _("Only the word of the office, without brackets."))


@tracked()
class NumberSeries(Record):
    """A series in which an office numbers its documents, year by year (发文字号), or its serial (期)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("office"), related_name="+")
    word = models.CharField(
        _("word of the office"), max_length=30, unique=True, validators=[WORD], help_text=_("机关代字: 津府办发, say.")
    )
    serial = models.BooleanField(
        _("serial with issues"), default=False, help_text=_("Counts issues (第3期), in all and in the year.")
    )

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


@tracked()
class Number(Record):
    """A number that was given. Void ones stay, so that the register has no gap."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, verbose_name=_("series"), related_name="numbers")
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("no."))
    total = models.PositiveIntegerField(_("issue in all"), null=True, blank=True)
    given_on = models.DateField(_("given on"))
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=4, choices=NumberState.choices, default=NumberState.USED)
    reason = models.CharField(_("why it is void"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("number")
        verbose_name_plural = _("register of numbers")
        ordering = ["series", "-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "sequence"], name="reporting_number_unique"),
            models.CheckConstraint(
                name="reporting_number_void_reason", condition=Q(state=NumberState.USED) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        if self.series.serial:
            return f"第{self.sequence}期（总第{self.total}期）"
        return f"{self.series.word}〔{self.year}〕{self.sequence}号"
