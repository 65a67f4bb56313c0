"""Practice: latent respect of a family of rights, and each right's margin above its worst category.

One latent series per family, estimated by the dynamic ordinal IRT model from many imperfect
ratings [fariss2014; fariss2019]. A right has no series of its own: its *margin* is the log-odds,
at a stated reference standard, that its main item stands above its worst category, so that 0 is
the anchor, and 1 / (1 + exp(margin)) is the probability of the worst category.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.core.posterior import Posterior
from rightful.measures._irt_posterior import IRTPosterior, anchor, has_standard, thin
from rightful.measures._ordinal_data import Item, ModelData, Ratings, model_data
from rightful.measures._practice_model import fit
from rightful.measures._specification import Specification
from rightful.measures.rank import percentiles, summarize

Draws = NDArray[np.float32]
Progress = Callable[[float, float], None]

REFERENCE_YEAR = 2000
SENSITIVITY_YEARS = (1990, 2010)
# Autocorrelated draws beyond this cost memory and change no reported digit.
MOST_KEPT = 4000


@dataclass(frozen=True)
class Margin:
    """Draws of a right's main item at reference years.

    Attributes
    ----------
    item
        The main item's name.
    discrimination
        Shape (D,): how fast the log-odds move with practice.
    anchors
        Reference year -> shape (D,): the practice at which the worst category has probability 1/2.
        The years of sensitivity are left out where the item had no standard in them.
    """

    item: str
    discrimination: Draws
    anchors: dict[int, Draws]


@dataclass(frozen=True)
class Practice:
    """A fitted family under one standard: joint draws of practice and of its rights' margins."""

    family: str
    standard: str
    posterior: Posterior
    margins: dict[str, Margin]
    diagnostics: dict[str, float]


def model_input(ratings: pl.DataFrame, items: pl.DataFrame) -> ModelData:
    """Return the checked input of the model.

    Parameters
    ----------
    ratings
        Columns ccode, year, item, category (0-based): one row a rating.
    items
        Columns item, categories, sign (+1 higher category is more respect), standard
        (yearly or fixed).

    Raises
    ------
    DataError
        When a rating names an undeclared item, or breaks what the item declares.
    """
    declared = {
        row["item"]: Item(row["item"], row["categories"], row["sign"], row["standard"])
        for row in items.iter_rows(named=True)
    }
    strange = sorted(set(ratings["item"].unique()) - declared.keys())
    if strange:
        raise DataError(
            f"ratings name items that are not declared: {strange}",
            where="practice",
            allowed=", ".join(sorted(declared)),
            next_step="declare the item in items.csv",
        )
    used = [name for name in declared if (ratings["item"] == name).any()]
    index = {name: j for j, name in enumerate(used)}
    panel = ratings.select("ccode", "year").unique().sort("ccode", "year")
    rows = Ratings(
        ratings["ccode"].to_numpy().astype(np.int64),
        ratings["year"].to_numpy().astype(np.int64),
        np.array([index[name] for name in ratings["item"]], dtype=np.int64),
        ratings["category"].to_numpy().astype(np.int64),
    )
    chosen = tuple(declared[name] for name in used)
    return model_data(chosen, rows, panel["ccode"].to_numpy(), panel["year"].to_numpy())


def fit_practice(
    ratings: pl.DataFrame,
    items: pl.DataFrame,
    family: str,
    specification: Specification,
    seed: int,
    min_ess: float = 400,
    progress: Progress | None = None,
    chains: int = 8,
) -> tuple[Practice, IRTPosterior]:
    """Fit one family under one specification; ``items`` also has right and main (0 or 1).

    ``chains`` is a multiple of 4.

    Raises
    ------
    ConvergenceError
        When R-hat or the effective sample size refuses the fit.
    """
    data = model_input(ratings, items)
    full = fit(data, specification, seed, chains, min_ess, progress)
    full = thin(full, MOST_KEPT)
    return practice_of(full, data, items, family, specification.standard), full


def practice_of(
    full: IRTPosterior, data: ModelData, items: pl.DataFrame, family: str, standard: str
) -> Practice:
    """Name the parts of a fitted posterior: state-years, and each right's main item."""
    main = items.filter(pl.col("main") == 1).sort("right")
    names = [item.name for item in data.items]
    margins = {
        row["right"]: _margin(full, row["item"], names)
        for row in main.iter_rows(named=True)
        if row["item"] in names
    }
    posterior = Posterior(
        data.state_index.astype(np.int32),
        data.year.astype(np.int32),
        full.theta,
        f"practice: {family}, {standard}",
    )
    return Practice(family, standard, posterior, margins, diagnostics(full))


def diagnostics(full: IRTPosterior) -> dict[str, float]:
    """Return chains, draws, the worst R-hat and the smallest effective sample size."""
    report = full.report
    return {
        "chains": report.chains,
        "draws": report.chains * report.draws_per_chain,
        "rhat_max": round(report.rhat_max, 4),
        "ess_min": round(min(report.ess_bulk_min, report.ess_tail_min)),
    }


def _margin(full: IRTPosterior, item: str, names: list[str]) -> Margin:
    held = (year for year in SENSITIVITY_YEARS if has_standard(full, item, year))
    years = (REFERENCE_YEAR, *held)
    return Margin(
        item,
        full.beta[:, names.index(item)].astype(np.float32),
        {year: anchor(full, item, year).astype(np.float32) for year in years},
    )


def margin_draws(practice: Practice, right: str, year: int = REFERENCE_YEAR) -> Draws:
    """Return the log-odds (D, N) that ``right``'s main item stands above its worst category."""
    margin = practice.margins[right]
    distance = practice.posterior.draws - margin.anchors[year][:, None]
    return np.asarray(margin.discrimination[:, None] * distance, dtype=np.float32)


def worst_probability(margins: Draws) -> Draws:
    """Return P(worst category) (D, N) from margins."""
    return np.asarray(1.0 / (1.0 + np.exp(margins)), dtype=np.float32)


def thinned(practice: Practice, draws: int) -> Practice:
    """Return ``draws`` evenly spaced joint draws of everything.

    Raises
    ------
    DataError
        When the fit holds fewer.
    """
    held = practice.posterior.draws.shape[0]
    if not 1 <= draws <= held:
        raise DataError(f"{draws} draws were asked for, the fit holds {held}", where="practice")
    kept = np.linspace(0, held - 1, draws).round().astype(np.int64)
    posterior = Posterior(
        practice.posterior.ccode,
        practice.posterior.year,
        practice.posterior.draws[kept],
        practice.posterior.name,
    )
    margins = {
        right: Margin(
            margin.item,
            margin.discrimination[kept],
            {year: values[kept] for year, values in margin.anchors.items()},
        )
        for right, margin in practice.margins.items()
    }
    return Practice(practice.family, practice.standard, posterior, margins, practice.diagnostics)


def family_estimates(practice: Practice) -> pl.DataFrame:
    """Return level and rank per state-year: right ``all``, columns practice_* and percentile*."""
    level = summarize(practice.posterior.draws)
    rank = percentiles(practice.posterior.draws, practice.posterior.year)
    return _keyed(practice, "all").with_columns(
        practice_mean=level.mean,
        practice_sd=level.sd,
        practice_low=level.low,
        practice_high=level.high,
        percentile=rank.mean,
        percentile_low=rank.low,
        percentile_high=rank.high,
    )


def right_estimates(practice: Practice, right: str) -> pl.DataFrame:
    """Return margin, P(worst category) and P(below anchor) per state-year of one right."""
    margins = margin_draws(practice, right)
    level, worst = summarize(margins), summarize(worst_probability(margins))
    anchors = {f"below_anchor_{year}": _below(practice, right, year) for year in SENSITIVITY_YEARS}
    return _keyed(practice, right).with_columns(
        practice_mean=level.mean,
        practice_sd=level.sd,
        practice_low=level.low,
        practice_high=level.high,
        p_worst=worst.mean,
        p_worst_low=worst.low,
        p_worst_high=worst.high,
        below_anchor=(margins < 0).mean(axis=0),
        **anchors,
    )


def _below(practice: Practice, right: str, year: int) -> pl.Series:
    """Return P(below the anchor of a year) (N,), null where the item had no standard in it."""
    if year not in practice.margins[right].anchors:
        return pl.repeat(None, practice.posterior.year.size, dtype=pl.Float64, eager=True)
    return pl.Series((margin_draws(practice, right, year) < 0).mean(axis=0))


def _keyed(practice: Practice, right: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"ccode": practice.posterior.ccode, "year": practice.posterior.year}
    ).with_columns(
        family=pl.lit(practice.family), right=pl.lit(right), standard=pl.lit(practice.standard)
    )


__all__ = [
    "IRTPosterior",
    "Margin",
    "Practice",
    "diagnostics",
    "family_estimates",
    "fit",
    "fit_practice",
    "margin_draws",
    "model_input",
    "practice_of",
    "right_estimates",
    "thinned",
    "worst_probability",
]
