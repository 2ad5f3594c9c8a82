"""Signing in: lock-out, the second factor, what an account owes before it may go on."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from tests.people.conftest import PASSWORD, code_of, give_second_factor, inside

from jiangxin.audit.models import Activity
from jiangxin.kernel.actors import of_account
from jiangxin.kernel.errors import NotAllowed
from jiangxin.people.domain import accounts

WRONG = "Wrong-Password-1"


def logged(*verbs):
    return list(Activity.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True))


def minutes_pass(minutes):
    """Let what the shared cache holds grow older."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cache SET expires = expires - %s * interval '1 minute'", [minutes])


@pytest.fixture
def fail(sign_in):
    def attempts(username, count):
        for _ in range(count):
            client, _response = sign_in(username, WRONG)
            assert not inside(client)

    return attempts


def test_right_password_opens_and_is_logged(account, sign_in):
    account("anna", "reader")
    client, response = sign_in("ANNA")  # whatever the case
    assert (response.status_code, response["Location"], inside(client)) == (302, "/", True)
    client.post("/account/logout/")
    assert not inside(client)
    assert logged("sign-in", "sign-out", "sign-in-failed", "lock") == ["sign-in", "sign-out"]


def test_account_is_locked_after_so_many_failures_and_not_before(account, sign_in, fail):
    account("anna", "reader")
    fail("anna", 4)
    assert inside(sign_in("anna")[0])  # which also forgets the failures
    fail("anna", 5)
    client, response = sign_in("anna")
    assert (inside(client), response.status_code) == (False, 200)
    assert "15" in str(response.context["form"].non_field_errors())
    assert logged("sign-in-failed", "lock") == ["sign-in-failed"] * 8 + ["lock"]


def test_lock_counts_a_name_whatever_its_case_and_whether_it_exists(account, sign_in, fail):
    account("anna", "reader")
    fail("nobody", 2)
    for name in ("anna", "Anna", " ANNA ", "anna", "aNNa"):
        sign_in(name, WRONG)
    assert not inside(sign_in("anna")[0])
    fail("nobody", 3)
    answers = [list(sign_in(name)[1].context["form"].non_field_errors()) for name in ("anna", "nobody")]
    assert answers[0] == answers[1] != []


def test_lock_ends_when_the_minutes_of_the_policy_are_over(account, sign_in, fail, policy):
    policy(lockout_failures=3, lockout_minutes=30)
    account("anna", "reader")
    fail("anna", 3)
    minutes_pass(29)
    assert not inside(sign_in("anna")[0])
    minutes_pass(2)
    assert inside(sign_in("anna")[0])


def test_administrator_lifts_a_lock_with_a_new_password(account, sign_in, fail):
    anna, system = account("anna", "reader"), account("sysadmin", "system-administrator")
    fail("anna", 5)
    with pytest.raises(NotAllowed):
        accounts.unlock(anna, actor=of_account(anna), reason="mine")
    accounts.unlock(anna, actor=of_account(system), reason="asked by telephone")
    assert inside(sign_in("anna")[0])
    fail("anna", 5)
    client, _response = sign_in("sysadmin")
    response = client.post(f"/administration/accounts/{anna.uuid}/password/", {"reason": "forgotten"})
    new = response.context["password"]
    assert not inside(sign_in("anna")[0])
    client, _response = sign_in("anna", new)
    assert client.get("/help/")["Location"] == "/account/password/"
    chosen = {"oldpassword": new, "password1": "Chosen-Anew-4711", "password2": "Chosen-Anew-4711"}
    assert client.post("/account/password/", chosen)["Location"] == "/"
    assert inside(client)
    assert logged("unlock") == ["unlock", "unlock"]


def test_failures_at_the_same_moment_are_all_counted(transactional_db, own):
    from threading import Thread

    from django.db import connections

    def attempt():
        accounts.note_failure("anna")
        connections.close_all()

    threads = [Thread(target=attempt) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert accounts.is_locked("anna")


def test_closed_account_does_not_open(account, sign_in):
    row = account("anna", "reader")
    from tests.factories.records import fixture

    with fixture():
        row.is_active = False
        row.save()
    assert not inside(sign_in("anna")[0])


def test_demonstration_account_works_in_demonstration_mode_only(account, sign_in, settings):
    account("demo", "reader", demonstration=True)
    assert not inside(sign_in("demo")[0])
    settings.JIANGXIN_DEMO = True
    assert inside(sign_in("demo")[0])


# ── second factor ──


def test_second_factor_is_asked_for_after_the_password(account, sign_in):
    secret = give_second_factor(account("anna", "reader"))
    client, response = sign_in("anna")
    assert (response["Location"], inside(client)) == ("/account/second-factor/authenticate/", False)
    client.post(response["Location"], {"code": "000000" if code_of(secret) != "000000" else "000001"})
    assert not inside(client)
    client.post(response["Location"], {"code": code_of(secret)})
    assert inside(client)


def test_code_serves_once(account, sign_in):
    secret = give_second_factor(account("anna", "reader"))
    first, response = sign_in("anna")
    code = code_of(secret)
    first.post(response["Location"], {"code": code})
    second, _response = sign_in("anna")
    second.post(response["Location"], {"code": code})
    assert (inside(first), inside(second)) == (True, False)


def test_wrong_codes_lock_the_account_as_wrong_passwords_do(account, sign_in):
    secret = give_second_factor(account("anna", "reader"))
    client, response = sign_in("anna")
    codes = {code_of(secret, ahead) for ahead in range(-3, 4)}
    wrong = next(f"{number:06}" for number in range(100) if f"{number:06}" not in codes)
    for _ in range(5):
        client.post(response["Location"], {"code": wrong})
    client.post(response["Location"], {"code": code_of(secret)})
    assert not inside(client)
    assert sign_in("anna")[1].status_code == 200  # the password alone does not lead on either
    assert logged("sign-in-failed", "lock") == ["sign-in-failed"] * 4 + ["lock"]


def test_recovery_code_opens_once(account, sign_in):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    row = account("anna", "reader")
    give_second_factor(row)
    code = RecoveryCodes.activate(row).get_unused_codes()[0]
    opened = []
    for _ in range(2):
        client, response = sign_in("anna")
        client.post(response["Location"], {"code": code})
        opened.append(inside(client))
    assert opened == [True, False]


def enrol(client):
    """Set up a second factor as the pages say, the password given once more, and return its secret."""
    page = client.get("/account/second-factor/totp/activate/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/account/reauthenticate/")
    page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    client.post("/account/second-factor/totp/activate/", {"code": code_of(secret)})
    return secret


def test_second_factor_is_set_up_on_screen_and_logged(transactional_db, account, sign_in):
    row = account("anna", "reader")
    client, _response = sign_in("anna")
    secret = enrol(client)
    assert sorted(Authenticator.objects.filter(user=row).values_list("type", flat=True)) == ["recovery_codes", "totp"]
    assert logged("second-factor", "second-factor-removed")[:1] == ["second-factor"]
    again, response = sign_in("anna")
    again.post(response["Location"], {"code": code_of(secret, 1)})
    assert inside(again)
    client.post("/account/second-factor/totp/deactivate/")
    assert Authenticator.objects.filter(user=row).count() == 0
    assert "second-factor-removed" in logged("second-factor-removed")


def test_lost_second_factor_is_removed_by_the_security_administrator_only(account, sign_in):
    anna = account("anna", "reader")
    give_second_factor(anna)
    account("sysadmin", "system-administrator")
    account("secadmin", "security-administrator")
    address = f"/administration/accounts/{anna.uuid}/second-factor/"
    system, _response = sign_in("sysadmin")
    assert system.post(address, {"reason": "lost"}).status_code == 404
    assert not inside(sign_in("anna")[0])
    security, _response = sign_in("secadmin")
    assert security.post(address, {"reason": ""}).context["form"].errors.keys() == {"reason"}
    security.post(address, {"reason": "telephone lost, seen in person"})
    assert inside(sign_in("anna")[0])
    assert security.post(f"/administration/accounts/{anna.uuid}/password/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("role", ["system-administrator", "security-administrator", "auditor"])
def test_administrators_owe_a_second_factor_where_the_policy_says_so(account, sign_in, policy, role):
    account("admin", role)
    account("anna", "reader")
    policy(mfa_for_administrators=True)
    client, _response = sign_in("admin")
    assert client.get("/")["Location"] == client.get("/records/people/roles/")["Location"]
    assert client.get("/")["Location"] == "/account/second-factor/totp/activate/"
    assert client.post("/api/").status_code == 302  # no door stands open meanwhile
    enrol(client)
    assert inside(client)
    assert inside(sign_in("anna")[0])


def test_everybody_owes_a_second_factor_where_the_policy_says_so(account, sign_in, policy):
    account("anna", "reader")
    client, _response = sign_in("anna")
    assert inside(client)
    policy(mfa_for_all=True)
    assert not inside(client)
    enrol(client)
    assert inside(client)


def test_idle_session_ends_and_a_busy_one_goes_on(account, sign_in, policy):
    policy(session_minutes=5)
    account("anna", "reader")
    client, _response = sign_in("anna")

    def idle(minutes):
        session = client.session
        session["seen"] = int(time.time()) - minutes * 60
        session.save()

    assert inside(client)
    idle(4)
    assert inside(client)
    idle(6)
    assert client.get("/help/")["Location"] == "/account/login/"
    assert not inside(client)


def test_nobody_signs_up_and_nobody_is_a_super_user(account):
    row = account("anna", "system-administrator")
    assert Client().get("/account/signup/").status_code == 404
    assert (row.has_perm("anything"), hasattr(row, "is_superuser"), hasattr(row, "is_staff")) == (False, False, False)
    assert of_account(row).system is False
