"""Does the word bind who gave it? Argument in place of denial, and denial before concession.

82 (Risse, Ropp and Sikkink): as avowals pile up, governments justify rather than deny. 88: to deny
is to have begun to answer; who denies concedes later sooner than who is silent. Both are
associations within states, not effects; texts of a review are summaries by others.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from rightful.discourse.diffusion.intervals import Finding, Floats, verdict_of
from rightful.discourse.diffusion.panel import Slope, within

DENIES: Final = ("deny_norm", "deny_fact", "claim_sovereignty")
AVOWS: Final = ("recognize", "invoke", "promise")
# What the slope holds: years of one state are compared, years that all share are taken out.
MORE: Final = "In years when a state has more avowals behind it, "
FEWEST_ACTS: Final = 0.5  # expected answering acts of a state-year, for a share to be told
FEWEST_DENIALS: Final = 30  # expected denials, for a comparison with silence


def answering(coded: pl.DataFrame, criticisms: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return by state and year what it answers and what it had avowed before.

    Parameters
    ----------
    coded
        Passages with ``ccode, year`` and a column per act, each a probability.
    criticisms
        ``ccode, year, criticisms``: the expected number that the state met.

    Returns
    -------
    pl.DataFrame
        ``justified``, ``denied`` (expected passages), ``avowed`` and ``spoken`` (so far, the year
        itself not counted), ``criticisms`` (null where none are known).
    """
    yearly = (
        coded.drop_nulls(["ccode", "year", "justify"])
        .group_by("ccode", "year")
        .agg(
            pl.col("justify").sum().alias("justified"),
            _any(DENIES).sum().alias("denied"),
            _any(AVOWS).sum().alias("avows"),
            pl.len().cast(pl.Float64).alias("speaks"),
        )
        .sort("ccode", "year")
    )
    so_far = yearly.with_columns(
        avowed=(pl.col("avows").cum_sum() - pl.col("avows")).over("ccode"),
        spoken=(pl.col("speaks").cum_sum() - pl.col("speaks")).over("ccode"),
    )
    if criticisms is None:
        return so_far.with_columns(criticisms=pl.lit(None, pl.Float64))
    return so_far.join(criticisms, on=["ccode", "year"], how="left").with_columns(
        pl.col("criticisms").fill_null(0.0)
    )


def entrapment(rows: pl.DataFrame, seed: int = 1) -> tuple[Finding, ...]:
    """Say whether argument takes the place of denial as avowals pile up (82).

    Three questions: the share of justification among answers; justifications per criticism; denials
    per criticism. Avowals and all passages so far enter as logarithms, so that who merely speaks
    more does not count as avowing more; states and years are held constant.
    """
    done = rows.filter(pl.col("spoken") > 0).with_columns(
        answers=pl.col("justified") + pl.col("denied")
    )
    shares = done.filter(pl.col("answers") >= FEWEST_ACTS)
    share = _slope(shares, (shares["justified"] / shares["answers"]).to_numpy(), "answers", seed)
    met = done.filter(pl.col("criticisms") >= FEWEST_ACTS)
    told = [
        _finding(
            "does the share of justification in answers rise with avowals so far?",
            share,
            "share, per e-fold of avowals",
            MORE + "the share of justification among its answers is higher",
            MORE + "the share of justification among its answers is lower",
        )
    ]
    for column, name in (("justified", "justifications"), ("denied", "denials")):
        rate = np.log1p(met[column].to_numpy()) - np.log1p(met["criticisms"].to_numpy())
        told.append(
            _finding(
                f"do {name} per criticism rise with avowals so far?",
                _slope(met, rate, None, seed),
                "log rate, per e-fold of avowals",
                f"{MORE}its {name} per criticism are more",
                f"{MORE}its {name} per criticism are fewer",
            )
        )
    return tuple(told)


def denial_then_concession(rights: pl.DataFrame, seed: int = 1) -> Finding:
    """Say whether rights denied in one review are conceded in the next, against silence (88).

    Parameters
    ----------
    rights
        One row per state and right criticized in both reviews: ``ccode, right, denied`` and
        ``answered`` (chance that the state denied, or answered in any other way, in the first),
        ``accepted_before``, ``accepted`` (shares of recommendations on the right, first and second
        review). States and rights are held constant, so that it is the rights of one state that are
        compared.
    """
    rows = rights.drop_nulls(["denied", "answered", "accepted_before", "accepted"])
    question = (
        "are rights denied in one review accepted in the next, more than those met in silence?"
    )
    denials = float(rows["denied"].sum()) if rows.height else 0.0
    if denials < FEWEST_DENIALS:
        slope = Slope(None, None, None, rows.height, rows["ccode"].n_unique())
        why = f"{denials:.0f} denials are expected; {FEWEST_DENIALS} are asked for"
    else:
        names = {name: at for at, name in enumerate(sorted(rows["right"].unique()))}
        slope = within(
            rows["accepted"].to_numpy(),
            rows.select("denied", "answered", "accepted_before").to_numpy(),
            rows["ccode"].to_numpy().astype(np.int64),
            np.array([names[one] for one in rows["right"]], dtype=np.int64),
            seed=seed,
        )
        why = ""
    found = _finding(
        question,
        slope,
        "share of recommendations accepted",
        "Of recommendations on rights that a state denied in one review it accepts a larger share "
        "in the next than on rights met in silence",
        "Of recommendations on rights that a state denied in one review it accepts a smaller share "
        "in the next than on rights met in silence",
    )
    return found if not why else _unknown(found, why)


def _slope(rows: pl.DataFrame, y: Floats, weight: str | None, seed: int) -> Slope:
    x = np.column_stack([np.log1p(rows["avowed"].to_numpy()), np.log1p(rows["spoken"].to_numpy())])
    return within(
        y.astype(np.float64),
        x,
        rows["ccode"].to_numpy().astype(np.int64),
        rows["year"].to_numpy().astype(np.int64),
        None if weight is None else rows[weight].to_numpy(),
        seed=seed,
    )


def _finding(question: str, slope: Slope, unit: str, rises: str, falls: str) -> Finding:
    verdict = verdict_of(slope.low, slope.high)
    said = {"yes": f"{rises}.", "no": f"{falls}."}.get(
        verdict, f"{question[:1].upper()}{question[1:]} The record cannot tell."
    )
    few = f"{slope.groups} states vary" if slope.estimate is None else "the interval holds zero"
    return Finding(
        question, slope.estimate, slope.low, slope.high, unit, slope.n, slope.groups, verdict, said,
        "" if verdict != "cannot tell" else few,
    )  # fmt: skip


def _unknown(found: Finding, why: str) -> Finding:
    return Finding(
        found.question, None, None, None, found.unit, found.n, found.clusters, "cannot tell",
        found.said, why,
    )  # fmt: skip


def _any(acts: tuple[str, ...]) -> pl.Expr:
    none = pl.lit(1.0)
    for act in acts:
        none = none * (1 - pl.col(act))
    return 1 - none
