"""The first day of an installation: three administrators and nothing else."""

import pytest

from jiangxin.kernel import actors
from jiangxin.kernel.errors import NotLawful
from jiangxin.people.enums import Duty
from jiangxin.people.models import Account, Organisation, RoleAssignment
from jiangxin.site.domain.beginning import Newcomer, begin

NAMED = {
    Duty.SYSTEM: Newcomer("sys", "甲"),
    Duty.SECURITY: Newcomer("sec", "乙"),
    Duty.AUDIT: Newcomer("aud", "丙"),
}


def test_begin_gives_each_administration_one_account_with_a_password_of_its_own(db):
    passwords = begin("某某区", NAMED)
    assert list(passwords) == ["sys", "sec", "aud"]
    assert len(set(passwords.values())) == 3
    assert [row.name for row in Organisation.objects.all()] == ["某某区"]
    for username, password in passwords.items():
        account = Account.objects.get(username=username)
        assert account.check_password(password)
        assert account.must_change_password
    duties = dict(RoleAssignment.objects.values_list("person__code", "role__duty"))
    assert duties == {"sys": "system", "sec": "security", "aud": "audit"}


def test_begin_leaves_the_administrators_without_business_data(db):
    begin("某某区", NAMED)
    for account in Account.objects.all():
        assert not any(name.startswith("planning.") for name in actors.of_account(account).grants)


def test_begin_refuses_a_second_time_and_changes_nothing(db):
    begin("某某区", NAMED)
    with pytest.raises(NotLawful):
        begin("另一区", {duty: Newcomer(f"{who.username}2", who.name) for duty, who in NAMED.items()})
    assert Account.objects.count() == 3
