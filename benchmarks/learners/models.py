from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation


@tracked()
class Learner(Record):
    """Fifteen columns of the usual kinds, with validators, `clean`, constraints and a relation."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    gender = models.CharField(max_length=1, choices=[("m", "男"), ("f", "女")])
    identity = models.CharField(max_length=18, unique=True, validators=[RegexValidator(r"^\d{17}[\dX]$")])
    born_on = models.DateField()
    school = models.ForeignKey(Organisation, models.PROTECT)
    major = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    enrolled_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True, validators=[RegexValidator(r"^1\d{10}$")])
    email = models.EmailField(blank=True)
    score = models.DecimalField(max_digits=6, decimal_places=2, validators=[MinValueValidator(0)])
    boarding = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="learner_dates",
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gt=models.F("enrolled_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.born_on and self.enrolled_on and self.enrolled_on.year - self.born_on.year < 10:
            raise ValidationError({"born_on": "too young"})
