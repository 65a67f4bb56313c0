"""How a fit agrees with published scores of the same states and years."""

from __future__ import annotations

import numpy as np
import polars as pl

from rightful.core.errors import DataError


def agreement(estimates: pl.DataFrame, scores: pl.DataFrame) -> dict[str, float]:
    """Set our estimates beside published scores, both keyed by ccode and year.

    Parameters
    ----------
    estimates
        Columns ccode, year, practice_mean, practice_sd.
    scores
        Columns ccode, year, theta_mean, theta_sd.

    Returns
    -------
    ``shared_state_years`` and what is only in one; ``r``; ``within_state_r``, of deviations from
    each state's mean; ``year_mean_rmse``, of the year means after one affine map of ours to
    theirs; ``sd_ratio``, the median of our mapped posterior sd over theirs.

    Raises
    ------
    DataError
        When fewer than three state-years are shared.
    """
    key = ["ccode", "year"]
    keyed = [frame.with_columns(pl.col(key).cast(pl.Int32)) for frame in (estimates, scores)]
    ours_only, theirs_only = (
        one.join(other, on=key, how="anti").height for one, other in (keyed, keyed[::-1])
    )
    both = keyed[0].join(keyed[1].select(*key, "theta_mean", "theta_sd"), on=key)
    if both.height < 3:
        raise DataError(
            f"{both.height} state-years are in both",
            where="agreement with published scores",
            allowed="three or more",
            next_step="compare a fit and scores of the same states and years",
        )
    ours, theirs = both["practice_mean"].to_numpy(), both["theta_mean"].to_numpy()
    slope, level = np.polyfit(ours, theirs, 1)
    mapped = both.with_columns(mapped=slope * pl.col("practice_mean") + level)
    means = mapped.group_by("year").agg(pl.col("mapped", "theta_mean").mean())
    off = (means["mapped"] - means["theta_mean"]).to_numpy()
    columns = pl.col("practice_mean", "theta_mean")
    inside = both.with_columns(columns - columns.mean().over("ccode"))
    return {
        "shared_state_years": both.height,
        "only_ours": ours_only,
        "only_theirs": theirs_only,
        "r": _correlation(both),
        "within_state_r": _correlation(inside),
        "year_mean_rmse": round(float(np.sqrt(np.mean(off**2))), 4),
        "sd_ratio": round(float((slope * both["practice_sd"] / both["theta_sd"]).median()), 4),
    }


def _correlation(frame: pl.DataFrame) -> float:
    pair = frame["practice_mean"].to_numpy(), frame["theta_mean"].to_numpy()
    return round(float(np.corrcoef(*pair)[0, 1]), 4)
