"""Life cycles as data: states, lawful steps, who may take them, and the trigger that enforces them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.utils.module_loading import import_string

from jiangxin.kernel.access import Permission
from jiangxin.kernel.actors import Actor

#: A guard returns nothing when the step may be taken, or the sentence that says why not.
Guard = Callable[[Any, Actor], str | None]
#: An effect runs in the same transaction after the state was set, once for all rows that took the
#: step: `(rows, actor, reason)`. State tables stand below the domain, so effects (and guards) of the
#: domain are given as dotted names.
Effect = Callable[[Sequence[Any], Actor, str], None]


@dataclass(frozen=True, eq=False)  # a step is itself, and so may be a key although it holds mappings
class Transition:
    """One lawful step. `permission=None` means that only the system takes it (an approval, say).

    `fields` are the columns whose values are given with the step: the page of the step asks for
    them, the API takes them, and those that may not be blank must be given, as must `needs`, which
    were blank until the step. `sets` are columns that the step itself sets; a
    function there gives the value at the time of the step (`clock.today`, say).
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: Any
    permission: Permission | None
    description: Any = ""
    reason_required: bool = False
    guards: tuple[Guard | str, ...] = ()
    effects: tuple[Effect | str, ...] = ()
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    sets: Mapping[str, Any] = field(default_factory=dict)
    style: str = "default"  # default | primary | danger: how the button looks

    def values(self) -> dict[str, Any]:
        """Return what the step itself sets, as of now."""
        return {name: value() if callable(value) else value for name, value in self.sets.items()}

    def refusal(self, row: Any, actor: Actor) -> str:
        """Return the sentence of the first guard that refuses the step, or ""."""
        for guard in self.guards:
            text = _resolved(guard)(row, actor)
            if text:
                return str(text)
        return ""

    def take_effect(self, rows: Sequence[Any], actor: Actor, reason: str) -> None:
        """Run the effects in declared order."""
        for effect in self.effects:
            _resolved(effect)(rows, actor, reason)


@dataclass(frozen=True)
class StateTable:
    """The life cycle of one record type, on one column of its model."""

    initial: tuple[str, ...]
    transitions: tuple[Transition, ...]
    column: str = "state"
    colours: Mapping[str, str] = field(default_factory=dict)  # state → token of the theme

    def __post_init__(self) -> None:
        names = [step.name for step in self.transitions]
        if len(names) != len(set(names)):
            raise ValueError(f"transition names repeat: {names}")

    def get(self, name: str) -> Transition:
        """Return the transition of that name. Raises KeyError."""
        for step in self.transitions:
            if step.name == name:
                return step
        raise KeyError(name)

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Return the steps that may be taken from a state, in declared order."""
        return tuple(step for step in self.transitions if state in step.sources)

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, initial ones first, in declared order."""
        seen = dict.fromkeys(self.initial)
        for step in self.transitions:
            seen.update(dict.fromkeys((*step.sources, step.target)))
        return tuple(seen)

    def trigger(self) -> StateGuard:
        """Return the trigger that refuses unlawful jumps and unlawful initial states."""
        moves = sorted({(source, step.target) for step in self.transitions for source in step.sources})
        return StateGuard(column=self.column, initial=self.initial, moves=moves)


class StateGuard(pgtrigger.Trigger):
    """Row trigger on INSERT and UPDATE compiled from a state table."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def __init__(self, *, column: str, initial: tuple[str, ...], moves: list[tuple[str, str]]) -> None:
        self.column = column
        self.initial = initial
        self.moves = moves
        super().__init__(name=f"{column}_guard")

    def get_func(self, model: Any) -> str:
        """Return the body of the trigger function."""
        column = f'"{model._meta.get_field(self.column).column}"'
        initial = ", ".join(_quoted(state) for state in self.initial)
        moves = ", ".join(f"({_quoted(a)}, {_quoted(b)})" for a, b in self.moves) or "(NULL, NULL)"
        return f"""
            IF TG_OP = 'INSERT' AND NEW.{column} NOT IN ({initial}) THEN
                RAISE EXCEPTION 'unlawful initial state % of %', NEW.{column}, TG_TABLE_NAME
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.{column} IS DISTINCT FROM OLD.{column}
               AND (OLD.{column}, NEW.{column}) NOT IN ({moves}) THEN
                RAISE EXCEPTION 'unlawful step % to % of %', OLD.{column}, NEW.{column}, TG_TABLE_NAME
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """


def _resolved(item: Callable[..., Any] | str) -> Callable[..., Any]:
    return import_string(item) if isinstance(item, str) else item


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
