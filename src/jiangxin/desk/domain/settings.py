"""Writing the value of a setting."""

from __future__ import annotations

from datetime import date

from jiangxin.desk.models import Setting
from jiangxin.kernel import write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import of_model


def set_value(key: str, value: str, *, valid_from: date, source: str, actor: Actor, reason: str) -> Setting:
    """Give a setting a value from a day on; a value of that very day is replaced.

    Raises NotAllowed, ReasonMissing, ValidationError.
    """
    write.require_reason(reason)
    record = of_model(Setting)
    present = Setting.objects.filter(key=key, valid_from=valid_from).first()
    changes = {"key": key, "value": value, "valid_from": valid_from, "source": source}
    return write.save(record, present, changes, actor=actor, reason=reason)
