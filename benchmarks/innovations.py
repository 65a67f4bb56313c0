"""Does practice move smoothly or in breaks? Ratings held out of the fit decide.

Run: python benchmarks/innovations.py
A tenth of the published v3.01 ratings, drawn at random, is left out; each specification is fitted
to the rest. Printed: the mean log probability of the held-out ratings under each, and the mean
difference from normal innovations with its standard error (clustered by state).
"""

import argparse
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from published import read_v3

from rightful.measures._irt_posterior import Reported, reported
from rightful.measures._layout import CutTable, layout
from rightful.measures._ordinal_data import ModelData
from rightful.measures._sampling import make_sampler
from rightful.measures._simulation import first_cut_of_rating
from rightful.measures._specification import own


def kept(data: ModelData, rows: NDArray[np.bool_]) -> ModelData:
    return replace(
        data,
        row=data.row[rows],
        item_index=data.item_index[rows],
        category=data.category[rows],
    )


def log_chances(found: Reported, cuts: CutTable, held: ModelData) -> NDArray[np.float64]:
    """(R,) log of each rating's probability, averaged over draws."""
    sign = np.array([float(item.sign) for item in held.items])[held.item_index]
    categories = np.array([item.categories for item in held.items])[held.item_index]
    first = first_cut_of_rating(held, cuts)
    below, above = held.category - 1, held.category
    total = np.zeros(held.row.size)
    for chain in range(found.sigma.shape[0]):
        for d in range(found.sigma.shape[1]):
            beta, edges = found.beta[chain, d], found.cuts[chain, d]
            eta = sign * beta[held.item_index] * found.theta[chain, d, held.row]
            high = np.where(
                above < categories - 1, edges[np.minimum(first + above, edges.size - 1)], np.inf
            )
            low = np.where(below >= 0, edges[first + np.maximum(below, 0)], -np.inf)
            total += 1.0 / (1.0 + np.exp(eta - high)) - 1.0 / (1.0 + np.exp(eta - low))
    chances: NDArray[np.float64] = np.log(total / found.sigma.size)
    return chances


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=60, help="draws a chain, 8 chains")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    data, _, _ = read_v3()
    rng = np.random.default_rng(asked.seed)
    out = rng.random(data.row.size) < 0.1
    scores = {}
    for df in (np.inf, 8.0, 4.0, 2.0):
        spec = replace(own(), innovation_df=df)
        train, held = kept(data, ~out), kept(data, out)
        _, cuts = layout(train, spec)
        assert layout(data, spec)[1].k.size == cuts.k.size, "an item's year lost all its ratings"
        sampler = make_sampler(train, spec, asked.seed, chains=8)
        sampler.warm_up()
        found = reported(sampler.draw(asked.draws, 2), train, cuts, spec)
        with np.errstate(over="ignore"):
            scores[df] = log_chances(found, cuts, held)
        gap = scores[df] - scores[np.inf]
        state = held.state_index[held.row]
        sums = np.array([gap[state == s].sum() for s in np.unique(state)])
        error = np.sqrt((sums**2).sum()) / gap.size
        print(
            f"df {df}: {scores[df].mean():.5f} a rating of {gap.size}; against normal "
            f"{gap.mean():+.5f} (s.e. {error:.5f}); sigma {found.sigma.mean():.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
