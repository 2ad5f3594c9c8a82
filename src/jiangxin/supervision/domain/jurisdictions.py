"""How organisations may be treated, and who may supervise, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from jiangxin.kernel.bulk import AnyOf
from jiangxin.people.models import Organisation, OrganisationPeriod
from jiangxin.supervision.enums import Treatment
from jiangxin.supervision.models import Designation, Jurisdiction


def treatments(organisations: Iterable[int], day: date) -> dict[int, str]:
    """Return how each organisation may be treated on a day, by its kind of that day (three queries).

    What is said of an organisation goes before what is said of its kind; where nothing is said it is asked by letter.
    """
    wanted = sorted(set(organisations))
    kinds = dict(Organisation.objects.filter(AnyOf("pk", wanted)).values_list("pk", "kind_id"))
    periods = OrganisationPeriod.objects.on(day).filter(AnyOf("organisation", wanted))
    kinds.update(periods.values_list("organisation_id", "kind_id"))
    said = Jurisdiction.objects.on(day).filter(Q(AnyOf("organisation", wanted)) | Q(kind__isnull=False))
    of_one: dict[int, str] = {}
    of_kind: dict[int, str] = {}
    for organisation, kind, treatment in said.values_list("organisation_id", "kind_id", "treatment"):
        if organisation is not None:
            of_one[organisation] = treatment
        elif kind is not None:
            of_kind[kind] = treatment
    return {pk: of_one.get(pk) or of_kind.get(kind) or Treatment.LETTER for pk, kind in kinds.items()}


def may_be_supervised(organisation: int, day: date) -> bool:
    """Whether an organisation may be supervised on a day."""
    return treatments([organisation], day).get(organisation) == Treatment.SUPERVISED


def require_supervised(organisation: Organisation, day: date, field: str = "organisation") -> None:
    """Raise ValidationError at the field unless the organisation may be supervised on the day."""
    if not may_be_supervised(organisation.pk, day):
        raise ValidationError({field: by_letter_only([organisation.name])})


def by_letter_only(names: Iterable[str]) -> str:
    """Return the sentence that refuses to supervise organisations."""
    return _("May be asked by letter only: %(names)s.") % {"names": "、".join(names)}


def is_designated(organisation: int, day: date) -> bool:
    """Whether an organisation is designated to supervise on a day."""
    return Designation.objects.on(day).filter(organisation=organisation).exists()
