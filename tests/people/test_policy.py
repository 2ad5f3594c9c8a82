"""The policy that officials edit on screen is the one that passwords are judged by."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import get_password_validators
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.factories import records as factory
from tests.people.conftest import PASSWORD, inside

from jiangxin.kernel.clock import today
from jiangxin.people.domain import accounts
from jiangxin.people.domain.passwords import PolicyPasswordValidator
from jiangxin.people.models import Account, SecurityPolicy

ADDRESS = "/records/people/security-policies/"
PAGE = "/account/password/"


def faults(password, user=None):
    try:
        PolicyPasswordValidator().validate(password, user)
    except ValidationError as error:
        return len(error.messages)
    return 0


def change(client, new, old=PASSWORD):
    return client.post(PAGE, {"oldpassword": old, "password1": new, "password2": new})


def test_policy_edited_on_screen_holds_at_once(account, sign_in):
    account("secadmin", "security-administrator")
    account("anna", "reader")
    admin, _response = sign_in("secadmin")
    anna, _response = sign_in("anna")
    row = SecurityPolicy.objects.get()
    assert faults("Short-Pass-2") == 0
    form = admin.get(f"{ADDRESS}{row.uuid}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items() if value is not False}
    response = admin.post(f"{ADDRESS}{row.uuid}/edit/", {**values, "min_length": 16, "reason": "a new rule"})
    assert response.status_code == 302
    assert (SecurityPolicy.in_force().min_length, faults("Short-Pass-2")) == (16, 1)
    assert change(anna, "Short-Pass-2").status_code == 200
    assert change(anna, "Longer-Password-2").status_code == 302
    assert inside(anna)
    assert not inside(sign_in("anna")[0])
    assert inside(sign_in("anna", "Longer-Password-2")[0])
    event = row.history.order_by("-pgh_id").first()
    assert (event.min_length, event.pgh_context.metadata["reason"]) == (16, "a new rule")


def test_policy_of_a_later_day_does_not_hold_yet_and_one_that_ended_no_more(own):
    day = today()
    with factory.fixture():
        SecurityPolicy.objects.update(valid_to=day, min_length=30)
        SecurityPolicy.objects.create(valid_from=day, valid_to=day + timedelta(1), min_length=11, source="today's")
        SecurityPolicy.objects.create(valid_from=day + timedelta(1), min_length=40, source="tomorrow's")
    assert SecurityPolicy.in_force().min_length == 11


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("Abcdefgh-1", 0),
        ("Abcdefg-1", 1),  # too short
        ("abcdefghi1", 1),  # two kinds of three
        ("abcdefghij", 1),
        ("密码密码密码密码Aa1", 0),  # characters without case count as none of the four kinds
        ("密码密码密码密码密码密码", 1),
        ("a", 2),
        ("Xanna-Xanna-1", 1),  # holds the username
    ],
)
def test_password_is_judged_by_length_kinds_and_username(account, password, expected):
    assert faults(password, account("anna", "reader")) == expected


def test_earlier_passwords_are_refused_as_far_back_as_the_policy_says(account, policy):
    from jiangxin.kernel.actors import process

    policy(remembered=2)
    row = account("anna", "reader")
    for number in (2, 3, 4):
        accounts.set_password(row, f"Right-Password-{number}", actor=process("tests"), reason="x")
    assert [faults(f"Right-Password-{number}", row) for number in (1, 2, 3, 4, 5)] == [0, 1, 1, 1, 0]
    policy(remembered=0)
    assert faults("Right-Password-4", row) == 0


def test_password_that_is_too_old_must_be_changed_before_going_on(account, sign_in, policy):
    account("anna", "reader")
    client, _response = sign_in("anna")
    policy(max_age_days=30)

    def aged(days):
        with factory.fixture():
            Account.objects.update(password_changed_at=timezone.now() - timedelta(days))

    aged(29)
    assert inside(client)
    aged(31)
    assert client.get("/help/")["Location"] == PAGE
    assert change(client, "Another-Password-2").status_code == 302
    assert inside(client)
    policy(max_age_days=0)
    aged(3000)
    assert inside(client)


def test_first_password_fits_every_policy_that_can_be_set(account, policy):
    for length, classes in ((8, 1), (64, 4)):
        policy(min_length=length, min_classes=classes)
        made = accounts.first_password(max(14, SecurityPolicy.in_force().min_length))
        assert faults(made) == 0


def test_password_and_its_hash_stand_in_no_history_or_log(account):
    from jiangxin.audit.models import Activity

    row = account("anna", "reader")
    fields = {field.name for field in type(row).history.rel.related_model._meta.fields}
    assert "password" not in fields
    texts = [str(values) for values in Activity.objects.values_list("reason", "details")]
    assert [text for text in texts if PASSWORD in text or row.password in text] == []


def test_settings_judge_by_the_policy_too(settings):
    found = [type(v) for v in get_password_validators(settings.AUTH_PASSWORD_VALIDATORS)]
    assert found[-1] is PolicyPasswordValidator
