"""The first day of an installation: the region and its three administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiangxin.desk.models import Setting
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import NotLawful
from jiangxin.people.domain.accounts import create_account
from jiangxin.people.enums import Duty
from jiangxin.people.models import Organisation, OrganisationKind, Person, Role, RoleAssignment
from jiangxin.site.domain.defaults import load_defaults

REASON = "系统启用"
#: The administrations, each of which needs a person of its own.
DUTIES = (Duty.SYSTEM, Duty.SECURITY, Duty.AUDIT)


@dataclass(frozen=True)
class Newcomer:
    """A person who gets the first account of an administration."""

    username: str
    name: str


def begin(region: str, administrators: Mapping[Duty, Newcomer]) -> dict[str, str]:
    """Found the region and give each administration its first account.

    Returns username → first password, shown once and changed at the first sign-in. Raises NotLawful
    where administrators exist already, ValidationError where a value cannot be kept.
    """
    load_defaults()
    actor = process("init")
    if RoleAssignment.objects.filter(role__duty__in=DUTIES).exists():
        raise NotLawful(_("This installation has administrators already; they create further accounts on screen."))
    today = clock.today()
    passwords: dict[str, str] = {}
    with write.writing(actor, REASON, via="command"):
        root = {"code": "region", "name": region, "kind": OrganisationKind.objects.get(code="region")}
        office = write.save(records.of_model(Organisation), None, {**root, "valid_from": today}, actor=actor)
        name = {"key": "region.name", "value": region, "valid_from": today, "source": REASON}
        write.save(records.of_model(Setting), None, name, actor=actor)
        for duty in DUTIES:
            newcomer = administrators[duty]
            card = {"code": newcomer.username, "name": newcomer.name, "organisation": office}
            person = write.save(records.of_model(Person), None, card, actor=actor)
            role = Role.objects.filter(duty=duty).order_by("order")[:1].get()
            assigned = {"person": person, "role": role, "organisation": office, "valid_from": today}
            write.save(records.of_model(RoleAssignment), None, assigned, actor=actor)
            _account, passwords[newcomer.username] = create_account(newcomer.username, person, actor=actor)
    return passwords
