"""Fit the hazard-form model of one series, and keep its joint draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from rightful.core.measure import Record
from rightful.core.posterior import Posterior
from rightful.measures._irt_posterior import FitReport, thin
from rightful.measures._ordinal_data import IntArray
from rightful.measures._practice_model import fit
from rightful.measures._specification import InnovationPrior, LogNormalPrior, Specification
from rightful.measures.rank import Summary, summarize
from rightful.measures.strands._commitment_items import SeriesData, series_data
from rightful.measures.strands._commitment_record import Register, register
from rightful.measures.strands._commitment_risk import exposures, observations
from rightful.measures.strands._commitment_steps import steps

# The priors of the design, but for the pace: it is held near .22 a year (SD 5 %), close to the mean
# (.24) of the design's half-normal(.3), because a pace and the paths it governs explore each other
# slowly; estimated, it comes out there and ranks do not move. The baselines' prior is as wide as
# one centred on rare acts. The unit is set by the ten years with the most steps open.
SPECIFICATION: Final = Specification(
    name="commitment",
    standard="constant",
    discrimination=LogNormalPrior(mean=0.0, sd=0.5),
    innovation=InnovationPrior(power=200.0, scale=0.0156, upper=1.0),
    cut_first_sd=3.5,
    cut_walk_sd=0.3,
    reference_years=(1996, 2005),
)
CHAINS: Final = 4  # one core's lanes: two series are fitted at a time
MIN_ESS: Final = 200.0
KEPT: Final = 50


@dataclass(frozen=True)
class Fitted:
    """One fitted series.

    Attributes
    ----------
    posterior
        ``KEPT`` joint draws per (ccode, year) with something observed; the state-years of the
        reference years have mean 0 and SD 1 in every draw.
    level
        Mean, SD and 90 % interval (N,) of all draws, not of the kept ones alone.
    inputs
        (N,) ratings each row rests on, at least 1.
    left_out
        Items too rare to place.
    slopes
        Item -> mean discrimination, steepest first; far above the others is one act counted twice.
    report
        The sampler's own account, over every parameter.
    """

    posterior: Posterior
    level: Summary
    inputs: IntArray
    left_out: tuple[str, ...]
    slopes: dict[str, float]
    report: FitReport


def prepared(record: Record, series: str) -> tuple[Register, SeriesData] | None:
    """Return the register and what a series is fitted to; None where nothing tells states apart."""
    facts = register(record, steps())
    if facts is None:
        return None
    data = series_data(observations(facts, exposures(facts, steps()), steps(), series))
    return None if data is None else (facts, data)


def fitted(
    record: Record,
    series: str,
    seed: int,
    specification: Specification = SPECIFICATION,
    kept: int = KEPT,
) -> Fitted | None:
    """Fit ``cheap``, ``costly`` or ``all`` and keep ``kept`` joint draws; None without data.

    Raises
    ------
    ConvergenceError
        When the draws must not be used.
    """
    ready = prepared(record, series)
    if ready is None:
        return None
    facts, data = ready
    full = fit(data.model, specification, seed, chains=CHAINS, min_ess=MIN_ESS)
    rows, ccode = _coded_rows(data, facts)
    few = thin(full, kept)
    posterior = Posterior(
        ccode.astype(np.int32),
        data.model.year[rows].astype(np.int32),
        few.theta[:, rows],
        f"commitment: {series}",
    )
    level = summarize(full.theta[:, rows])
    means = zip((item.name for item in full.items), full.beta.mean(axis=0), strict=True)
    slopes = dict(sorted(means, key=lambda pair: -pair[1]))
    return Fitted(posterior, level, data.inputs[rows], data.left_out, slopes, full.report)


def _coded_rows(data: SeriesData, facts: Register) -> tuple[IntArray, IntArray]:
    """Return panel rows with something observed, and the code that each was borne under.

    A person that changes its code within a year has a row under both.
    """
    held: dict[tuple[str, int], list[int]] = {}
    for state_id in data.persons:
        for ccode, year in facts.lives[state_id].codes:
            held.setdefault((state_id, year), []).append(ccode)
    pairs = [
        (row, ccode)
        for row in np.flatnonzero(data.inputs > 0)
        for ccode in held.get(
            (data.persons[data.model.state_index[row]], int(data.model.year[row])), []
        )
    ]
    rows, codes = np.array(sorted(pairs), dtype=np.int64).T
    return rows, codes
