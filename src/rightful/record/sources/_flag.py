"""Columns of noes and yeses."""

from __future__ import annotations

from rightful.core.variable import Variable


def flag(name: str, label: str, note: str = "") -> Variable:
    """Return the declaration of a column of noes and yeses."""
    return Variable(name, label, "flag", values={0: "No", 1: "Yes"}, note=note)
