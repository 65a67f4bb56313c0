"""A dimension's scores: items calibrated on a sample of states, every state scored by exact draws.

The ordinal IRT engine estimates discriminations, cutpoints and the pace of change from a random
sample of states in the years in which nearly every item speaks; each of its joint draws then gives
one path for every state. The items' doubt is that of the sample, wider than that of all states
together; that another sample would give other items is not in the interval.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError
from rightful.measures._irt_posterior import IRTPosterior, thin
from rightful.measures._ordinal_data import Item, ModelData, Ratings, model_data
from rightful.measures._practice_model import fit
from rightful.measures._specification import LogNormalPrior, Specification, own
from rightful.measures.strands._opportunity_ratings import DimensionRatings
from rightful.measures.strands._path_sampler import Chains, Path, sample_path

CALIBRATION_STATES: Final = 30
CALIBRATION_YEARS: Final = (1981, 2021)  # when nearly every item speaks
DRAWS: Final = 200
CHAINS: Final = 4  # one core's lanes: two dimensions are fitted at a time
MIN_ESS: Final = 200.0
REFERENCE: Final = (1981, 1990)
CORES: Final = 2
EVER: Final = (0, 9999)


@dataclass(frozen=True)
class Scores:
    """Joint draws of a dimension, reference state-years at mean 0 and SD 1 in every draw.

    ccode, year, inputs: (N,), ratings counted in ``inputs``. draws: (D, N).
    """

    ccode: NDArray[np.int64]
    year: NDArray[np.int64]
    inputs: NDArray[np.int64]
    draws: NDArray[np.float64]
    diagnostics: dict[str, float]


def calibrated_scores(ratings: DimensionRatings, seed: int) -> Scores:
    """Fit the items and score every rated state-year.

    Raises
    ------
    ConvergenceError
        When the engine's gate refuses the calibration.
    DataError
        When the reference years hold no two state-years.
    """
    everyone = _panel(ratings, np.unique(ratings.ccode))
    among = (everyone.year >= REFERENCE[0]) & (everyone.year <= REFERENCE[1])
    if among.sum() < 2:
        raise DataError(
            f"the years {REFERENCE[0]}-{REFERENCE[1]} hold {among.sum()} rated state-years",
            where="scale of political opportunity",
            allowed="two or more, to which the scale refers",
        )
    sample = _sampled(np.unique(ratings.ccode), seed)
    panel = _panel(ratings, sample, CALIBRATION_YEARS)
    calibration = fit(panel, _specification(), seed, chains=CHAINS, min_ess=MIN_ESS)
    draws = _paths(thin(calibration, DRAWS), panel.starts, everyone, ratings, seed)
    centre, spread = draws[:, among].mean(axis=1), draws[:, among].std(axis=1)
    report = calibration.report
    return Scores(
        everyone.state_index,
        everyone.year,
        np.bincount(everyone.row, minlength=everyone.year.size),
        (draws - centre[:, None]) / spread[:, None],
        {
            "rhat_max": report.rhat_max,
            "ess_min": min(report.ess_bulk_min, report.ess_tail_min),
            "calibration_states": float(sample.size),
            "items": float(len(ratings.items)),
            **{
                f"beta_{item.name}": float(b)
                for item, b in zip(ratings.items, calibration.beta.mean(axis=0), strict=True)
            },
        },
    )


def _specification() -> Specification:
    """Return our model with a narrower prior of discrimination.

    An expert's rating that stands still for decades else becomes the dimension itself.
    """
    return replace(
        own("constant", REFERENCE), name="opportunity", discrimination=LogNormalPrior(0.7, 0.5)
    )


def _sampled(states: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    if states.size <= CALIBRATION_STATES:
        return states
    chosen = np.random.default_rng(seed).choice(states, CALIBRATION_STATES, replace=False)
    return np.sort(chosen)


def _panel(
    ratings: DimensionRatings, states: NDArray[np.int64], years: tuple[int, int] = EVER
) -> ModelData:
    """Return the engine's data of these states and years, every rated state-year in the panel."""
    kept = np.isin(ratings.ccode, states) & (years[0] <= ratings.year) & (ratings.year <= years[1])
    keys = np.unique(np.stack((ratings.ccode[kept], ratings.year[kept]), axis=1), axis=0)
    items = tuple(
        Item(item.name, item.categories, 1 if item.sign > 0 else -1) for item in ratings.items
    )
    rows = Ratings(
        ratings.ccode[kept], ratings.year[kept], ratings.item[kept], ratings.category[kept]
    )
    return model_data(items, rows, keys[:, 0], keys[:, 1])


def _paths(
    calibration: IRTPosterior,
    starts: NDArray[np.bool_],
    everyone: ModelData,
    ratings: DimensionRatings,
    seed: int,
) -> NDArray[np.float64]:
    """Return (D, N): one path of all states for each draw of the calibration."""
    order = np.argsort(everyone.row, kind="stable")
    counts = np.bincount(everyone.row, minlength=everyone.year.size)
    chains = Chains(
        everyone.starts,
        np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        everyone.item_index[order],
    )
    streams = np.random.default_rng(seed).spawn(len(calibration.theta))

    def one(draw: int) -> NDArray[np.float64]:
        category = ratings.category.copy()
        if ratings.drawn.shape[1]:
            imputed = ratings.drawn[draw % len(ratings.drawn)]
            category[-imputed.size :] = imputed
        path = _path(calibration, starts, draw)
        return sample_path(path, chains, category[order], streams[draw])

    with ThreadPoolExecutor(CORES) as pool:
        return np.array(list(pool.map(one, range(len(streams)))))


def _path(calibration: IRTPosterior, starts: NDArray[np.bool_], draw: int) -> Path:
    first = calibration.theta[draw, starts].astype(np.float64)
    sign = np.array([float(item.sign) for item in calibration.items])
    cuts = calibration.cuts[draw]
    return Path(
        sign * calibration.beta[draw],
        tuple(cuts[calibration.cut_item == j] for j in range(sign.size)),
        float(calibration.sigma[draw]),
        calibration.specification.innovation_df,
        float(first.mean()),
        float(first.std()) if first.size > 1 else 1.0,
    )
