"""Who echoes whose phrasing, with what lag, and whether more than chance would have it.

A run of words is new where nobody at hand said it before and one speech alone said it that year. A
later speech of another state that holds it echoes that first speech; runs that follow one another
word by word are one echo. It is the first use *at hand*: both speeches may quote a third text, and
an echo need not have come from the first speaker. So each count is held against a null in which the
states that spoke in a year change places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.discourse.diffusion.intervals import (
    SHARE,
    Finding,
    Floats,
    percentile_interval,
    weights_of_clusters,
)
from rightful.discourse.diffusion.ngrams import Grams, grams

Ints = NDArray[np.int64]
LENGTH: Final = 6
BOILERPLATE: Final = 0.01  # of speeches: what more of them hold is a formula, not an echo
BURN_IN: Final = 5  # first years, in which everything would be new
DRAWS: Final = 999
FEWEST: Final = 5  # echoes that a state or a pair needs to be told
LONGEST_LAG: Final = 30  # years


@dataclass(frozen=True, slots=True)
class Echoes:
    """Echoes of a corpus.

    Attributes
    ----------
    links
        One row per echo: ``origin, follower`` (states), ``year, later``, ``lag`` in years, ``said``
        (its first words), ``statement, answer`` (ids).
    origins, pairs
        Per first speaker, and per first speaker and follower: ``echoes``, ``expected`` under the
        null, ``z``, ``p`` (over all compared at once: the chance that any reaches this z under the
        null).
    findings
        Whether any origin and any pair stands out, whether echoes stay within regions, and the lag.
    speeches
        State-years compared.
    """

    links: pl.DataFrame
    origins: pl.DataFrame
    pairs: pl.DataFrame
    findings: tuple[Finding, ...]
    speeches: int


def echoes(
    ready: pl.DataFrame,
    known: pl.Series | None = None,
    length: int = LENGTH,
    boilerplate: float = BOILERPLATE,
    draws: int = DRAWS,
    seed: int = 1,
) -> Echoes:
    """Return who echoes whom.

    Parameters
    ----------
    ready
        Statements as ``terms.prepared`` returns them; ``region`` lets regions be compared.
    known
        Texts that anybody may quote (articles of treaties); their runs of words are no echoes.
    length
        Words of a run, 5 to 8.

    Raises
    ------
    UsageError
        When ``length`` is out of range.
    """
    found = grams(ready["plain"], length)
    speeches = _speeches(ready)
    links = _links(ready, speeches, found, known, length, boilerplate)
    exposure = np.bincount(speeches["of_text"][found.text], minlength=len(speeches["year"]))
    null = _Null(speeches["ccode"], speeches["year"], exposure.astype(np.float64), draws, seed)
    first = links["from_speech"].to_numpy().astype(np.int64)
    last = links["to_speech"].to_numpy().astype(np.int64)
    origins = null.origins(first)
    pairs = null.pairs(first, last)
    states = null.codes.size
    told = (
        _stands_out(
            origins, "states", "is any state echoed more than its words would have it?", states
        ),
        _stands_out(
            pairs,
            "pairs",
            "does any state echo another one more than chance would have it?",
            states,
        ),
        *_within(links, speeches, null),
        _lag(links, "after how many years do others take up a phrase?", "echoes", seed),
        _lag(
            _of_pairs(links, pairs),
            "and among pairs of states that stand out?",
            "echoes between pairs that stand out",
            seed,
        ),
    )
    return Echoes(
        links.drop("from_speech", "to_speech"), origins, pairs, told, len(speeches["year"])
    )


def _speeches(ready: pl.DataFrame) -> dict[str, Ints]:
    """Number the state-years; ``of_text`` is the speech of each row of ``ready``."""
    keyed = ready.select("ccode", "year")
    table = keyed.unique().sort("year", "ccode").with_row_index("speech")
    placed = keyed.join(table, on=["ccode", "year"], how="left", maintain_order="left")
    region = np.full(len(table), -1)
    if "region" in ready.columns:
        names = ready.select("ccode", "region").unique("ccode", keep="first")
        codes = names.with_columns(pl.col("region").rank("dense").fill_null(0).cast(pl.Int64) - 1)
        joined = table.join(codes, on="ccode", how="left", maintain_order="left")
        region = joined["region"].to_numpy().astype(np.int64)
    return {
        "ccode": table["ccode"].to_numpy().astype(np.int64),
        "year": table["year"].to_numpy().astype(np.int64),
        "region": region,
        "of_text": placed["speech"].to_numpy().astype(np.int64),
    }


def _links(
    ready: pl.DataFrame,
    speeches: dict[str, Ints],
    found: Grams,
    known: pl.Series | None,
    length: int,
    boilerplate: float,
) -> pl.DataFrame:
    speech = speeches["of_text"][found.text]
    first, later = _pairs_of_uses(found, speech, speeches, known, length, boilerplate)
    # A run goes on where the next word's n-gram comes from the next word of the same first text.
    order = np.lexsort((found.place[first], found.place[later]))
    first, later = first[order], later[order]
    goes_on = np.zeros(first.size, dtype=bool)
    if first.size:
        goes_on[1:] = (
            (np.diff(found.place[later]) <= length)
            & (speech[first][1:] == speech[first][:-1])
            & (speech[later][1:] == speech[later][:-1])
        )
    first, later = first[~goes_on], later[~goes_on]
    ids = ready["statement"]
    return pl.DataFrame(
        {
            "origin": speeches["ccode"][speech[first]],
            "follower": speeches["ccode"][speech[later]],
            "year": speeches["year"][speech[first]],
            "later": speeches["year"][speech[later]],
            "lag": speeches["year"][speech[later]] - speeches["year"][speech[first]],
            "said": [found.said(int(found.place[at])) for at in first],
            "statement": ids.gather(found.text[first]),
            "answer": ids.gather(found.text[later]),
            "from_speech": speech[first],
            "to_speech": speech[later],
        },
        schema_overrides={"said": pl.String, "statement": pl.String, "answer": pl.String},
    )


def _pairs_of_uses(
    found: Grams,
    speech: Ints,
    speeches: dict[str, Ints],
    known: pl.Series | None,
    length: int,
    boilerplate: float,
) -> tuple[Ints, Ints]:
    """Return positions in ``found``: each later use, and the first use that it echoes."""
    order = np.lexsort((found.place, speech, found.hash))
    hashes, said_in = found.hash[order], speech[order]
    # One use a speech.
    fresh = np.ones(order.size, dtype=bool)
    fresh[1:] = (hashes[1:] != hashes[:-1]) | (said_in[1:] != said_in[:-1])
    order, hashes, said_in = order[fresh], hashes[fresh], said_in[fresh]
    if not order.size:
        return order, order
    starts = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]]))
    sizes = np.diff(np.append(starts, order.size))
    year, state = speeches["year"][said_in], speeches["ccode"][said_in]
    # Speeches are numbered by year, so the first of a group is the earliest.
    second = np.minimum(starts + 1, order.size - 1)
    alone = (sizes >= 2) & (year[second] > year[starts])
    usual = sizes > max(boilerplate * len(speeches["year"]), 3)
    begun = year[starts] >= speeches["year"].min() + BURN_IN
    good = alone & ~usual & begun
    if known is not None:
        good &= ~np.isin(hashes[starts], grams(known, length).hash)
    group = np.repeat(np.arange(starts.size), sizes)
    at = np.arange(order.size)
    lag = year - year[starts][group]
    kept = (
        good[group]
        & (at != starts[group])
        & (state != state[starts][group])
        & (lag > 0)
        & (lag <= LONGEST_LAG)
    )
    return order[starts[group[kept]]], order[at[kept]]


class _Null:
    """Speakers of a year change places, ``draws`` times; ``speech`` -> state in each of them."""

    def __init__(self, ccode: Ints, year: Ints, exposure: Floats, draws: int, seed: int) -> None:
        self.codes, state = np.unique(ccode, return_inverse=True)
        self.state, self.exposure, self.year = state, exposure, year
        random = np.random.default_rng(seed)
        # Sorting by year plus a random number shuffles within years: speeches come by year.
        self.shuffled = [
            state[np.argsort(year + random.random(year.size), kind="stable")] for _ in range(draws)
        ]

    def origins(self, first: Ints) -> pl.DataFrame:
        """Return how often each state is echoed, beyond what its words of the year would give."""
        heard = np.bincount(first, minlength=self.year.size).astype(np.float64)
        years = self.year - self.year.min(initial=np.iinfo(np.int64).max)
        of_year = np.bincount(years, weights=heard)[years]
        words = np.maximum(np.bincount(years, weights=self.exposure)[years], 1.0)
        due = of_year * self.exposure / words
        size = self.codes.size
        seen = np.bincount(self.state, weights=heard - due, minlength=size)
        nulls = np.stack(
            [np.bincount(one, weights=heard - due, minlength=size) for one in self.shuffled]
        )
        count = np.bincount(self.state, weights=heard, minlength=size).astype(np.float64)
        middle, spread = nulls.mean(axis=0), _spread(nulls.std(axis=0))
        worst = ((nulls - middle) / spread).max(axis=1, initial=-np.inf)
        z = (seen - middle) / spread
        p = np.where(count >= FEWEST, _beyond(z, worst), 1.0)
        return _told({"origin": self.codes}, count, count - seen + middle, z, p)

    def pairs(self, first: Ints, last: Ints) -> pl.DataFrame:
        """Return how often each state echoes each other one, beyond chance."""
        size = self.codes.size
        begin = self.state[first] * size

        def counted(of: Ints) -> Floats:
            # First speakers stay; it is the followers' places that are drawn.
            return np.bincount(begin + of[last], minlength=size * size).astype(np.float64)

        total, squares = np.zeros(size * size), np.zeros(size * size)
        for one in self.shuffled:
            found = counted(one)
            total += found
            squares += found * found
        draws = max(len(self.shuffled), 1)
        middle = total / draws
        spread = _spread(np.sqrt(np.maximum(squares / draws - middle**2, 0.0)))
        # The greatest z of a draw is over every pair that draw would have told, so that choosing
        # pairs by their count favours none.
        worst = np.array([_greatest(counted(one), middle, spread) for one in self.shuffled])
        seen = counted(self.state)
        pair = np.flatnonzero((seen >= FEWEST) & _apart(size))
        z = (seen[pair] - middle[pair]) / spread[pair]
        names = {"origin": self.codes[pair // size], "follower": self.codes[pair % size]}
        return _told(names, seen[pair], middle[pair], z, _beyond(z, worst))


def _apart(size: int) -> NDArray[np.bool_]:
    """Return which numbers of pairs join two states: none echoes itself."""
    return ~np.eye(size, dtype=bool).ravel()


def _greatest(found: Floats, middle: Floats, spread: Floats) -> float:
    told = np.flatnonzero(found >= FEWEST)
    return float(((found - middle) / spread)[told].max()) if told.size else -np.inf


def _spread(deviation: Floats) -> Floats:
    """Return deviations of counts, which are never steadier than one event."""
    return np.maximum(deviation, 1.0)


def _beyond(z: Floats, worst: Floats) -> Floats:
    """Return the chance that any in a draw of the null reaches each z."""
    ordered = np.sort(worst)
    above = ordered.size - np.searchsorted(ordered, z, side="left")
    p: Floats = (1.0 + above.astype(np.float64)) / (1.0 + ordered.size)
    return p


def _told(
    names: dict[str, Ints], count: Floats, expected: Floats, z: Floats, p: Floats
) -> pl.DataFrame:
    frame = pl.DataFrame(
        {**names, "echoes": count.astype(np.int64), "expected": expected, "z": z, "p": p}
    )
    return frame.filter(pl.col("echoes") > 0).sort(
        ["p", "z", *names], descending=[False, True, *[False] * len(names)]
    )


def _stands_out(table: pl.DataFrame, name: str, question: str, states: int) -> Finding:
    least = table.filter(pl.col("p") <= 1 - SHARE)
    found = least.height > 0
    said = (
        f"{question[:1].upper()}{question[1:]} {least.height} of {table.height} {name} stand out."
        if found
        else f"{question[:1].upper()}{question[1:]} These texts cannot tell."
    )
    return Finding(
        question=question,
        estimate=float(least.height),
        low=None,
        high=None,
        unit="number that stand out, 5 % for all together",
        n=int(table["echoes"].sum()) if table.height else 0,
        clusters=states,
        verdict="yes" if found else "cannot tell",
        said=said,
        why="" if found else "nothing is beyond what shuffled speakers give",
    )


def _within(links: pl.DataFrame, speeches: dict[str, Ints], null: _Null) -> tuple[Finding, ...]:
    """Say whether echoes stay within a region; nothing where regions are unknown."""
    region = np.full(null.codes.size, -1)
    region[null.state] = speeches["region"]
    if (region < 0).all():
        return ()
    first = links["from_speech"].to_numpy().astype(np.int64)
    last = links["to_speech"].to_numpy().astype(np.int64)
    origin = region[null.state[first]]
    known = origin >= 0

    def share(of: Ints) -> float:
        both = known & (region[of[last]] >= 0)
        return float((origin == region[of[last]])[both].mean()) if both.any() else np.nan

    seen = share(null.state)
    nulls = np.array([share(one) for one in null.shuffled])
    beyond = seen - nulls
    low, high = percentile_interval(beyond)
    extreme = min((nulls >= seen).mean(), (nulls <= seen).mean()) if first.size else 1.0
    sure = low is not None and 2 * extreme <= 1 - SHARE
    verdict = ("yes" if seen > nulls.mean() else "no") if sure else "cannot tell"
    said = {
        "yes": f"Echoes stay within regions more than by chance: {seen:.0%}, where chance gives "
        f"{nulls.mean():.0%}.",
        "no": f"Echoes stay within regions less than by chance: {seen:.0%}, where chance gives "
        f"{nulls.mean():.0%}.",
    }.get(verdict, "Whether echoes stay within regions, these texts cannot tell.")
    return (
        Finding(
            question="do echoes stay within a region?",
            estimate=float(seen - nulls.mean()) if first.size else None,
            low=low,
            high=high,
            unit="share of echoes beyond chance",
            n=first.size,
            clusters=null.codes.size,
            verdict=verdict,
            said=said,
            why="" if sure else "chance gives as much",
        ),
    )


def _of_pairs(links: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    told = pairs.filter(pl.col("p") <= 1 - SHARE).select("origin", "follower")
    return links.join(told, on=["origin", "follower"], how="semi", maintain_order="left")


def _lag(links: pl.DataFrame, question: str, what: str, seed: int) -> Finding:
    """Return the median lag, followers resampled whole."""
    states, place = np.unique(links["follower"].to_numpy(), return_inverse=True)
    lags = links["lag"].to_numpy().astype(np.float64)
    if states.size < 2:
        why = "fewer than two states echo anybody"
        said = "How long phrases take to travel, these texts cannot tell."
        return Finding(
            question, None, None, None, "years", lags.size, states.size, "cannot tell", said, why
        )
    table = np.zeros((states.size, LONGEST_LAG + 1))
    np.add.at(table, (place, lags.astype(np.int64)), 1.0)
    weighed = weights_of_clusters(states.size, DRAWS, seed) @ table
    running = np.cumsum(weighed, axis=1)
    medians = (running < running[:, -1:] / 2).sum(axis=1).astype(np.float64)
    low, high = percentile_interval(medians)
    middle = float(np.median(lags))
    return Finding(
        question=question,
        estimate=middle,
        low=low,
        high=high,
        unit=f"years, lags up to {LONGEST_LAG} counted",
        n=lags.size,
        clusters=states.size,
        verdict="yes",
        said=f"Half of the {what} come within {middle:.0f} years ({low:.0f} to {high:.0f}).",
    )
