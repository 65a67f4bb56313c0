"""The regime itself, through the years: its size, how far states converge, whether it regulates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.measure import Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.strands import _regime_practice as practice
from rightful.measures.strands import _regime_promises as promises
from rightful.measures.strands._regime_example import example
from rightful.measures.strands._regime_practice import Pairs
from rightful.measures.strands._regime_promises import Held
from rightful.measures.strands._regime_rows import Row, drawn, frame_of, observed

PRACTICE: Final = "practice/physical_integrity"
REGISTER: Final = ("facts/instruments", "facts/articles", "facts/binding", "facts/state_years")
# Bodies and courts that watch, investigate or judge.
BODIES: Final = ("treaty_body", "monitor", "investigator", "court")
# From this year both covenants bind; most of today's ratings of practice begin with it.
SAME_STATES_FROM: Final = 1976
POINTS: Final = {"met": 1.0, "partly": 0.5, "not": 0.0}
_SCORES: Final = {
    ("krasner", "formal"): "krasner_score",
    ("nickel", "formal"): "nickel_score",
    ("nickel", "strict"): "nickel_score_strict",
}
_OF_PAIRS: Final[dict[str, Callable[[Pairs], NDArray[np.float64]]]] = {
    "practice_variance": practice.variance,
    "residual_variance": practice.residual_variance,
    "commitment_practice_r": practice.correlation,
}
_SAME: Final = "residual_variance_same_states"


def _share(name: str, label: str, note: str = "") -> Variable:
    return Variable(name, label, "number", low=0, high=1, note=note)


def _count(name: str, label: str, note: str = "") -> Variable:
    return Variable(name, label, "number", low=0, note=note)


class Regime(Measure):
    """World series of the human-rights regime; every row has the ccode of the world.

    The diagnostics hold trends per decade (straight line, 90 % interval over joint draws) and the
    probability that the series falls.
    """

    name = "regime"
    title = "The human-rights regime: size, convergence of states, regularity of practice"
    strand = "regime"
    needs = (*REGISTER, "facts/regime_facts", "facts/regime_features", PRACTICE)
    gives = (
        _count("regime_instruments", "Treaties and protocols in force, all organizations"),
        _count("regime_core_treaties", "Core treaties in force, of nine"),
        _count(
            "regime_procedures",
            "Procedures that states can accept",
            "Their treaty is in force; that enough states have accepted is not asked.",
        ),
        _count("regime_bodies", "Bodies and courts at work"),
        _count("regime_parties", "Bonds of states to core treaties"),
        _share("regime_share_held", "Bonds as a share of states x core treaties in force"),
        _share("regime_strength", "Bonds as a share of states x all nine core treaties"),
        _share("convergence_norms", "1 - dispersion across states: the two covenants"),
        _share("convergence_rules", "1 - dispersion across states: the other core treaties"),
        _share("convergence_procedures", "1 - dispersion across states: dated procedures"),
        _share(
            "commitment_dispersion",
            "Standard deviation across states of the share of core treaties held",
            "Of those in force; at most .5.",
        ),
        _share(
            "commitment_distance",
            "Chance that two states differ on a core treaty in force",
        ),
        _count("practice_variance", "Variance across states of practice (physical integrity)"),
        _count(
            "residual_variance",
            "Variance of practice left after a line on commitment",
            "Regularization is its fall over time.",
        ),
        _count(_SAME, f"The same, states with practice in every year from {SAME_STATES_FROM}"),
        Variable(
            "commitment_practice_r",
            "Correlation of commitment and practice across states",
            "number",
            low=-1,
            high=1,
        ),
        _share("krasner_score", "Krasner's four components: mean of met 1, partly .5, not 0"),
        _share("nickel_score", "Nickel's nine features, formal reading"),
        _share("nickel_score_strict", "Nickel's nine features, strict reading"),
    )
    references = ("krasner1982", "keohane1977", "nickel2002", "goodman2004")

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Return every series that the tables at hand allow; nothing here is drawn at random.

        Tables (columns used)
        ---------------------
        ``facts/instruments`` instrument, kind, parent, core, in_force, known_until;
        ``facts/articles`` instrument, obligation; ``facts/binding`` ccode, year, instrument (what
        binds at the year's end); ``facts/state_years`` ccode, year; ``facts/regime_facts`` kind,
        first_year, last_year; ``facts/regime_features`` scheme, reading, feature, year, verdict;
        ``practice/physical_integrity`` ccode, year, draws (a list or array of D joint draws).
        """
        rows: list[Row] = []
        told: dict[str, Mapping[str, float]] = {}
        if all(name in record for name in REGISTER):
            core = _held_core(record)
            rows += [*_sizes(record, core), *_convergences(record, core)]
            told |= _trends_of_promises(core)
            if PRACTICE in record:
                more, trends = _of_practice(practice.pairs(record[PRACTICE], core))
                rows += more
                told |= trends
        rows += [*_bodies(record), *_scores(record)]
        return Estimates(frame_of(rows), told)

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up world of forty states, two covenants and one other core treaty."""
        return example()


def _held_core(record: Record) -> list[Held]:
    return _held(record, promises.core(record["facts/instruments"]))


def _held(record: Record, names: tuple[str, ...]) -> list[Held]:
    tables = (record[f"facts/{name}"] for name in ("instruments", "binding", "state_years"))
    return promises.held(names, *tables)


def _sizes(record: Record, core: Sequence[Held]) -> Iterator[Row]:
    table = record["facts/instruments"]
    ways = promises.procedures(table, record["facts/articles"])
    written = table.filter(pl.col("kind") != promises.PROCEDURE)
    for year in sorted(set(record["facts/state_years"]["year"])):
        forceful = written.filter(pl.col("in_force") <= date(year, 12, 31))
        yield observed("regime_instruments", year, forceful.height, written.height)
        nine = forceful.filter(pl.col("core") == 1).height
        yield observed("regime_core_treaties", year, nine, written.height)
        way = promises.open_to_states(ways, table, year)
        yield observed("regime_procedures", year, way, len(ways))
    for one in core:
        bonds, states = int(one.bound.sum()), len(one.ccode)
        yield observed("regime_parties", one.year, bonds, states)
        yield observed("regime_share_held", one.year, float(one.bound.mean()), states)
        yield observed("regime_strength", one.year, bonds / (states * one.of), states)


def _convergences(record: Record, core: Sequence[Held]) -> Iterator[Row]:
    table = record["facts/instruments"]
    last = max((one.year for one in core), default=0)
    ways = promises.procedures(table, record["facts/articles"])
    parts = {
        "convergence_norms": promises.COVENANTS,
        "convergence_rules": tuple(
            name for name in promises.core(table) if name not in promises.COVENANTS
        ),
        "convergence_procedures": promises.dated(ways, table, last),
    }
    for series, names in parts.items():
        for one in _held(record, names):
            yield observed(series, one.year, promises.convergence(one), len(one.ccode))
    for one in core:
        spread = float(one.share.std())
        yield observed("commitment_dispersion", one.year, spread, len(one.ccode))
        yield observed("commitment_distance", one.year, promises.distance(one), len(one.ccode))


def _of_practice(
    found: Sequence[Pairs],
) -> tuple[list[Row], dict[str, Mapping[str, float]]]:
    rows: list[Row] = []
    told: dict[str, Mapping[str, float]] = {}
    same = practice.same_states(found, SAME_STATES_FROM)
    wanted = [(name, found, of) for name, of in _OF_PAIRS.items()]
    for series, years, of in [*wanted, (_SAME, same, practice.residual_variance)]:
        draws = {one.year: (of(one), len(one.ccode)) for one in years}
        rows += [drawn(series, year, values, n) for year, (values, n) in draws.items()]
        if len(draws) > 1:
            table = np.stack([values for values, _ in draws.values()], axis=1)
            told[series] = asdict(practice.trend(list(draws), table))
    return rows, told


def _trends_of_promises(core: Sequence[Held]) -> dict[str, Mapping[str, float]]:
    """Trend of the distance between states; an observed series has one draw and no interval."""
    if len(core) < 2:
        return {}
    years = [one.year for one in core]
    spread = np.array([[float(one.share.std()) for one in core]])
    apart = np.array([[promises.distance(one) for one in core]])
    return {
        "commitment_dispersion": asdict(practice.trend(years, spread)),
        "commitment_distance": asdict(practice.trend(years, apart)),
    }


def _bodies(record: Record) -> Iterator[Row]:
    if "facts/regime_facts" not in record or "facts/state_years" not in record:
        return
    agencies = record["facts/regime_facts"].filter(pl.col("kind").is_in(BODIES))
    for year in sorted(set(record["facts/state_years"]["year"])):
        stands = (pl.col("first_year") <= year) & (pl.col("last_year").fill_null(year) >= year)
        yield observed("regime_bodies", year, agencies.filter(stands).height, agencies.height)


def _scores(record: Record) -> Iterator[Row]:
    """Mean of the verdicts' points; no row in a year in which a feature is not known."""
    if "facts/regime_features" not in record:
        return
    points = pl.col("verdict").replace_strict(POINTS, default=None, return_dtype=pl.Float64)
    judged = record["facts/regime_features"].with_columns(points=points)
    by_year = judged.group_by("scheme", "reading", "year", maintain_order=True)
    for (scheme, reading, year), part in by_year:
        series = _SCORES.get((str(scheme), str(reading)))
        if series and not part["points"].null_count():
            yield observed(
                series, int(str(year)), float(part["points"].to_numpy().mean()), len(part)
            )
