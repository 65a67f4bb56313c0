"""The published items of the latent human-rights scores as model data, by the shipped readers."""

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.measures._ordinal_data import ModelData
from rightful.measures.practice import model_input
from rightful.record.ratings import published_ratings, published_scores

FILES = Path(__file__).resolve().parents[2] / "shared" / "data" / "raw" / "lhrs"
VERSION_3 = "HumanRightsProtectionScores_v3.01.csv"


def read_v3(
    folder: Path = FILES, keep: NDArray[np.int64] | None = None
) -> tuple[ModelData, NDArray[np.float64], NDArray[np.float64]]:
    """Version 3.01: its items, and its published theta means and SDs, rows matching.

    keep: Correlates of War codes to keep, all when None.
    """
    ratings, items = published_ratings(folder / VERSION_3, "3.01")
    if keep is not None:
        ratings = ratings.filter(pl.col("ccode").is_in(keep.tolist()))
    varied = (
        ratings.group_by("item").agg(pl.col("category").n_unique()).filter(pl.col("category") > 1)
    )
    # An item that shows one category among the kept states cannot tell them apart.
    ratings = ratings.filter(pl.col("item").is_in(varied["item"].implode()))
    data = model_input(ratings, items)
    panel = pl.DataFrame({"ccode": data.state_index, "year": data.year})
    scores = published_scores(folder / VERSION_3, "3.01").with_columns(
        pl.col("ccode", "year").cast(pl.Int64)
    )
    matched = panel.join(scores, on=["ccode", "year"], how="left", maintain_order="left")
    return data, matched["theta_mean"].to_numpy(), matched["theta_sd"].to_numpy()
