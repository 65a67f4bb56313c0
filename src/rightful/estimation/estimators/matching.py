"""Matching: treated rows and the untreated ones that were as likely to be treated."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.estimation._matching import CALIPER, NAME, matched
from rightful.estimation.balance import treated_rows
from rightful.estimation.design import Sample
from rightful.estimation.estimate import Estimate, Estimator, told
from rightful.estimation.linear import linear, must_identify
from rightful.estimation.requirements import statsmodels

Floats = NDArray[np.float64]
UNLIKE: Final = 0.1  # standardized difference beyond which groups are unlike (austin2009)

SEEN: Final = "only these columns are held: who joins for reasons not among them stays unlike"


class Matching(Estimator):
    """The nearest chance of treatment, one to one; then least squares among the pairs (ho2007).

    The effect is that on treated rows which have a match. Chances and the adjustment rest on the
    same columns: the regressors, and the year with its square where the design has year effects.
    State effects are not held. The lagged outcome, where it is drawn, is taken at its mean.
    """

    name = NAME
    title = "Matching on the chance of treatment"
    needs = ("treatment 0 or 1", "controls")
    extra = "estimation"
    references = ("rosenbaum1983", "rosenbaum1985", "ho2007", "austin2009", "abadie2022")

    def estimate(self, sample: Sample, seed: int) -> Estimate:
        """Return the adjusted difference among matched rows.

        Raises
        ------
        DataError
            When the treatment is not 0 or 1, no row has a match, or a regressor follows from the
            others among matched rows.
        """
        del seed
        statsmodels("api", self.name)
        treated = treated_rows(sample, self.name)
        pairs = matched(sample)
        middle = float(sample.years[sample.time].mean())
        adjusted, same = _adjusted(pairs, middle)
        must_identify(adjusted, None, None)
        found, how = linear(adjusted, state_effects=False, year_effects=False)
        error, *drawn = how
        kept, of = int(pairs.y.size // 2), int(treated.sum())
        notes = (
            f"{kept} of {of} treated rows matched one to one, no row twice; {of - kept} have no "
            f"untreated row within {CALIPER:g} standard deviations of the logit of the chance",
            *_balance(sample, pairs, middle),
            "adjusted among matched rows for the same columns"
            + (f", but not for what is the same in all of them: {', '.join(same)}" if same else ""),
            SEEN,
            *(("state effects are not held",) if sample.design.state_effects else ()),
            f"{error}, pairs taken as given",
            *drawn,
        )
        return told(self.name, pairs, found, notes=notes)


def _adjusted(pairs: Sample, middle: float) -> tuple[Sample, tuple[str, ...]]:
    """Return matched rows with the columns to adjust for, and those that do not vary in them."""
    terms, columns = _columns(pairs, middle)
    varies = np.ptp(columns, axis=0) > 0
    x = np.column_stack([pairs.x[:, 0], columns[:, varies]])
    kept = tuple(name for name, one in zip(terms, varies, strict=True) if one)
    same = tuple(name for name, one in zip(terms, varies, strict=True) if not one)
    return replace(pairs, x=x, terms=(pairs.terms[0], *kept), lagged_draws=None), same


def _columns(sample: Sample, middle: float) -> tuple[tuple[str, ...], Floats]:
    """Return names and columns, shape (N, C), of what chances and the adjustment rest on.

    The year's square is taken from a middle year, the same before and after matching.
    """
    terms, columns = sample.terms[1:], sample.x[:, 1:]
    if sample.design.year_effects:
        year = sample.years[sample.time].astype(np.float64)
        terms = (*terms, "year", "year squared")
        columns = np.column_stack([columns, year - middle, (year - middle) ** 2])
    return terms, columns


def _balance(sample: Sample, pairs: Sample, middle: float) -> tuple[str, ...]:
    """Return standardized differences of means, before and after, in the spread before."""
    terms, before = _columns(sample, middle)
    after = _columns(pairs, middle)[1]
    on, on_after = sample.x[:, 0] == 1, pairs.x[:, 0] == 1
    spread = np.sqrt((before[on].var(axis=0) + before[~on].var(axis=0)) / 2)
    spread = np.where(spread > 0, spread, 1.0)
    first = (before[on].mean(axis=0) - before[~on].mean(axis=0)) / spread
    last = (after[on_after].mean(axis=0) - after[~on_after].mean(axis=0)) / spread
    each = [f"{t} {a:.2f} to {b:.2f}" for t, a, b in zip(terms, first, last, strict=True)]
    unlike = [t for t, b in zip(terms, last, strict=True) if abs(b) > UNLIKE]
    return (
        f"standardized differences, before to after matching: {', '.join(each)}",
        *((f"still unlike (beyond {UNLIKE:g}): {', '.join(unlike)}",) if unlike else ()),
    )
