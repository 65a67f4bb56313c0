"""Latent phases of a unit: fitted on all states, shipped, and smoothed for those asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.phase import READINGS
from rightful.record.atomic import parquet_of, write_atomically
from rightful.record.baseline import Baseline, shipped
from rightful.spiral.choose import chosen
from rightful.spiral.from_practice import Thresholds
from rightful.spiral.hmm.emissions import load_emissions
from rightful.spiral.hmm.evidence import LEAST_BITS, Evidence
from rightful.spiral.hmm.transitions import load_transitions
from rightful.spiral.panel import Panel
from rightful.spiral.rules import rule_set
from rightful.spiral.soft import covariates, sequences, soft_evidence
from rightful.spiral.units import AT_LARGE, unit
from rightful.study.spiral_evidence import Gathered, gathered, panels

if TYPE_CHECKING:
    from rightful.spiral.hmm.fitted import Fitted

OPPORTUNITY = "opportunity_index"
DIGITS = 4
SEED = 61717
SHIPPED: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "ccode": pl.Int32,
    "year": pl.Int32,
    "reading": pl.String,
    "chances": pl.List(pl.Float64),
    "movement": pl.Float64,
}
CANNOT_TELL = "cannot tell"
# Less than one chance in twenty: the model would not have it, whatever the rules say.
AT_ODDS = 0.05
PRACTICE = ("V", "R2", "H")
Probabilities = dict[str, dict[str, float] | None]


@dataclass(frozen=True)
class Latent:
    """Probabilities of phases of state-years, and how far the evidence moved them.

    Attributes
    ----------
    chances
        (ccode, year) -> reading -> phase -> probability.
    movement
        (ccode, year) -> reading -> bits from what the model says of a state it knows nothing of.
    """

    chances: dict[tuple[int, int], dict[str, dict[str, float]]]
    movement: dict[tuple[int, int], dict[str, float]]

    def of(self, ccode: int, year: int) -> Probabilities | None:
        """Return the probabilities by reading, None of a reading that cannot tell."""
        key = (ccode, year)
        if key not in self.chances:
            return None
        return {
            reading: None if self.movement[key][reading] < LEAST_BITS else told
            for reading, told in self.chances[key].items()
        }

    def within(
        self, ccode: int, year: int, possible: dict[str, list[str]]
    ) -> dict[str, dict[str, float]] | None:
        """Return the chances of the phases that the rules leave possible, by reading.

        The others are 0. Where the model gave the possible ones less than ``AT_ODDS`` together, it
        and the rules are at odds, and the possible ones are told apart by nothing: each alike.
        """
        key = (ccode, year)
        if key not in self.chances:
            return None
        found = {}
        for reading, told in self.chances[key].items():
            kept = {name: p for name, p in told.items() if name in possible[reading]}
            mass = sum(kept.values())
            share = {
                name: 1 / len(kept) if mass < AT_ODDS else p / mass for name, p in kept.items()
            }
            found[reading] = {name: round(share.get(name, 0.0), DIGITS) for name in told}
        return found

    def at_odds(
        self, ccode: int, year: int, possible: dict[str, list[str]]
    ) -> dict[str, bool] | None:
        """Return whether the model gives next to nothing to what the rules leave possible."""
        key = (ccode, year)
        if key not in self.chances:
            return None
        return {
            reading: sum(p for name, p in told.items() if name in possible[reading]) < AT_ODDS
            for reading, told in self.chances[key].items()
        }

    def likeliest(self, ccode: int, year: int) -> dict[str, str] | None:
        """Return the likeliest phase by reading, or ``cannot tell``."""
        told = self.of(ccode, year)
        if told is None:
            return None
        return {
            reading: CANNOT_TELL if one is None else max(one, key=one.__getitem__)
            for reading, one in told.items()
        }


@cache
def fitted(reading: str) -> Fitted:
    """Return the model that ships, fitted on human rights at large in all states."""
    from rightful.spiral.hmm.store import from_json

    return from_json((_fitted() / f"{reading}.json").read_text(encoding="utf-8"))


def latent_of(found: Gathered, by_reading: dict[str, Panel]) -> Latent | None:
    """Return the latent phases of the state-years gathered; None for other units.

    The model is fitted on human rights at large, and says nothing of a single right. Of the
    baseline that it was fitted on, without evidence of the user's own, it has spoken already: what
    ships is read.
    """
    if found.unit.name != AT_LARGE:
        return None
    if not found.own and found.shelf.fingerprint == made_of()["baseline"]:
        return latent_shipped(tuple(np.unique(found.state_years["ccode"].to_numpy()).tolist()))
    return latent_smoothed(found, by_reading)


@cache
def made_of() -> dict[str, str]:
    """Return what the shipped model and phases were made of: ``baseline``, its fingerprint."""
    made: dict[str, str] = json.loads((_fitted() / "made_of.json").read_text(encoding="utf-8"))
    return made


def _fitted() -> Traversable:
    return files("rightful.spiral") / "tables" / "hmm" / "fitted"


def latent_shipped(codes: tuple[int, ...]) -> Latent:
    """Return the latent phases that ship, of the states of these codes."""
    rows = pl.read_parquet((_fitted() / "phases.parquet").read_bytes()).filter(
        pl.col("ccode").is_in(list(codes))
    )
    latent = Latent({}, {})
    phases = {reading: load_emissions(reading).phases for reading in READINGS}
    for code, year, reading, chances, bits in rows.iter_rows():
        told = dict(zip(phases[reading], chances, strict=True))
        latent.chances.setdefault((code, year), {})[reading] = told
        latent.movement.setdefault((code, year), {})[reading] = bits
    return latent


def latent_smoothed(
    found: Gathered, by_reading: dict[str, Panel], models: dict[str, Fitted] | None = None
) -> Latent:
    """Return the latent phases from the evidence gathered, by the shipped model or by these."""
    from rightful.spiral.hmm.smooth import smooth

    latent = Latent({}, {})
    for reading in READINGS:
        panel = by_reading[reading]
        where = sequences(panel)
        model = models[reading] if models else fitted(reading)
        told = smooth(model, *_soft(found, panel, reading))
        for i, (code, year) in enumerate(zip(panel.ccode, panel.year, strict=True)):
            at, key = (where.sequence[i], where.place[i]), (int(code), int(year))
            rounded = [round(float(p), DIGITS) for p in told.smoothed[at]]
            chances = dict(zip(told.phases, rounded, strict=True))
            latent.chances.setdefault(key, {})[reading] = chances
            bits = round(float(told.movement[at]), DIGITS)
            latent.movement.setdefault(key, {})[reading] = bits
    return latent


def forecasts(found: Gathered, by_reading: dict[str, Panel]) -> dict[str, NDArray[np.float64]]:
    """Return reading -> chances of its phases, (N, K), from evidence up to the year alone.

    Practice is left out of the evidence: what is to be foretold must not be in the forecast.
    """
    from rightful.spiral.hmm.smooth import smooth

    told = {}
    for reading in READINGS:
        panel, where = by_reading[reading], sequences(by_reading[reading])
        evidence, moves = _soft(found, panel, reading)
        held = smooth(fitted(reading), evidence.without(PRACTICE), moves)
        told[reading] = held.filtered[where.sequence, where.place]
    return told


def fit_shipped(out: Path, baseline: Path | None = None, seed: int = SEED) -> dict[str, Fitted]:
    """Fit every reading on all states; write models and phases. Same seed, same bytes.

    Evidence of the user's own is left out.
    """
    from rightful.spiral.hmm.fit import fit
    from rightful.spiral.hmm.store import to_json

    shelf = Baseline(baseline or shipped())
    found = gathered(shelf, unit(AT_LARGE), Thresholds(), own=False)
    by_reading = panels(found, Thresholds())
    models = {}
    for reading in READINGS:
        emissions = load_emissions(reading)
        told, moves = _soft(found, by_reading[reading], reading)
        models[reading] = fit(told, moves, emissions, load_transitions(emissions.transitions), seed)
        write_atomically(out / f"{reading}.json", to_json(models[reading]).encode())
    latent = latent_smoothed(found, by_reading, models)
    write_atomically(out / "phases.parquet", parquet_of(_rows(latent), compression="zstd"))
    made = json.dumps({"baseline": shelf.fingerprint, "seed": seed}, indent=1) + "\n"
    write_atomically(out / "made_of.json", made.encode())
    return models


def _rows(latent: Latent) -> pl.DataFrame:
    """Return latent phases as rows: ccode, year, reading, chances, movement."""
    rows = [
        (code, year, reading, list(chances.values()), latent.movement[code, year][reading])
        for (code, year), told in sorted(latent.chances.items())
        for reading, chances in told.items()
    ]
    return pl.DataFrame(rows, schema=SHIPPED, orient="row")


def _soft(found: Gathered, panel: Panel, reading: str) -> tuple[Evidence, NDArray[np.float64]]:
    """Return soft evidence and covariates of the state-years gathered."""
    where = sequences(panel)
    # The model weighs doubt itself: every value counts, with its confidence.
    cells = chosen(found.rows, found.unit, 0.0, rule_set(reading).general_talk)
    told = soft_evidence(panel, cells, load_emissions(reading), where)
    return told, covariates(panel, _opportunity(found.shelf), where)


@cache
def _opportunity(shelf: Baseline) -> pl.DataFrame:
    series = shelf.frame("series", pl.col("series") == OPPORTUNITY)
    return series.select("ccode", "year", "mean")
