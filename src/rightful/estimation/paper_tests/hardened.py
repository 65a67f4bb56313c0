"""Claim 100: a fair number of states that long pressure and shaming only harden."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.names import HEADLINE, STANDARDS
from rightful.core.posterior import Posterior
from rightful.estimation.combine import rubin
from rightful.estimation.grid import BOTH, ROWS, Grid
from rightful.estimation.paper_tests._around import KEY, mean_draws
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest

Floats = NDArray[np.float64]
SPAN: Final = 10  # years
BLAMED_IN: Final = 5  # of them
FAIR: Final = 0.25  # what a fair number was taken to be, before looking
CLEARLY: Final = 0.25  # SD of practice
BEFORE: Final = (-3, -2, -1)
AT_THE_END: Final = (SPAN - 3, SPAN - 2, SPAN - 1)
# Ask -> how far practice must have moved, at most, for a state to count.
COUNTED: Final = {"hardened_share": 0.0, "worse_share": -CLEARLY}
LIMITS: Final = (
    f"Long: in at least {BLAMED_IN} of {SPAN} years, the state's first such span; blame in the "
    "years of its own review does not count, as all are reviewed. Practice of the span's last "
    "three years against the three before it. A fair number: one in four. Each state is its own "
    "comparison (effects of states), and the mean of all states of the year is taken off (effects "
    "of years). It is a count: that blame is why is not told, and if nothing moved about half "
    "would not have improved. Blame on record is thin, mostly of the General Debate, and falls on "
    "the worst, who come back to their mean."
)


class Hardened(PaperTest):
    """The share of long-blamed states whose practice did not improve."""

    name = "hardened"
    title = "States that pressure hardens"
    needs = ("blamed", "reviewed", "pressed")
    asks: ClassVar = (
        Ask(
            "hardened_share",
            (100,),
            "did more than one in four of the states that were long blamed not improve?",
            1,
            "the share of long-blamed states that did not improve, less one in four,",
            "of these states",
            None,
            LIMITS,
        ),
        Ask(
            "worse_share",
            (100,),
            "did more than one in four of the states that were long blamed get clearly worse?",
            1,
            "the share of long-blamed states that got worse by a fourth of a SD, less one in four,",
            "of these states",
            None,
            LIMITS,
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the share's grid: whom blame by states, or any pressure, met for long."""
        rows: list[tuple[object, ...]] = []
        why: list[str] = []
        for measure, met in kinds(material.frame).items():
            spans = long_spans(met)
            for standard in STANDARDS:
                posterior = material.practice[HEADLINE][standard]
                for years in BOTH:
                    cell = ("long blame", "practice", measure, standard, years, True, False)
                    moves = changes(beyond_the_world(posterior) if years else posterior, spans)
                    found = _share(moves <= COUNTED[ask.key])
                    if found is None:
                        rows.append((*cell, *[None] * 6))
                        why.append(f"{measure}, {standard}: fewer than two states")
                    else:
                        n = moves.shape[1]
                        years_of = spans.filter(pl.Series(known(posterior, spans)))["year"]
                        rows.append((*cell, *found, n, n, years_of.n_unique()))
        return Grid(pl.DataFrame(rows, schema=ROWS, orient="row"), tuple(why))

    def example(self, effect: float, seed: int) -> Material:
        """Return 40 states long blamed, one in four and ``effect`` more of whom get worse."""
        rng = np.random.default_rng(seed)
        blamed, every, years = 40, 120, np.arange(1960, 2000)
        hardens = np.arange(every) < round(blamed * (FAIR + effect))
        level = np.where(hardens, -1.0, 1.0) * (np.arange(every) < blamed)
        moved = level[:, None] * (years >= 1975) + 0.1 * rng.normal(size=(every, years.size))
        code = np.repeat(np.arange(every), years.size).astype(np.int32)
        year = np.tile(years, every).astype(np.int32)
        frame = pl.DataFrame({"ccode": code, "year": year}).with_columns(
            blamed=((pl.col("ccode") < blamed) & pl.col("year").is_between(1970, 1985)).cast(
                pl.Float64
            ),
            pressed=pl.lit(0.0),
            reviewed=pl.lit(0.0),
        )
        draws = moved.ravel() + 0.05 * rng.normal(size=(8, code.size))
        one = Posterior(code, year, draws.astype(np.float32), HEADLINE)
        return Material(frame, {HEADLINE: dict.fromkeys(STANDARDS, one)})


def kinds(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return measure -> state-years that it met: blame by states; that, or any pressure."""
    blamed = (pl.col("blamed") > 0) & (pl.col("reviewed") == 0)
    return {
        "blamed by states": frame.filter(blamed).select(KEY),
        "blamed, sanctioned or on an agenda": frame.filter(blamed | (pl.col("pressed") > 0)).select(
            KEY
        ),
    }


def long_spans(met: pl.DataFrame) -> pl.DataFrame:
    """Return ccode, year: the first year of each state's first long span, itself a year met."""
    later = met.rename({"year": "other"})
    return (
        met.join(later, on="ccode")
        .filter((pl.col("other") - pl.col("year")).is_between(0, SPAN - 1))
        .group_by(KEY)
        .len()
        .filter(pl.col("len") >= BLAMED_IN)
        .group_by("ccode")
        .agg(pl.col("year").min())
        .sort("ccode")
    )


def changes(posterior: Posterior, spans: pl.DataFrame) -> NDArray[np.float32]:
    """Return how practice moved over spans in every draw, (D, states); those known at both ends."""
    moves = _moves(posterior, spans)
    return np.asarray(moves[:, ~np.isnan(moves).any(axis=0)], dtype=np.float32)


def known(posterior: Posterior, spans: pl.DataFrame) -> NDArray[np.bool_]:
    """Return of which spans practice is known at both ends."""
    return np.asarray(~np.isnan(_moves(posterior, spans)).any(axis=0))


def _moves(posterior: Posterior, spans: pl.DataFrame) -> NDArray[np.float32]:
    return mean_draws(posterior, spans, AT_THE_END) - mean_draws(posterior, spans, BEFORE)


def beyond_the_world(posterior: Posterior) -> Posterior:
    """Return draws less the mean of all states of their year."""
    years, at = np.unique(posterior.year, return_inverse=True)
    sums = np.zeros((posterior.draws.shape[0], years.size))
    for place in range(years.size):
        sums[:, place] = posterior.draws[:, at == place].mean(axis=1)
    less = posterior.draws - sums[:, at]
    return Posterior(posterior.ccode, posterior.year, less.astype(np.float32), posterior.name)


def _share(counted: NDArray[np.bool_]) -> tuple[float, float, float] | None:
    """Return the share beyond ``FAIR``, its error over states and draws, and p; (D, states)."""
    states = counted.shape[1]
    if states < 2:
        return None
    share = counted.mean(axis=1)
    found = rubin(share - FAIR, share * (1 - share) / (states - 1), states - 1.0)
    return found.estimate, found.std_error, found.p
