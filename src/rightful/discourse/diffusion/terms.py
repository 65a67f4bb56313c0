"""How a term spreads: where and how often it is spoken, who took it up when, what stands beside it.

Every function takes any frame of statements (``statement, ccode, year, text`` at least; ``region``
where regions are compared) and speaks of those texts alone. The passages of the General Debate that
the store holds were chosen by patterns of human-rights talk: a term that is spoken elsewhere in a
speech is not seen in them, and what they hold beside a term leans to human rights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from rightful.core.errors import DataError
from rightful.discourse.diffusion.intervals import (
    Finding,
    Floats,
    percentile_interval,
    rate_interval,
    verdict_of,
    weights_of_clusters,
    wilson,
)
from rightful.discourse.diffusion.phrases import WORD_PATTERN, Phrase, plain_column

PER: Final = 1000.0  # words
NEEDED: Final = ("statement", "ccode", "year", "text")
_CUT: Final = r"[.!?][\"')\]]*\s+"
_MARK: Final = "\x1f"
DRAWS: Final = 2000
# Below these a trend is not told, whatever its interval.
FEWEST_STATES: Final = 10
FEWEST_YEARS: Final = 5
SPAN: Final = 10  # years on either side of a recent change


def prepared(said: pl.DataFrame) -> pl.DataFrame:
    """Return the statements with a text, a speaker and a year; adds ``plain`` and ``words``.

    Raises
    ------
    DataError
        When a column is missing.
    """
    missing = [name for name in NEEDED if name not in said.columns]
    if missing:
        raise DataError(
            f"statements lack {', '.join(missing)}", allowed=", ".join(NEEDED), where="diffusion"
        )
    kept = [*NEEDED, *(name for name in ("region", "forum") if name in said.columns)]
    return (
        said.select(kept)
        .drop_nulls(list(NEEDED))
        .with_columns(plain=plain_column(pl.col("text")))
        .with_columns(words=pl.col("plain").str.count_matches(WORD_PATTERN).cast(pl.Int64))
        .drop("text")
        .sort("year", "ccode", "statement")
    )


def uses(ready: pl.DataFrame, term: Phrase) -> pl.DataFrame:
    """Return one row per state and year: ``passages``, ``words``, ``hits``, ``statement``.

    Parameters
    ----------
    ready
        As ``prepared`` returns it.

    Returns
    -------
    pl.DataFrame
        ``statement`` is the first one of the year that holds the term, null where none does.
    """
    region = ["region"] if "region" in ready.columns else []
    return (
        ready.with_columns(hits=pl.col("plain").str.count_matches(term.pattern).cast(pl.Int64))
        .group_by("ccode", "year", *region, maintain_order=True)
        .agg(
            pl.len().cast(pl.Int64).alias("passages"),
            pl.col("words", "hits").sum(),
            pl.col("statement").filter(pl.col("hits") > 0).first(),
        )
        .sort("year", "ccode")
    )


def rates(used: pl.DataFrame, by: tuple[str, ...] = ("year",)) -> pl.DataFrame:
    """Return presence and rate of a term by ``by`` (year, region, ccode).

    Returns
    -------
    pl.DataFrame
        ``states`` that speak, ``speeches`` (state-years), ``using`` of them, their ``share`` with
        Wilson's interval (``share_low``, ``share_high``), ``hits``, ``words``, ``rate`` per 1,000
        words with a gamma interval whose counts are thinned by ``dispersion``: Pearson's, over the
        speeches in the row, at least 1.
    """
    rate = pl.col("hits").sum() / pl.col("words").sum()
    spread = ((pl.col("hits") - rate * pl.col("words")) ** 2 / (rate * pl.col("words"))).sum()
    counted = (
        used.filter(pl.col("words") > 0)
        .group_by(by, maintain_order=True)
        .agg(
            pl.col("ccode").n_unique().cast(pl.Int64).alias("states"),
            pl.len().cast(pl.Int64).alias("speeches"),
            (pl.col("hits") > 0).sum().cast(pl.Int64).alias("using"),
            pl.col("hits").sum().alias("total"),
            pl.col("words").sum().alias("all_words"),
            (spread / (pl.len() - 1)).alias("dispersion"),
        )
        .rename({"total": "hits", "all_words": "words"})
        .with_columns(pl.col("dispersion").fill_nan(1.0).fill_null(1.0).clip(1.0, 1e9))
        .sort(by)
    )
    low, high = wilson(counted["using"].to_numpy(), counted["speeches"].to_numpy())
    hits = counted["hits"].to_numpy().astype(np.float64)
    exposure = counted["words"].to_numpy() / PER
    rate_low, rate_high = rate_interval(hits, exposure, counted["dispersion"].to_numpy())
    return counted.with_columns(
        share=pl.col("using") / pl.col("speeches"),
        share_low=pl.Series(low),
        share_high=pl.Series(high),
        rate=pl.col("hits") / pl.col("words") * PER,
        rate_low=pl.Series(rate_low),
        rate_high=pl.Series(rate_high),
    )


def adopters(used: pl.DataFrame) -> pl.DataFrame:
    """Return each state's first use: ``ccode``, ``year``, ``statement``, ``spoke_before``.

    ``spoke_before`` is in how many earlier years the state spoke without the term: where it is 0
    the first use may only be the first that is at hand.
    """
    ordered = used.sort("ccode", "year").with_columns(
        spoke_before=pl.int_range(pl.len()).over("ccode")
    )
    return (
        ordered.filter(pl.col("hits") > 0)
        .group_by("ccode", maintain_order=True)
        .first()
        .select("ccode", "year", "statement", "spoke_before")
        .sort("year", "ccode")
    )


def adoption(used: pl.DataFrame) -> pl.DataFrame:
    """Return the adopters' curve: of the states that speak in a year, those that ever used it.

    Columns ``year``, ``speaking``, ``adopted``, ``new``, ``share``, ``low``, ``high`` (Wilson).
    """
    first = adopters(used).select("ccode", first="year")
    told = used.select("ccode", "year").unique().join(first, on="ccode", how="left")
    had = (pl.col("first") <= pl.col("year")).fill_null(value=False)
    curve = (
        told.group_by("year")
        .agg(
            pl.len().cast(pl.Int64).alias("speaking"),
            had.sum().cast(pl.Int64).alias("adopted"),
            (pl.col("first") == pl.col("year")).sum().cast(pl.Int64).alias("new"),
        )
        .sort("year")
    )
    low, high = wilson(curve["adopted"].to_numpy(), curve["speaking"].to_numpy())
    return curve.with_columns(
        share=pl.col("adopted") / pl.col("speaking"), low=pl.Series(low), high=pl.Series(high)
    )


def sentences_with(ready: pl.DataFrame, term: Phrase) -> pl.DataFrame:
    """Return the sentences that hold the term: ``statement, ccode, year, (region,) said``."""
    kept = [name for name in ("statement", "ccode", "year", "region") if name in ready.columns]
    return (
        ready.filter(pl.col("plain").str.contains(term.pattern))
        .select(*kept, said=pl.col("plain").str.replace_all(_CUT, _MARK).str.split(_MARK))
        .explode("said")
        .filter(pl.col("said").str.contains(term.pattern))
    )


def joint(ready: pl.DataFrame, term: Phrase, beside: Phrase) -> pl.DataFrame:
    """Return by year: of the ``sentences`` with a term, those that also hold another, ``both``.

    Columns ``year, states, sentences, both, share, low, high`` (Wilson).
    """
    said = _both(ready, term, beside)
    by_year = (
        said.group_by("year")
        .agg(
            pl.col("ccode").n_unique().cast(pl.Int64).alias("states"),
            pl.len().cast(pl.Int64).alias("sentences"),
            pl.col("both").sum().cast(pl.Int64),
        )
        .sort("year")
    )
    low, high = wilson(by_year["both"].to_numpy(), by_year["sentences"].to_numpy())
    return by_year.with_columns(
        share=pl.col("both") / pl.col("sentences"), low=pl.Series(low), high=pl.Series(high)
    )


@dataclass(frozen=True, slots=True)
class Trend:
    """A slope over years: points per decade, its interval, and what it rests on."""

    slope: float | None
    low: float | None
    high: float | None
    n: int
    states: int
    years: int


def trend(year: Floats, value: Floats, state: Floats, draws: int = DRAWS, seed: int = 1) -> Trend:
    """Return the slope of ``value`` on ``year`` per decade, states resampled whole."""
    codes, place = np.unique(state, return_inverse=True)
    years = np.unique(year).size
    few = codes.size < FEWEST_STATES or years < FEWEST_YEARS
    if few:
        return Trend(None, None, None, year.size, codes.size, years)
    x = (year - year.mean()) / 10.0
    columns = (np.ones_like(x), x, value, x * value, x * x)
    sums = np.stack([np.bincount(place, weights=column) for column in columns], axis=1)
    slope = float(_slopes(sums.sum(axis=0, keepdims=True))[0])
    low, high = percentile_interval(_slopes(weights_of_clusters(codes.size, draws, seed) @ sums))
    return Trend(slope, low, high, year.size, codes.size, years)


def joint_trend(
    ready: pl.DataFrame, term: Phrase, beside: Phrase, *, selected: bool = False, seed: int = 1
) -> Finding:
    """Say whether a term comes more and more with another one, over years.

    Parameters
    ----------
    selected
        The texts were chosen by ``beside`` itself: then nothing is told.
    """
    said = _both(ready, term, beside)
    found = trend(
        said["year"].to_numpy().astype(np.float64),
        said["both"].to_numpy().astype(np.float64),
        said["ccode"].to_numpy().astype(np.float64),
        seed=seed,
    )
    verdict = "cannot tell" if selected else verdict_of(found.low, found.high)
    return Finding(
        question=f"do sentences on {term.term} speak more and more of {beside.term}?",
        estimate=found.slope,
        low=found.low,
        high=found.high,
        unit="share of sentences, change in ten years",
        n=found.n,
        clusters=found.states,
        verdict=verdict,
        said=_joint_sentence(term, beside, found, verdict),
        why=_why(found, verdict, selected=selected),
    )


def recent_change(used: pl.DataFrame, term: Phrase, draws: int = DRAWS, seed: int = 1) -> Finding:
    """Say how the share of state-years that use a term moved in the last twenty years at hand.

    The share of the last ten years less that of the ten before; states resampled whole. A slope
    over all years would call a term that rose and fell one that grows.
    """
    last = max(used["year"].to_list(), default=0)
    late = pl.col("year") > last - SPAN
    rows = used.filter(pl.col("year") > last - 2 * SPAN, pl.col("words") > 0)
    counted = (
        rows.group_by("ccode")
        .agg(
            late.sum().alias("late"),
            (~late).sum().alias("early"),
            (late & (pl.col("hits") > 0)).sum().alias("late_using"),
            (~late & (pl.col("hits") > 0)).sum().alias("early_using"),
        )
        .sort("ccode")
    )
    years = [rows.filter(side)["year"].n_unique() for side in (~late, late)]
    spans = (f"{last - 2 * SPAN + 1}-{last - SPAN}", f"{last - SPAN + 1}-{last}")
    low = high = None
    shares: list[float | None] = [None, None]
    if min(years) >= FEWEST_YEARS and counted.height >= FEWEST_STATES:
        sums = counted.select("early_using", "early", "late_using", "late").to_numpy().astype(float)
        drawn = weights_of_clusters(counted.height, draws, seed) @ sums
        with np.errstate(divide="ignore", invalid="ignore"):
            low, high = percentile_interval(drawn[:, 2] / drawn[:, 3] - drawn[:, 0] / drawn[:, 1])
        total = sums.sum(axis=0)
        shares = [float(total[0] / total[1]), float(total[2] / total[3])]
    early, recent = shares
    change = None if early is None or recent is None else recent - early
    verdict = verdict_of(low, high)
    return Finding(
        question=f"is {term.term} used more in {spans[1]} than in {spans[0]}?",
        estimate=change,
        low=low,
        high=high,
        unit=f"share of speakers, {spans[1]} less {spans[0]}",
        n=rows.height,
        clusters=counted.height,
        verdict=verdict,
        said=_change_sentence(term, spans, shares, (change, low, high)),
        why=_why_of_change(change, years, counted.height, verdict),
    )


def _change_sentence(
    term: Phrase,
    spans: tuple[str, str],
    shares: list[float | None],
    change: tuple[float | None, float | None, float | None],
) -> str:
    early, recent = shares
    middle, low, high = change
    if early is None or recent is None or middle is None or low is None or high is None:
        return (
            f"How the use of {term.term} moved in the last {2 * SPAN} years, "
            "these texts cannot tell."
        )
    return (
        f"In {spans[1]} {100 * recent:.1f} % of speakers use it, "
        f"in {spans[0]} {100 * early:.1f} %: {100 * middle:+.1f} percentage points "
        f"({100 * low:+.1f} to {100 * high:+.1f})."
    )


def _why_of_change(change: float | None, years: list[int], states: int, verdict: str) -> str:
    if change is None:
        return (
            f"{years[0]} and {years[1]} years, {states} states; "
            f"at least {FEWEST_YEARS} and {FEWEST_STATES} are asked for"
        )
    return (
        "more or less cannot be told: the interval holds zero" if verdict == "cannot tell" else ""
    )


def peak(used: pl.DataFrame) -> dict[str, float] | None:
    """Return the decade in which the largest share of speakers used a term; None where none did.

    ``decade, share, share_low, share_high, speeches, using``; the first of equals.
    """
    ten = rates(used.with_columns(decade=pl.col("year") // SPAN * SPAN), ("decade",))
    best = ten.filter(pl.col("using") > 0).sort(["share", "decade"], descending=[True, False])
    kept = ("decade", "share", "share_low", "share_high", "speeches", "using")
    return best.select(kept).row(0, named=True) if best.height else None


def _both(ready: pl.DataFrame, term: Phrase, beside: Phrase) -> pl.DataFrame:
    return sentences_with(ready, term).with_columns(
        both=pl.col("said").str.contains(beside.pattern)
    )


def _slopes(sums: Floats) -> Floats:
    n, x, y, xy, xx = sums.T
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes: Floats = (xy - x * y / n) / (xx - x * x / n)
    return slopes


def _joint_sentence(term: Phrase, beside: Phrase, found: Trend, verdict: str) -> str:
    moved = {"yes": "more and more often", "no": "less and less often"}
    if verdict in moved:
        return (
            f"Sentences on {term.term} speak of {beside.term} {moved[verdict]}: "
            f"{_points(found)} in ten years."
        )
    return (
        f"Whether sentences on {term.term} come to speak of {beside.term}, these texts cannot tell."
    )


def _points(found: Trend) -> str:
    assert found.slope is not None
    assert found.low is not None
    assert found.high is not None
    return (
        f"{100 * found.slope:+.1f} percentage points "
        f"({100 * found.low:+.1f} to {100 * found.high:+.1f})"
    )


def _why(found: Trend, verdict: str, *, selected: bool = False) -> str:
    if verdict != "cannot tell":
        return ""
    if selected:
        return "the passages at hand were chosen by this very word"
    if found.slope is None:
        return (
            f"{found.states} states in {found.years} years; "
            f"at least {FEWEST_STATES} and {FEWEST_YEARS} are asked for"
        )
    return "the interval holds zero"


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]
