"""Reads the tables of `demo/data`."""

from __future__ import annotations

import csv
from importlib.resources import files


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table, by column name."""
    text = files("jiangxin.demo").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def parts(cell: str) -> list[str]:
    """Return the values of a cell that holds several, separated by semicolons."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def document(name: str) -> bytes:
    """Return a document of the demonstration."""
    return files("jiangxin.demo").joinpath("data", name).read_bytes()
