"""An argued case as it is told: arguments in play, verdicts, links, sentences filled in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rightful.discourse.arguments.build import Case, Premise, Verdict, links_among
from rightful.discourse.arguments.framework import labels
from rightful.discourse.arguments.schemes import Argument, filled, title_of
from rightful.discourse.arguments.support import Link

OPEN: Final = "open"
# Grounded labels of arguments whose premises all hold, in words.
MARKS: Final = {"in": "on the table", "out": "defeated", "undecided": "disputed"}


@dataclass(frozen=True)
class Told:
    """A case of one state on one right in a year, with the verdicts on the defences it used.

    ``conditional`` are defences whose ground is not known: their verdict holds if it was theirs.
    """

    case: Case
    verdicts: dict[str, Verdict]
    state: str
    year: int
    conditional: frozenset[str] = frozenset()

    @property
    def right(self) -> str:
        """What the right is called."""
        return title_of(self.case.map.right)

    @property
    def title(self) -> str:
        """What is argued about, in one line."""
        return f"{self.state} on {self.right}, {self.year}"

    @property
    def shown(self) -> tuple[str, ...]:
        """The defences used and what bears on them, in the order of the map; what is out is not."""
        near = {one for name in self.verdicts for one in self._near(name)}
        return tuple(one.name for one in self.case.map.arguments if one.name in near)

    def _near(self, name: str) -> list[str]:
        """Return a defence, and what bears on it from behind: attackers, supporters, theirs."""
        out = set(self.case.among(False)) - set(self.verdicts)
        other_defences = {one.name for one in self.case.map.arguments if one.defence} - {name}
        seen, ahead = [name], [name]
        while ahead:
            target = ahead.pop()
            for link in self.case.map.links:
                source = link.source
                if link.target == target and source not in {*seen, *out, *other_defences}:
                    seen.append(source)
                    ahead.append(source)
        return seen

    @property
    def links(self) -> list[Link]:
        """The links among what is shown."""
        return links_among(self.case, self.shown)

    def argument(self, name: str) -> Argument:
        """Return an argument by name."""
        return self.case.map.argument(name)

    def claim(self, name: str) -> str:
        """Return an argument's claim with state and year filled in."""
        return filled(self.argument(name).claim, self.state, self.year)

    def open(self, name: str) -> bool:
        """Say whether an argument waits for an unknown premise."""
        return self.case.status(self.argument(name)) is None

    def mark(self, name: str) -> str:
        """Return in a word or two where an argument stands, defences by their verdict."""
        if name in self.verdicts:
            return self.verdicts[name].verdict
        return OPEN if self.open(name) else MARKS[self._labels[name]]

    @cached_property
    def _labels(self) -> dict[str, str]:
        return labels(self.case.framework())

    def premises(self, name: str) -> list[tuple[str, Premise]]:
        """Return an argument's needs with the premise behind each."""
        needs = self.argument(name).needs
        return [(need, self.case.premises[need.removeprefix("!")]) for need in needs]
