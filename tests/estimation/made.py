"""Made-up unbalanced panels: states are born and die, years are missing."""

from __future__ import annotations

import numpy as np
import polars as pl


def panel(states: int = 30, years: int = 25, seed: int = 0, effect: float = 0.5) -> pl.DataFrame:
    """Columns ccode, year, y, treated, democracy, war; states live for different spans."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[float, ...]] = []
    common = rng.normal(size=years).cumsum() * 0.2
    for state in range(states):
        born = int(rng.integers(0, years // 2))
        died = int(rng.integers(born + years // 3, years + 1))
        adopted = int(rng.integers(2, int(1.6 * years)))
        own, noise, democracy = rng.normal(), 0.0, rng.normal()
        for year in range(born, min(died, years)):
            if rng.random() < 0.05:
                continue
            democracy = 0.9 * democracy + 0.4 * rng.normal()
            noise = 0.6 * noise + 0.5 * rng.normal() * (1 + 0.5 * (state % 3))
            war = float(rng.random() < 0.15)
            treated = float(year >= adopted)
            y = own + common[year] + effect * treated + 0.3 * democracy - 0.4 * war + noise
            rows.append((state + 2, 1980 + year, y, treated, democracy, war))
    names = ["ccode", "year", "y", "treated", "democracy", "war"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.cast({"ccode": pl.Int32, "year": pl.Int32})
