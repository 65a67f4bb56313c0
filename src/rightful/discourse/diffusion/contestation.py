"""Contested rules: how far governments dispute the bodies that apply them, and what follows.

Bodies are found by name. ``legitimacy`` counts sentences: those that praise or promote a body and
those that turn on it, deny its norm or shield the state from it. It is a proxy of what is said in
public, not of what is thought.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from rightful.discourse.diffusion.intervals import (
    Finding,
    percentile_interval,
    verdict_of,
    weights_of_clusters,
)
from rightful.discourse.diffusion.panel import within

BODIES: Final[dict[str, str]] = {
    "council": r"human rights council|council (?:on|of|for) human rights",
    "commission": r"commission (?:on|of|for) human rights|(?:un|united nations) human rights "
    r"commission",
    "court": r"international criminal court|\brome statute\b",
    "commissioner": r"high commissioner for human rights|\bohchr\b",
    "rapporteurs": r"special rapporteurs?|special procedures",
    "treaty_bodies": r"treaty bod(?:y|ies)|human rights committee|committee against torture",
}
NAMES: Final = {
    "council": "the Human Rights Council",
    "commission": "the Commission on Human Rights",
    "court": "the International Criminal Court",
    "commissioner": "the High Commissioner for Human Rights",
    "rapporteurs": "special rapporteurs",
    "treaty_bodies": "the treaty bodies",
}
CONTESTS: Final = ("counter_accuse", "claim_sovereignty", "deny_norm")
SUPPORTS: Final = ("praise", "promote")
FEWEST: Final = 30  # sentences
DRAWS: Final = 1000
LOOK_BACK: Final = 4  # years of speech before a review


def naming(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return the sentences (``plain``) that name a body, once for each: adds ``body``."""
    return pl.concat(
        sentences.filter(pl.col("plain").str.contains(pattern)).with_columns(body=pl.lit(body))
        for body, pattern in BODIES.items()
    )


def contestation(coded: pl.DataFrame) -> pl.DataFrame:
    """Return by state and year the expected share of passages that contest.

    Parameters
    ----------
    coded
        Passages about human-rights bodies with ``ccode, year`` and a column per act of
        ``CONTESTS``, each a probability.

    Returns
    -------
    pl.DataFrame
        ``ccode, year, passages, expected, share``.
    """
    return (
        coded.with_columns(p=_any(CONTESTS))
        .drop_nulls("p")
        .group_by("ccode", "year")
        .agg(pl.len().cast(pl.Int64).alias("passages"), pl.col("p").sum().alias("expected"))
        .with_columns(share=pl.col("expected") / pl.col("passages"))
        .sort("ccode", "year")
    )


def legitimacy(coded: pl.DataFrame, seed: int = 1) -> list[dict[str, object]]:
    """Return per body: sentences, expected support and contest, the balance with its interval.

    ``coded`` has ``body, ccode`` and a column per act. The balance is support less contest as a
    share of sentences; states are resampled whole; None under ``FEWEST`` sentences.
    """
    rows: list[dict[str, object]] = []
    ready = coded.with_columns(up=_any(SUPPORTS), down=_any(CONTESTS)).drop_nulls(["up", "down"])
    for body in BODIES:
        mine = ready.filter(pl.col("body") == body)
        by_state = mine.group_by("ccode").agg(pl.len(), pl.col("up", "down").sum()).sort("ccode")
        n, up, down = (
            by_state[name].to_numpy().astype(np.float64) for name in ("len", "up", "down")
        )
        row: dict[str, object] = {"body": body, "name": NAMES[body], "sentences": mine.height,
                                  "states": by_state.height, "support": float(up.sum()),
                                  "contest": float(down.sum()), "balance": None, "low": None,
                                  "high": None}  # fmt: skip
        if mine.height >= FEWEST and by_state.height > 1:
            drawn = weights_of_clusters(by_state.height, DRAWS, seed)
            low, high = percentile_interval((drawn @ (up - down)) / (drawn @ n))
            row |= {"balance": float((up - down).sum() / n.sum()), "low": low, "high": high}
        rows.append(row)
    return rows


def influence(contested: pl.DataFrame, reviews: pl.DataFrame, seed: int = 1) -> Finding:
    """Say whether states that contest bodies accept fewer recommendations in their next review.

    Parameters
    ----------
    contested
        As ``contestation`` returns it.
    reviews
        ``ccode, year, cycle, made, accepted``: recommendations of a review.
    """
    years = pl.int_ranges(pl.col("year") - LOOK_BACK, pl.col("year")).alias("before")
    talk = (
        reviews.select("ccode", "year", years)
        .explode("before")
        .join(
            contested.select("ccode", pl.col("year").alias("before"), "passages", "expected"),
            on=["ccode", "before"],
        )
        .group_by("ccode", "year")
        .agg(pl.col("passages", "expected").sum())
    )
    rows = reviews.join(talk, on=["ccode", "year"]).filter(pl.col("made") > 0).sort("ccode", "year")
    slope = within(
        (rows["accepted"] / rows["made"]).to_numpy(),
        (rows["expected"] / rows["passages"]).to_numpy(),
        rows["ccode"].to_numpy().astype(np.int64),
        rows["cycle"].to_numpy().astype(np.int64),
        seed=seed,
    )
    verdict = verdict_of(slope.low, slope.high)
    said = {
        "yes": "Where more of a state's passages contest human-rights bodies, it accepts "
        "a larger share of recommendations in its next review.",
        "no": "Where more of a state's passages contest human-rights bodies, it accepts "
        "a smaller share of recommendations in its next review.",
    }.get(
        verdict,
        "Whether contesting human-rights bodies goes with accepting less, the record cannot tell.",
    )
    return Finding(
        question="do states that contest human-rights bodies accept fewer recommendations later?",
        estimate=slope.estimate,
        low=slope.low,
        high=slope.high,
        unit="share accepted, per share of passages that contest; expected below zero",
        n=slope.n,
        clusters=slope.groups,
        verdict=verdict,
        said=said,
        why="" if verdict != "cannot tell" else _why(slope.estimate, slope.groups),
    )


def _why(estimate: float | None, groups: int) -> str:
    if estimate is None:
        return f"{groups} states have two reviews and spoke of bodies before each"
    return "the interval holds zero"


def _any(acts: tuple[str, ...]) -> pl.Expr:
    none = pl.lit(1.0)
    for act in acts:
        none = none * (1 - pl.col(act))
    return 1 - none


def sentences_of(plain: pl.DataFrame) -> pl.DataFrame:
    """Cut the column ``text`` into sentences, other columns kept; adds ``plain`` (lower case)."""
    cut = pl.col("text").str.replace_all(r"([.!?][\"')\]]*)\s+", "${1}\x1f").str.split("\x1f")
    return (
        plain.with_columns(text=cut)
        .explode("text")
        .filter(pl.col("text").str.contains(r"\p{L}"))
        .with_columns(plain=pl.col("text").str.to_lowercase())
    )
