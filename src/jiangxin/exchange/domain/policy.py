"""The limits in force."""

from __future__ import annotations

from jiangxin.exchange.models import ExchangePolicy
from jiangxin.kernel.access import today


def policy() -> ExchangePolicy:
    """Return the policy of today; the usual limits where officials set none."""
    return ExchangePolicy.objects.on(today()).first() or ExchangePolicy()
