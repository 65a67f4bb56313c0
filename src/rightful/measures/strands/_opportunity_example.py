"""A made-up record for political opportunity: twelve states whose openness drifts apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl

from rightful.measures.strands._opportunity_items import NHRI, PRACTICE, OpportunityItem
from rightful.measures.strands._opportunity_items import opportunity_items as _items

STATES, FIRST, YEARS, DRAWS = 12, 1981, 10, 20


def example_record() -> dict[str, pl.DataFrame]:
    """Return every table the measure needs, filled from one drifting latent value a state."""
    rng = np.random.default_rng(1)
    level = rng.standard_normal(STATES)[:, None] + 0.2 * rng.standard_normal(
        (STATES, YEARS)
    ).cumsum(1)
    keys = pl.DataFrame(
        {
            "ccode": np.repeat(np.arange(STATES) + 900, YEARS).astype(np.int32),
            "year": np.tile(np.arange(YEARS) + FIRST, STATES).astype(np.int32),
        }
    )
    theta = level.ravel()
    columns: dict[str, dict[str, pl.Series]] = {}
    for item in _items():
        if item.need not in ("nhri", PRACTICE):
            columns.setdefault(item.need, {}).setdefault(item.variable, _made_up(item, theta, rng))
    record = {need: keys.with_columns(**columns[need]) for need in columns}
    status = np.digitize(-theta - 0.7 * rng.standard_normal(theta.size), (-0.5, 0.0, 0.5))
    record |= {need: keys.filter(pl.Series(status == place)) for place, need in enumerate(NHRI)}
    noisy = theta[:, None] + 0.3 * rng.standard_normal((theta.size, DRAWS))
    record[PRACTICE] = keys.with_columns(draws=pl.Series(noisy, dtype=pl.Array(pl.Float64, DRAWS)))
    bound = keys.filter(pl.col("ccode") % 2 == 0)
    record["facts/binding"] = pl.concat(
        [bound.with_columns(instrument=pl.lit(name)) for name in ("CAT", "ICCPR")]
    )
    return record


def _made_up(
    item: OpportunityItem,
    theta: np.ndarray[tuple[int], np.dtype[np.float64]],
    rng: np.random.Generator,
) -> pl.Series:
    """Return raw values whose category rises with theta, or falls where the sign is minus."""
    noisy = item.sign * theta + 0.7 * rng.standard_normal(theta.size)
    category = np.digitize(noisy, np.linspace(-1, 1, item.categories + 1)[1:-1])
    if item.codes:
        first = {category: code for code, category in reversed(item.codes.items())}
        return pl.Series([first[int(value)] for value in category], dtype=pl.Int32)
    ends = (item.breaks[0] - 0.5, *item.breaks, item.breaks[-1] + 0.5)
    middles = np.array([(low + high) / 2 for low, high in pairwise(ends)])
    return pl.Series(middles[category])
