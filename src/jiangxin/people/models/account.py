"""Accounts: the means to sign in. What an account may do comes from its person's roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models.person import Person


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by username, ignoring case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of that username. Raises Account.DoesNotExist."""
        return self.get(username__iexact=username)


@tracked(exclude=("password",))
class Account(AbstractBaseUser, Record):
    """A sign-in. There is no super-user: rights come from roles only."""

    last_login = None  # sign-ins are activity, not a column

    username = models.CharField(_("username"), max_length=60, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="accounts")
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=True)
    password_changed_at = models.DateTimeField(_("password changed at"), default=timezone.now, editable=False)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False, editable=False)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(models.functions.Lower("username"), name="people_account_username_ci"),
        ]

    def __str__(self) -> str:
        return self.username

    def clean(self) -> None:
        """Keep the person: whoever moved an account to another one would act with that one's roles."""
        super().clean()
        if self.pk and Account.objects.filter(pk=self.pk).exclude(person=self.person_id).exists():
            raise ValidationError({"person": _("An account stays with its person. Make another account.")})

    def get_full_name(self) -> str:
        """Return the person's name, as allauth and templates ask for it."""
        return self.person.name

    def check_password(self, raw_password: str) -> bool:
        """Compare only: a hash is not renewed on the way in, since that would be an unrecorded write."""
        return check_password(raw_password, self.password)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Refuse: rights are asked of `kernel.access`, never of Django's permission table."""
        return False


class PasswordRecord(models.Model):
    """Hashes of earlier passwords, so that the policy can refuse their reuse."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="password_records")
    password = models.CharField(max_length=256)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.account} {self.created_at:%Y-%m-%d}"
