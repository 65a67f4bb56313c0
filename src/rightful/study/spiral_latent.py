"""The latent phases of a unit: fitted parameters that ship, and probabilities by state-year."""

from __future__ import annotations

from dataclasses import dataclass

from rightful.spiral.panel import Panel
from rightful.study.spiral_evidence import Gathered

Probabilities = dict[str, dict[str, float] | None]


@dataclass(frozen=True)
class Latent:
    """Probabilities of phases: (ccode, year) -> reading -> phase -> probability."""

    of_year: dict[tuple[int, int], Probabilities]

    def of(self, ccode: int, year: int) -> Probabilities | None:
        """Return the probabilities of a state-year by reading; None where none are told."""
        return self.of_year.get((ccode, year))


def latent_of(found: Gathered, panels: dict[str, Panel]) -> Latent | None:
    """Return the latent phases of the state-years gathered."""
    return None
