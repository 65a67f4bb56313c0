"""Two-way fixed effects on some 11,000 rows, five regressors, clustered: ours and pyfixest.

Run on an idle machine: OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 python benchmarks/grid.py
Processor seconds of 2,000 repetitions by the batched engine, and of one by pyfixest times 2,000;
the errors of both are compared. Every posterior repetition has its own clustered error.
"""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np

from rightful.estimation.batched import fit_draws, pairs_bootstrap, wild_bootstrap
from rightful.estimation.within import absorb, cr1_scale, ols

STATES, YEARS, REGRESSORS, REPETITIONS, TRIES = 201, 72, 5, 2000, 5


def world() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """State, year, regressors and outcome: 201 states born in different years."""
    rng = np.random.default_rng(0)
    lives = np.where(rng.random(STATES) < 0.6, rng.integers(20, YEARS - 5, STATES), YEARS)
    unit = np.repeat(np.arange(STATES), lives)
    year = np.concatenate([np.arange(YEARS - life, YEARS) for life in lives])
    own = rng.normal(size=(STATES, REGRESSORS))
    x = rng.normal(size=(unit.size, REGRESSORS)) + own[unit]
    noise = rng.normal(size=unit.size) + 0.5 * rng.normal(size=STATES)[unit] * x[:, 0]
    y = x @ np.full(REGRESSORS, 0.2) + rng.normal(size=STATES)[unit] + 0.02 * year + noise
    return unit, year, x, y


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Median processor and wall seconds of a few tries, after one that compiles."""
    work()
    spent, waited = [], []
    for _ in range(TRIES):
        began, clock = time.process_time(), time.perf_counter()
        work()
        spent.append(time.process_time() - began)
        waited.append(time.perf_counter() - clock)
    return statistics.median(spent), min(waited)


def main() -> None:
    import pandas as pd
    import pyfixest as pf

    warnings.simplefilter("ignore")
    unit, year, x, y = world()
    effects = absorb(unit, year, y.size)
    noise = np.random.default_rng(1).normal(scale=0.3, size=(REPETITIONS, y.size))
    draws = (y + noise).astype(np.float32)
    table = pd.DataFrame(x, columns=list("abcde")).assign(y=y, ccode=unit, year=year)

    def theirs() -> object:
        return pf.feols(
            "y ~ a + b + c + d + e | ccode + year",
            table,
            vcov={"CRV1": "ccode"},
            ssc=pf.ssc(k_adj=False, G_adj=False),
        )

    one, wall = seconds(theirs)
    print(f"{y.size} rows, {STATES} states, {YEARS} years, {REPETITIONS} repetitions")
    print(f"pyfixest {pf.__version__}: {one:.4f} s a repetition ({wall:.4f} s by the wall clock)")
    ours = {
        "posterior draws, CR1 each": lambda: fit_draws(draws, x, effects, unit, correction="CR1"),
        "posterior draws, CR2 each": lambda: fit_draws(draws, x, effects, unit, correction="CR2"),
        "pairs cluster bootstrap": lambda: pairs_bootstrap(y, x, effects, unit, REPETITIONS, 1),
        "wild cluster bootstrap": lambda: wild_bootstrap(y, x, effects, unit, REPETITIONS, 1),
    }
    for name, work in ours.items():
        spent, wall = seconds(work)
        times = one * REPETITIONS / spent
        print(f"{name}: {spent:.3f} s ({wall:.3f} s by the wall clock), {times:.0f} x pyfixest")
    fit = ols(y, x, effects, unit, "CR1")
    bare = fit.std_error / cr1_scale(effects, REGRESSORS, STATES) ** 0.5
    boot = pairs_bootstrap(y, x, effects, unit, REPETITIONS, 1).std_error
    print("errors, ours / pyfixest:", np.round(bare / theirs().se().to_numpy(), 6))  # type: ignore[attr-defined]
    print("errors, pairs bootstrap / ours:", np.round(boot / fit.std_error, 3))


if __name__ == "__main__":
    main()
