"""Values that no record of the product holds: experts, surveys, incidents, results of the city."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal import rules
from jiangxin.appraisal.enums import Applies, MeasureKind, Shape, ValueState
from jiangxin.appraisal.models.run import Appraisal
from jiangxin.appraisal.models.scheme import CODE
from jiangxin.appraisal.workflow import VALUE_STATES
from jiangxin.engines.appraisal import Measure
from jiangxin.engines.appraisal.measures import measure_problems
from jiangxin.kernel.languages import localised
from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Person

#: What codes of such measures begin with where criteria name them.
PREFIX = "supplied."


@tracked()
class SuppliedMeasure(Record):
    """A measure whose values people enter. Those that may never count are refused."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    kind = models.CharField(pgettext_lazy("of a measure", "kind"), max_length=12, choices=MeasureKind.choices)
    shape = models.CharField(pgettext_lazy("of a measure", "shape"), max_length=7, choices=Shape.choices)
    unit = models.CharField(_("unit of measurement"), max_length=20, blank=True)
    least = models.DecimalField(_("least value"), max_digits=14, decimal_places=4, null=True, blank=True)
    most = models.DecimalField(_("greatest value"), max_digits=14, decimal_places=4, null=True, blank=True)
    entries = models.TextField(
        _("matters, levels or answers"), blank=True,
        help_text=_("For events, achievements and surveys: a line “code = name” for each that may be entered."),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=200, help_text=_("Who supplies the values, by which rule."))

    class Meta:
        verbose_name = _("measure supplied by people")
        verbose_name_plural = _("measures supplied by people")
        ordering = ["code"]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)

    @property
    def key(self) -> str:
        """The code under which criteria read it."""
        return f"{PREFIX}{self.code}"

    def as_measure(self) -> Measure:
        """Return it as the engine knows it."""
        return Measure(self.key, self.name, self.kind, self.shape, self.unit, "last", self.least, self.most)

    def clean(self) -> None:
        """Refuse what may never count, under whatever name."""
        rules.pairs(self.entries)
        for name in (self.name, self.name_en):
            measure = Measure(self.code, name, self.kind, self.shape, least=self.least, most=self.most)
            for problem in measure_problems(measure):
                if problem.code == "measure.forbidden":
                    raise ValidationError(
                        _("Log-ins, clicks, uploads, time online, check-ins and points for usage never count.")
                    )
                raise ValidationError({"most": _("The greatest value is less than the least.")})


@tracked()
class SuppliedValue(Record):
    """A value for a unit in an appraisal, entered by one person with evidence, confirmed by another."""

    appraisal = models.ForeignKey(
        Appraisal, models.PROTECT, verbose_name=pgettext_lazy("one", "appraisal"), related_name="supplied"
    )
    measure = models.ForeignKey(SuppliedMeasure, models.PROTECT, verbose_name=_("measure"), related_name="values")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=pgettext_lazy("of appraisal", "unit"), related_name="+"
    )
    applies = models.CharField(_("applies"), max_length=14, choices=Applies.choices, default=Applies.VALUE)
    content = models.TextField(
        _("value"),
        blank=True,
        help_text=_("A figure such as 85.5 or 12/18, or one entry a line; 0 where there is none."),
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True, help_text=_("Where it does not apply: why."))
    state = models.CharField(_("state"), max_length=9, choices=ValueState.choices, default=ValueState.ENTERED)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("entered by"), related_name="+", null=True, blank=True, editable=False
    )
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("confirmed by"), related_name="+", null=True, blank=True, editable=False
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("supplied value")
        verbose_name_plural = _("supplied values")
        ordering = ["-appraisal", "measure", "organisation__sort_key"]
        triggers = [VALUE_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "measure", "organisation"],
                condition=~models.Q(state=ValueState.WITHDRAWN),
                name="appraisal_suppliedvalue_unique",
                violation_error_message=_("There is a value for this unit already. Withdraw it first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} · {self.organisation}"

    def clean(self) -> None:
        """Refuse what cannot be read in the shape of the measure."""
        if self.applies == Applies.NOT_APPLICABLE:
            if not self.remark.strip():
                raise ValidationError({"remark": _("Say why it does not apply to the unit.")})
        elif self.measure_id:
            require_value(self.measure.shape, self.measure.as_measure(), self.content, "content")


def require_value(shape: str, measure: Measure, text: str, field: str) -> None:
    """Raise ValidationError at the field unless the text is a value of the measure."""
    try:
        value = rules.read_value(shape, text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from None
    if measure.refusals(value):
        raise ValidationError({field: _("The value lies outside the bounds of the measure.")})
