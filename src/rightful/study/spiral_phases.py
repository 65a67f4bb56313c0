"""Phases of every state-year of a unit under the three readings, by rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightful.core.phase import MARKERS, READINGS
from rightful.spiral.interpreter import Answers, Sets, answers, judged, possible
from rightful.spiral.panel import Panel, Values
from rightful.spiral.relegation import relegated
from rightful.spiral.rules import AS_WRITTEN, MARKED, RuleSet, rule_set
from rightful.spiral.two_years import settled

ORTHODOX = ("as_reported", "orthodox_1999")


@dataclass(frozen=True)
class Phases:
    """What the rules say of every state-year.

    Attributes
    ----------
    panels
        reading -> panel; all of the same state-years.
    answers
        reading -> answers to the leaves.
    year_alone
        reading -> possible phases by the year's own evidence, bits, shape (N,).
    possible
        reading -> possible phases after the rule of two years, bits, shape (N,).
    markers
        marker -> 1, 0 or -1, shape (N,).
    relegated
        orthodox reading -> 1, 0 or -1 undetermined, shape (N,).
    """

    panels: dict[str, Panel]
    answers: dict[str, Answers]
    year_alone: dict[str, Sets]
    possible: dict[str, Sets]
    markers: dict[str, Values]
    relegated: dict[str, Values]

    @property
    def ccode(self) -> NDArray[np.int32]:
        """Shape (N,)."""
        return self.panels[MARKED].ccode

    @property
    def year(self) -> NDArray[np.int32]:
        """Shape (N,)."""
        return self.panels[MARKED].year


def rules_of(variant: str = AS_WRITTEN) -> dict[str, RuleSet]:
    """Return the rules of each reading; the switch is the revised reading's."""
    return {name: rule_set(name, variant if name == MARKED else AS_WRITTEN) for name in READINGS}


def phases_of(panels: dict[str, Panel], variant: str = AS_WRITTEN) -> Phases:
    """Return what the rules say of the panels' state-years."""
    rules = rules_of(variant)
    told = {name: answers(panels[name], rules[name]) for name in READINGS}
    alone = {name: possible(told[name]) for name in READINGS if name != MARKED}
    nodes = tuple(rules[MARKED].conditions[name].when for name in MARKERS)
    alone[MARKED], held = judged(told[MARKED], nodes)
    shown = {name: settled(panels[name], alone[name]) for name in READINGS}
    markers = dict(zip(MARKERS, held, strict=True))
    asked = [markers[name] for name in ("m1", "m2", "m3")]
    moved = {name: relegated(name, shown[name], shown[MARKED], asked) for name in ORTHODOX}
    return Phases(panels, told, alone, shown, markers, moved)
