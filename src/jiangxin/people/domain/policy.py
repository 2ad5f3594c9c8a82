"""The security policy in force."""

from __future__ import annotations

from jiangxin.kernel.access import today
from jiangxin.people.models import SecurityPolicy


def policy_in_force() -> SecurityPolicy:
    """Return the policy that holds today, or an unsaved one with the defaults where none is set."""
    policy: SecurityPolicy | None = SecurityPolicy.objects.on(today()).order_by("-valid_from").first()
    return policy or SecurityPolicy(valid_from=today())
