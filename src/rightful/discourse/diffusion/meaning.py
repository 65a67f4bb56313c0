"""The company a term keeps, and how it shifts between decades or regions.

Words within eight of a term are compared by log-odds with an informative Dirichlet prior (Monroe,
Colaresi and Quinn, "Fightin' Words", Political Analysis 16, 2008). A word counts once per state and
year, however often it is said: words within a speech are no independent votes.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from rightful.core.errors import DataError
from rightful.discourse.diffusion.intervals import SHARE, Floats, Z
from rightful.discourse.diffusion.phrases import STOP_WORDS, WORD_PATTERN, Phrase, root

REACH: Final = 8  # words either side
FEWEST: Final = 5  # speeches in which a word must come to be compared
PRIOR_WORDS: Final = 500.0  # weight of the prior, in words
DECADE: Final = 10
_HERE: Final = "\x1e"


def decades(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with ``group``: the decade of the year ("1990s")."""
    ten = pl.col("year") // DECADE * DECADE
    return frame.with_columns(group=ten.cast(pl.String) + "s")


def company(ready: pl.DataFrame, term: Phrase) -> pl.DataFrame:
    """Return ``ccode, year, (region,) word``: each word near the term, once per state and year.

    ``ready`` is as ``terms.prepared`` returns it. Words are without the ending of their number;
    stop words, numbers, single letters and the term's own words are left out.
    """
    region = ["region"] if "region" in ready.columns else []
    held = ready.filter(pl.col("plain").str.contains(term.pattern))
    own = {root(word) for word in term.words}
    # Words are kept as integers until the end: windows are cut by position.
    marked = held.select(
        "ccode",
        "year",
        *region,
        token=pl.col("plain")
        .str.replace_all(f"({term.pattern})", f" {_HERE} ")
        .str.extract_all(rf"{_HERE}|{WORD_PATTERN}"),
    ).with_row_index("text")
    tokens = marked.explode("token").drop_nulls("token").with_row_index("place")
    near = _near(tokens)
    return (
        tokens.filter(pl.Series(near), pl.col("token") != _HERE)
        .select("ccode", "year", *region, word=pl.col("token"))
        .unique()
        .filter(pl.col("word").str.contains(r"^[\p{L}\p{M}]{2,}$"))
        .with_columns(pl.col("word").replace({w: root(w) for w in _vocabulary(tokens)}))
        .filter(~pl.col("word").is_in(sorted(STOP_WORDS | own)))
        .unique()
        .sort("year", "ccode", "word")
    )


def shift(near: pl.DataFrame, most: int = 10) -> pl.DataFrame:
    """Return the words that mark each group against all the others.

    Parameters
    ----------
    near
        As ``company`` returns it, with ``group``.
    most
        Words of a group, strongest first.

    Returns
    -------
    pl.DataFrame
        ``group, word, speeches, elsewhere, log_odds, low, high, z, stands_out``: the interval is
        of 95 %; ``stands_out`` holds z against Bonferroni's bound over all words and groups, so
        that a corpus without any shift gives a word in at most 5 % of cases.

    Raises
    ------
    DataError
        When ``group`` is missing.
    """
    if "group" not in near.columns:
        raise DataError("words have no group", allowed="a column group", where="shift of meaning")
    counts = near.drop_nulls("group").group_by("word", "group").len().sort("word", "group")
    groups = sorted(counts["group"].unique())
    columns = ["group", "word", "speeches", "elsewhere", "log_odds", "low", "high", "z"]
    if len(groups) < 2:
        return _nothing(columns)
    wide = counts.pivot(on="group", index="word", values="len").fill_null(0).sort("word")
    table = wide.select(groups).to_numpy().astype(np.float64)
    common = table.sum(axis=1) >= FEWEST
    words, kept = wide["word"].filter(pl.Series(common)), table[common]
    if not kept.size:
        return _nothing(columns)
    bound = float(stats.norm.ppf(1 - (1 - SHARE) / (2 * kept.shape[0] * len(groups))))
    parts = [_marked(words, kept, at, group, bound, most) for at, group in enumerate(groups)]
    return pl.concat(parts)


def log_odds(here: Floats, there: Floats) -> tuple[Floats, Floats]:
    """Return the log-odds ratio of each word and its standard error; the prior is both together."""
    both = here + there
    prior = PRIOR_WORDS * both / both.sum()
    inside, outside = here + prior, there + prior
    rest_in, rest_out = inside.sum() - inside, outside.sum() - outside
    ratio = np.log(inside / rest_in) - np.log(outside / rest_out)
    error = np.sqrt(1 / inside + 1 / rest_in + 1 / outside + 1 / rest_out)
    return ratio, error


def _marked(
    words: pl.Series, table: Floats, at: int, group: str, bound: float, most: int
) -> pl.DataFrame:
    here, there = table[:, at], np.delete(table, at, axis=1).sum(axis=1)
    ratio, error = log_odds(here, there)
    return (
        pl.DataFrame(
            {
                "group": [group] * len(words),
                "word": words,
                "speeches": here.astype(np.int64),
                "elsewhere": there.astype(np.int64),
                "log_odds": ratio,
                "low": ratio - Z * error,
                "high": ratio + Z * error,
                "z": ratio / error,
            }
        )
        .with_columns(stands_out=pl.col("z") > bound)
        .filter(pl.col("speeches") > 0)
        .sort("z", "word", descending=[True, False])
        .head(most)
    )


def _nothing(columns: list[str]) -> pl.DataFrame:
    kinds: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(columns, pl.Float64)
    kinds |= {"group": pl.String, "word": pl.String, "speeches": pl.Int64, "elsewhere": pl.Int64}
    return pl.DataFrame(schema={**kinds, "stands_out": pl.Boolean})


def _near(tokens: pl.DataFrame) -> NDArray[np.bool_]:
    """Return whether each token stands within ``REACH`` of the term, in its own text."""
    text = tokens["text"].to_numpy()
    places = np.flatnonzero((tokens["token"] == _HERE).to_numpy())
    near = np.zeros(len(tokens), dtype=bool)
    for step in range(1, REACH + 1):
        for at in (places - step, places + step):
            inside = (at >= 0) & (at < len(tokens))
            same = inside.copy()
            same[inside] = text[at[inside]] == text[places[inside]]
            near[at[same]] = True
    return near


def _vocabulary(tokens: pl.DataFrame) -> list[str]:
    return tokens["token"].unique().to_list()
