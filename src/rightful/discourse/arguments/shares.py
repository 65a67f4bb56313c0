"""Whether the most part is for or against, from few and doubtful counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scipy.special import betainc

# How sure it must be that more than half are on one side.
LIKELY: Final = 0.9


@dataclass(frozen=True)
class Share:
    """Statements for and against, weighted by how sure the coder is of each.

    ``p_for`` is the probability that more than half speak for (Jeffreys' prior); ``most`` is True
    (for), False (against), or None where it cannot be told.
    """

    speaks_for: float
    against: float

    @property
    def p_for(self) -> float | None:
        """Probability that more than half speak for; None where nobody spoke."""
        if not self.speaks_for + self.against:
            return None
        return 1 - float(betainc(self.speaks_for + 0.5, self.against + 0.5, 0.5))

    @property
    def most(self) -> bool | None:
        """True: for, False: against, None: cannot tell."""
        chance = self.p_for
        if chance is None or 1 - LIKELY < chance < LIKELY:
            return None
        return chance >= LIKELY
