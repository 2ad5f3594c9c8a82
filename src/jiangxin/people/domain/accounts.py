"""Creating accounts, passwords, locks."""

from __future__ import annotations

import secrets
import string

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from jiangxin.kernel import access, activity, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Account, PasswordRecord, Person, SecurityPolicy

_LETTERS = "".join(c for c in string.ascii_letters + string.digits if c not in "0O1lI")
_SIGNS = "-+=#%"


def first_password(length: int = 14) -> str:
    """Return a random password without look-alike characters, of all four kinds."""
    while True:
        made = "".join(secrets.choice(_LETTERS + _SIGNS) for _ in range(length))
        tests = (str.isupper, str.islower, str.isdigit, lambda c: c in _SIGNS)
        if all(any(test(c) for c in made) for test in tests):
            return made


def create_account(
    username: str,
    person: Person,
    *,
    actor: Actor,
    reason: str = "",
    password: str | None = None,
    must_change: bool = True,
    demonstration: bool = False,
) -> tuple[Account, str]:
    """Create an account for a person and return it with its first password, shown once.

    Raises NotAllowed, ValidationError (username taken).
    """
    password = password or first_password(max(14, SecurityPolicy.in_force().min_length))
    changes = {
        "username": username.strip(),
        "person": person,
        "password": make_password(password),
        "must_change_password": must_change,
        "is_demonstration": demonstration,
    }
    account: Account = write.save(records.of_model(Account), None, changes, actor=actor, reason=reason)
    return account, password


def reset_password(account: Account, *, actor: Actor, reason: str) -> str:
    """Give an account a new first password and return it. Raises NotAllowed, ReasonMissing."""
    record = records.of_model(Account)
    access.require(record, actor, record.permissions.get("reset_password"), [account])
    write.require_reason(reason)
    password = first_password(max(14, SecurityPolicy.in_force().min_length))
    set_password(account, password, actor=actor, reason=reason, must_change=True)
    unlock(account, actor=actor, reason=reason)
    return password


def remove_second_factor(account: Account, *, actor: Actor, reason: str) -> None:
    """Take the second factor of an account away, whose owner lost it. Raises NotAllowed, ReasonMissing."""
    record = records.of_model(Account)
    access.require(record, actor, record.permissions.get("remove_second_factor"), [account])
    write.require_reason(reason)
    with write.writing(actor, reason):
        Authenticator.objects.filter(user=account).delete()
        activity.record(actor, activity.Entry("second-factor-removed", record.key(), account.pk, reason=reason))


def set_password(account: Account, password: str, *, actor: Actor, reason: str, must_change: bool = False) -> None:
    """Store a password (checked by the caller) and remember the one before it."""
    with write.writing(actor, reason):
        if account.password:
            PasswordRecord.objects.create(account=account, password=account.password)
        account.set_password(password)
        account.must_change_password = must_change
        account.password_changed_at = timezone.now()
        account.save(update_fields=["password", "must_change_password", "password_changed_at", "updated_at"])
        activity.record(actor, activity.Entry("password", "people.accounts", account.pk, reason=reason))


def note_failure(username: str) -> None:
    """Count a failed sign-in of a username (known or not) towards its lock, which begins anew with each."""
    key = _key(username)
    with transaction.atomic():  # attempts made at one time must not overlook each other
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
        cache.set(key, int(cache.get(key, 0)) + 1, SecurityPolicy.in_force().lockout_minutes * 60)


def is_locked(username: str) -> bool:
    """Whether a username is locked by failed sign-ins."""
    return int(cache.get(_key(username), 0)) >= SecurityPolicy.in_force().lockout_failures


def clear_failures(username: str) -> None:
    """Forget failed sign-ins, after a successful one."""
    cache.delete(_key(username))


def unlock(account: Account, *, actor: Actor, reason: str) -> None:
    """Lift the lock of an account. Raises NotAllowed."""
    record = records.of_model(Account)
    access.require(record, actor, record.permissions.get("unlock"), [account])
    with write.writing(actor, reason):
        clear_failures(account.username)
        activity.record(actor, activity.Entry("unlock", "people.accounts", account.pk, reason=reason))


def _key(username: str) -> str:
    return f"sign-in-failures:{username.strip().lower().encode().hex()[:200]}"
