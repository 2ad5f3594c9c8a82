"""Triggers that keep what was published, and what was confirmed, as it is."""

from __future__ import annotations

from typing import Any

import pgtrigger


class Frozen(pgtrigger.Trigger):
    """Refuses changes of rows that belong to a parent which has left the states in which they may change."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, parent: str, column: str, states: tuple[str, ...]) -> None:
        self.parent, self.column = parent, column
        self.states = ", ".join(f"'{state}'" for state in states)
        super().__init__(name="frozen", declare=[("held", "TEXT")])

    def get_func(self, model: Any) -> str:
        """Return the body of the trigger function."""
        return f"""
            IF TG_OP <> 'INSERT' THEN
                SELECT state INTO held FROM {self.parent} WHERE id = OLD.{self.column};
                IF held NOT IN ({self.states}) THEN
                    RAISE EXCEPTION '% belongs to what is % and stays as it is', TG_TABLE_NAME, held
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            SELECT state INTO held FROM {self.parent} WHERE id = NEW.{self.column};
            IF held NOT IN ({self.states}) THEN
                RAISE EXCEPTION '% belongs to what is % and stays as it is', TG_TABLE_NAME, held
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """  # noqa: S608 - no input


class StaysPublished(pgtrigger.Trigger):
    """Lets nothing of a published scheme change but the day of its end."""

    name = "stays_published"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = pgtrigger.Func(  # type: ignore[no-untyped-call]  # the library is partly typed
        """
        IF OLD.state <> 'published' THEN
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        IF TG_OP = 'DELETE' OR to_jsonb(NEW) - ARRAY['valid_to', 'version', 'updated_at']
                               <> to_jsonb(OLD) - ARRAY['valid_to', 'version', 'updated_at'] THEN
            RAISE EXCEPTION 'a published scheme stays as it is' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
        """
    )
