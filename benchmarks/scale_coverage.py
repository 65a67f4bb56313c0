"""Are 90 % intervals honest when truth is a draw from the real data's posterior?

Run: python benchmarks/scale_coverage.py --refits 20 --specification own
Each refit simulates all ratings anew from one posterior draw and fits them with the same
specification. Printed per refit: coverage of theta, beta, cutpoints and sigma, and the ratio of
fitted to true spread of theta. The last lines pool them; "standardised" scores the same draws
after giving truth and fit mean 0 and SD 1.
"""

import argparse
import time

import numpy as np
from numpy.typing import NDArray
from published import read_v3

from rightful.measures._irt_posterior import Reported, reported
from rightful.measures._layout import layout
from rightful.measures._ordinal_data import ModelData
from rightful.measures._sampling import make_sampler
from rightful.measures._simulation import Truth, draw_ratings
from rightful.measures._specification import Specification, lhrs2014, lhrs2019, own, own_learned

PRESETS = {"own": own, "own_learned": own_learned, "lhrs2014": lhrs2014, "lhrs2019": lhrs2019}
LEVELS = (0.05, 0.95)


def sampled(data: ModelData, spec: Specification, seed: int, draws: int) -> Reported:
    sampler = make_sampler(data, spec, seed, chains=8)
    sampler.warm_up()
    _, cuts = layout(data, spec)
    return reported(sampler.draw(draws), data, cuts, spec)


def truth_of(found: Reported, chain: int, at: int) -> Truth:
    return Truth(
        theta=found.theta[chain, at].astype(float),
        beta=found.beta[chain, at],
        cuts=found.cuts[chain, at],
        sigma=float(found.sigma[chain, at]),
        walk_sd=found.walk_sd[chain, at],
    )


def covered(draws: NDArray[np.floating], truth: NDArray[np.floating] | float) -> float:
    """Share of the truth inside the central 90 % of draws (M, D, ...)."""
    low, high = np.quantile(draws.reshape(-1, *draws.shape[2:]), LEVELS, axis=0)
    return float(np.mean((low <= truth) & (truth <= high)))


def standardised(theta: NDArray[np.floating]) -> NDArray[np.floating]:
    out: NDArray[np.floating] = (theta - theta.mean(axis=-1, keepdims=True)) / theta.std(
        axis=-1, keepdims=True
    )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refits", type=int, default=20)
    parser.add_argument("--specification", choices=PRESETS, default="own")
    parser.add_argument("--draws", type=int, default=150, help="draws a chain, 8 chains")
    parser.add_argument("--every", type=int, default=1, help="keep every n-th state")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    spec = PRESETS[asked.specification]()
    data, _, _ = read_v3()
    if asked.every > 1:
        data, _, _ = read_v3(keep=np.unique(data.state_index)[:: asked.every])
    real = sampled(data, spec, asked.seed, asked.draws)
    print(f"real data: sigma {real.sigma.mean():.3f}, beta {real.beta.mean((0, 1)).round(2)}")
    rows = []
    for r in range(asked.refits):
        began = time.monotonic()
        rng = np.random.default_rng((asked.seed, r))
        truth = truth_of(real, r % 8, int(rng.integers(real.sigma.shape[1])))
        found = sampled(draw_ratings(truth, data, spec, rng), spec, asked.seed + r + 1, asked.draws)
        rows.append(
            (
                covered(found.theta, truth.theta),
                covered(standardised(found.theta), standardised(truth.theta)),
                covered(found.beta, truth.beta),
                covered(found.cuts, truth.cuts),
                covered(found.sigma, truth.sigma),
                float(np.median(found.theta.std(axis=2)) / truth.theta.std()),
                float(found.sigma.mean() / truth.sigma),
            )
        )
        print(r, np.round(rows[-1], 3), f"{time.monotonic() - began:.0f} s", flush=True)
    table = np.array(rows)
    names = (
        "theta",
        "theta standardised",
        "beta",
        "cutpoints",
        "sigma",
        "spread ratio",
        "sigma ratio",
    )
    for name, column in zip(names, table.T, strict=True):
        error = column.std(ddof=1) / np.sqrt(len(column)) if len(column) > 1 else float("nan")
        print(f"{asked.specification}: {name} {column.mean():.3f} (s.e. {error:.3f})")


if __name__ == "__main__":
    main()
