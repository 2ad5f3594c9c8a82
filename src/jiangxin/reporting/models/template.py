"""Templates of documents, which officials edit; they hold from a day on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Dated, Record, tracked
from jiangxin.reporting.enums import Genre, Layout
from jiangxin.reporting.models.number import NumberSeries


@tracked()
class Template(Dated, Record):
    """What a document of one kind says: title, text with variables, annexes, head and imprint.

    The text is typed as officials type it (`engines.typeset.plain`); names in `{{ }}` and `[[ ]]` are those of the
    source, which a room registers.
    """

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    genre = models.CharField(_("kind of document"), max_length=8, choices=Genre.choices)
    layout = models.CharField(_("layout"), max_length=8, choices=Layout.choices, default=Layout.ORDINARY)
    source = models.CharField(
        _("facts from"), max_length=60, blank=True, help_text=_("Empty: a document whose text is typed by hand.")
    )
    mark = models.CharField(
        _("mark of the issuer"), max_length=80, help_text=_("The red head, such as the office's name and 文件.")
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), help_text=_("A paragraph a line; 一、 （一） 1. （1） begin headings."))
    annexes = models.TextField(
        _("annexes"), blank=True, help_text=_("One a line: title = [[table]], with 横排 at the end for a page across.")
    )
    recipients = models.TextField(_("sent to"), blank=True, help_text=_("As it stands before the colon."))
    copies = models.TextField(_("copies to"), blank=True, help_text=_("One line each; 报：, 送：, 发： of a serial."))
    sealed = models.BooleanField(_("sealed"), default=True, help_text=_("Leaves room for the seal on the date."))
    series = models.ForeignKey(
        NumberSeries,
        models.PROTECT,
        verbose_name=_("series of numbers"),
        related_name="templates",
        null=True,
        blank=True,
    )
    instruction_days = models.PositiveSmallIntegerField(
        _("working days to act on an instruction"), default=15, help_text=_("Where the instruction names no day.")
    )

    class Meta(Dated.Meta):
        verbose_name = _("template of documents")
        verbose_name_plural = _("templates of documents")
        ordering = ["code", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="reporting_template_unique",
                violation_error_message=_("There is a template with this code from that day on."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
