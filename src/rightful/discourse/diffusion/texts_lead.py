"""Do the texts of organizations lead what governments say, or follow it?

Runs of words of a text (a declaration, a treaty) are looked for in speeches of the ten years before
and after its adoption. Talk grows more like treaties in any case, so the rise is set against that
of runs from texts adopted at other times, in the same speeches: a ratio of ratios.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.discourse.diffusion.intervals import (
    Finding,
    Floats,
    percentile_interval,
    verdict_of,
    weights_of_clusters,
)
from rightful.discourse.diffusion.ngrams import Grams, grams

WINDOW: Final = 10  # years either side
FEWEST_USES: Final = 20
DRAWS: Final = 2000
LENGTH: Final = 6
_UNKNOWN: Final = (
    "Whether words of {} are spoken more after it than before, these texts cannot tell."
)


def texts_lead(
    ready: pl.DataFrame, texts: pl.DataFrame, length: int = LENGTH, seed: int = 1
) -> list[Finding]:
    """Return for each text whether its words are used more after it than before.

    Parameters
    ----------
    ready
        Statements as ``terms.prepared`` returns them.
    texts
        ``name``, ``year`` (of adoption), ``plain`` (as ``phrases.plain_column`` makes it); a name
        may have several rows.
    """
    said = grams(ready["plain"], length)
    states, state = np.unique(ready["ccode"].to_numpy(), return_inverse=True)
    year = ready["year"].to_numpy().astype(np.int64)
    words = np.bincount(said.text, minlength=len(year)).astype(np.float64)
    found = []
    for name, adopted, own, control in _vocabularies(texts, length):
        around = np.abs(year - adopted) <= WINDOW
        sides = (around & (year < adopted), around & (year > adopted))
        tables = [
            _by_state(of, state, sides, states.size)
            for of in (_uses(said, own, len(year)), _uses(said, control, len(year)), words)
        ]
        found.append(_finding(name, adopted, tables, seed))
    return found


def _by_state(
    of: Floats, state: NDArray[np.int64], sides: tuple[NDArray[np.bool_], ...], states: int
) -> Floats:
    """Return 2 x states: the sum of ``of`` on either side."""
    sums = [np.bincount(state[side], weights=of[side], minlength=states) for side in sides]
    return np.stack(sums).astype(np.float64)


def _vocabularies(texts: pl.DataFrame, length: int) -> list[tuple[str, int, Floats, Floats]]:
    """Return each text's own hashes, in no earlier text, and those of texts of other times."""
    named = texts.group_by("name").agg(pl.col("year").min(), pl.col("plain")).sort("year", "name")
    hashes = [np.unique(grams(plain, length).hash) for plain in named["plain"]]
    years = named["year"].to_list()
    out = []
    for at, (name, year) in enumerate(zip(named["name"], years, strict=True)):
        earlier = [one for one, when in zip(hashes, years, strict=True) if when < year]
        others = [one for one, when in zip(hashes, years, strict=True) if abs(when - year) > WINDOW]
        before = np.concatenate([hashes[at][:0], *earlier])
        own = np.setdiff1d(hashes[at], before)
        control = np.setdiff1d(np.concatenate([hashes[at][:0], *others]), hashes[at])
        out.append((name, int(year), own, control))
    return out


def _uses(said: Grams, hashes: Floats, texts: int) -> Floats:
    """Return how many runs of these words each text holds; overlapping ones are one."""
    at = np.flatnonzero(np.isin(said.hash, hashes))
    if not at.size:
        return np.zeros(texts)
    goes_on = np.zeros(at.size, dtype=bool)
    goes_on[1:] = (np.diff(said.place[at]) <= said.length) & (np.diff(said.text[at]) == 0)
    return np.bincount(said.text[at[~goes_on]], minlength=texts).astype(np.float64)


def _ratio(own: Floats, control: Floats) -> Floats:
    """Return log ratios of ratios; sides are on axis -1, half an event added to each."""
    # Words cancel: both vocabularies are looked for in the same speeches.
    grown: Floats = np.log(own[..., 1] + 0.5) - np.log(own[..., 0] + 0.5)
    usual: Floats = np.log(control[..., 1] + 0.5) - np.log(control[..., 0] + 0.5)
    return grown - usual


def _finding(name: str, adopted: int, tables: list[Floats], seed: int) -> Finding:
    own, control, words = tables
    total = own.sum(axis=1)
    question = f"do governments speak the words of {name} ({adopted}) more after it than before?"
    speaking = int((words.sum(axis=0) > 0).sum())
    why = ""
    if (words.sum(axis=1) == 0).any():
        why = f"no speech is at hand on one side of {adopted}"
    elif total.sum() < FEWEST_USES or control.sum() < FEWEST_USES:
        why = f"its words are spoken {total.sum():.0f} times; {FEWEST_USES} are asked for"
    if why:
        said = _UNKNOWN.format(name)
        return Finding(question, None, None, None, "times as much, against other texts' words",
                       int(total.sum()), speaking, "cannot tell", said, why)  # fmt: skip
    estimate = float(_ratio(total, control.sum(axis=1)))
    weights = weights_of_clusters(own.shape[1], DRAWS, seed)
    low, high = percentile_interval(_ratio(weights @ own.T, weights @ control.T))
    verdict = verdict_of(low, high)
    told = {
        "yes": f"Words of {name} are spoken more in the ten years after {adopted} than in the ten "
        "before, against words of other texts.",
        "no": f"Words of {name} are spoken less in the ten years after {adopted} than in the ten "
        "before, against words of other texts.",
        "cannot tell": _UNKNOWN.format(name),
    }
    return Finding(
        question=question,
        estimate=float(np.exp(estimate)),
        low=None if low is None else float(np.exp(low)),
        high=None if high is None else float(np.exp(high)),
        unit="times as much, against other texts' words",
        n=int(total.sum()),
        clusters=speaking,
        verdict=verdict,
        said=told[verdict],
        why="the interval holds one" if verdict == "cannot tell" else "",
    )
