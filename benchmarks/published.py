"""The published items of the latent human-rights scores as model data, for benchmarks and tests."""

from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.measures._ordinal_data import Item, ModelData, Ratings, model_data

FILES = Path(__file__).resolve().parents[2] / "shared" / "data" / "raw" / "lhrs"

Standard = Literal["yearly", "fixed"]


def _item(name: str, categories: int, sign: Literal[1, -1], standard: Standard = "fixed") -> Item:
    return Item(name, categories, sign, standard)


V3_ITEMS = (
    _item("DISAP", 3, 1, "yearly"),
    _item("KILL", 3, 1, "yearly"),
    _item("TORT", 3, 1, "yearly"),
    _item("Amnesty", 5, -1, "yearly"),
    _item("State", 5, -1, "yearly"),
    _item("HRW", 5, -1, "yearly"),
    _item("hathaway", 5, -1, "yearly"),
    _item("POLPRIS", 3, 1),
    _item("ITT", 6, -1),
    _item("genocide", 2, -1),
    _item("rummel", 2, -1),
    _item("massive_repression", 2, -1),
    _item("executions", 2, -1),
    _item("negative_sanctions", 2, -1),
    _item("mass_killing", 2, -1),
    _item("killing_present", 2, -1),
)


def read_v3(
    folder: Path = FILES, keep: NDArray[np.int64] | None = None, first_year: int = 0
) -> tuple[ModelData, NDArray[np.float64], NDArray[np.float64]]:
    """Version 3.01: its items, and its published theta means and SDs, rows matching.

    keep: Correlates of War codes to keep, all when None; first_year: earliest year to keep.
    """
    table = pl.read_csv(
        folder / "HumanRightsProtectionScores_v3.01.csv",
        null_values="NA",
        infer_schema_length=None,
    )
    table = table.filter(pl.col("YEAR") >= first_year).sort("COW", "YEAR")
    if keep is not None:
        table = table.filter(pl.col("COW").is_in(keep.tolist()))
    state = table["COW"].to_numpy().astype(np.int64)
    year = table["YEAR"].to_numpy().astype(np.int64)
    columns: list[tuple[NDArray[np.int64], ...]] = []
    items = []
    for item in V3_ITEMS:
        values = table[item.name].cast(pl.Float64).to_numpy()
        rated = np.flatnonzero(np.isfinite(values))
        if not rated.size or np.ptp(values[rated]) == 0:
            continue
        # Some files code 0.., others 1..; the lowest published code of each item is in use.
        category = values[rated].astype(np.int64) - (1 if item.name in ONE_BASED else 0)
        columns.append((state[rated], year[rated], np.full(rated.size, len(items)), category))
        items.append(item)
    ratings = Ratings(*(np.concatenate(parts) for parts in zip(*columns, strict=True)))
    data = model_data(tuple(items), ratings, state, year)
    return data, table["theta_mean"].to_numpy(), table["theta_sd"].to_numpy()


ONE_BASED = frozenset(("Amnesty", "State", "HRW", "hathaway", "ITT"))
