"""Passwords are judged by the policy that officials edit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.people.models import SecurityPolicy

CLASSES = (str.isupper, str.islower, str.isdigit, lambda char: not char.isalnum())


class PolicyPasswordValidator:
    """Checks length, kinds of characters, the username and earlier passwords against the policy."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with all reasons at once."""
        policy = SecurityPolicy.in_force()
        faults = []
        if len(password) < policy.min_length:
            faults.append(
                ngettext("Use at least %(n)d character.", "Use at least %(n)d characters.", policy.min_length)
                % {"n": policy.min_length}
            )
        if sum(any(test(char) for char in password) for test in CLASSES) < policy.min_classes:
            faults.append(
                _("Use at least %(n)d of: capitals, small letters, digits, signs.") % {"n": policy.min_classes}
            )
        if user is not None and user.username and user.username.lower() in password.lower():
            faults.append(_("The password contains the username."))
        if user is not None and user.pk and policy.remembered:
            earlier = [user.password, *user.password_records.values_list("password", flat=True)[: policy.remembered]]
            if any(check_password(password, known) for known in earlier):
                faults.append(_("This password was used before."))
        if faults:
            raise ValidationError([ValidationError(text) for text in faults])

    def get_help_text(self) -> str:
        """Return the sentence shown beside the field."""
        policy = SecurityPolicy.in_force()
        return _("At least %(length)d characters, of %(classes)d kinds.") % {
            "length": policy.min_length,
            "classes": policy.min_classes,
        }
