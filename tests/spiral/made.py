"""Panels and answers made up for tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from rightful.spiral.interpreter import Answers
from rightful.spiral.items import items
from rightful.spiral.panel import Panel
from rightful.spiral.rules import RuleSet

YEARS = 8


def one_state(years: int = YEARS, **values: list[int]) -> Panel:
    """Return a state's panel; items that are not given speak nowhere."""
    return Panel(
        np.full(years, 811, dtype=np.int32),
        np.arange(1990, 1990 + years, dtype=np.int32),
        {name: np.array(told, dtype=np.int8) for name, told in values.items()},
    )


def constant(years: int = YEARS, **values: int) -> Panel:
    """Return a state's panel with the same values in every year."""
    return one_state(years, **{name: [value] * years for name, value in values.items()})


@st.composite
def panels(draw: st.DrawFn, least: int = -1) -> Panel:
    """Draw a small panel of one or two states with any values of any item."""
    states = draw(st.integers(1, 2))
    size = states * YEARS
    value = st.integers(least, 2)
    drawn = {
        name: np.array(draw(st.lists(value, min_size=size, max_size=size)), dtype=np.int8)
        for name in items()
    }
    return Panel(
        np.repeat(np.arange(1, states + 1, dtype=np.int32), YEARS),
        np.tile(np.arange(1990, 1990 + YEARS, dtype=np.int32), states),
        drawn,
    )


@st.composite
def told(draw: st.DrawFn, rules: RuleSet, most_open: int = 8) -> Answers:
    """Draw answers to a rule set's leaves, at most so many of them open."""
    size = len(rules.leaves)
    values = np.array(draw(st.lists(st.integers(0, 1), min_size=size, max_size=size)))
    open_ = draw(st.lists(st.integers(0, size - 1), max_size=most_open, unique=True))
    values[open_] = -1
    return Answers(rules, values.astype(np.int8)[None])
