"""How alike unrelated articles are: the likeness that chance alone passes once in twenty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from rightful.core.errors import DataError
from rightful.measures._text_match import Matches

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

ERROR_RATE: Final = 0.05
# An ancestor with fewer unrelated matches than these has no limit of its own.
FEWEST_UNRELATED: Final = 40


@dataclass(frozen=True)
class Limit:
    """What a best match in an ancestor must pass, for similarity and for reuse, both in [0, 1].

    ``unrelated`` counts the texts from which the ancestor's own limit was read; ``looked_in`` the
    passages among which a match is the best.
    """

    ancestor: str
    similarity: float
    reuse: float
    unrelated: int
    looked_in: int


@dataclass(frozen=True)
class Texts:
    """What the limits are read off, all of length T but ``found``, which is (T, T).

    ``stated`` are the named rights of each text, empty where it states none; ``name`` its
    instrument; ``day`` a number that orders the texts in time.
    """

    name: NDArray[np.str_]
    day: Rows
    stated: tuple[frozenset[str], ...]
    found: Matches

    def of(self, ancestor: str) -> Rows:
        """Return the rows of an ancestor."""
        return np.flatnonzero(self.name == ancestor)

    def later(self, ancestor: str) -> Rows:
        """Return the rows of texts of a later day than the ancestor's."""
        return np.flatnonzero(self.day > self.day[self.of(ancestor)].max())


def limits(texts: Texts, ancestors: tuple[str, ...]) -> tuple[Limit, ...]:
    """Return the limits of each ancestor: the stricter of two null distributions.

    Its own: each later text that states a right, against the ancestor's articles that state others.
    All together: each text against as many articles as the ancestor has passages, drawn from all
    earlier articles that state other rights; the more one looks at, the more alike is the best.

    Raises
    ------
    DataError
        When no two texts are known to be unrelated.
    """
    apart = _apart(texts)
    earlier = texts.day[:, None] > texts.day[None, :]
    everywhere = [np.flatnonzero(row) for row in apart & earlier]
    if not any(len(rows) for rows in everywhere):
        raise DataError(
            "no two articles are known to be unrelated",
            where="limits of likeness",
            allowed="articles with rights, some without a right in common",
            next_step="give the rights that articles touch",
        )
    return tuple(_limit(texts, apart, everywhere, name) for name in ancestors)


def _limit(texts: Texts, apart: NDArray[np.bool_], everywhere: list[Rows], name: str) -> Limit:
    mine, later = texts.of(name), texts.later(name)
    own = [(i, mine[apart[i, mine]]) for i in later if apart[i, mine].any()]
    found = []
    for likeness in (texts.found.similarity, texts.found.reuse):
        best = [likeness[i, rows].max() for i, rows in own]
        drawn = _best_of(likeness, everywhere, len(mine))
        at_home = float(np.quantile(best, 1 - ERROR_RATE)) if len(own) >= FEWEST_UNRELATED else 0.0
        found.append(max(at_home, drawn))
    return Limit(name, found[0], found[1], len(own), len(mine))


def _apart(texts: Texts) -> NDArray[np.bool_]:
    """Say which pairs are known to be unrelated: both state rights, and none in common."""
    rights = sorted(frozenset().union(*texts.stated))
    states = np.array([[right in one for right in rights] for one in texts.stated])
    states = states.reshape(len(texts.stated), len(rights)).astype(np.int64)
    any_right = states.any(axis=1)
    result: NDArray[np.bool_] = (states @ states.T == 0) & np.outer(any_right, any_right)
    return result


def _best_of(likeness: Floats, everywhere: list[Rows], looked_in: int) -> float:
    """Return the quantile of the best of ``looked_in`` draws, without drawing.

    Of n values in order the k-th is the largest of m with chance C(k-1, m-1) / C(n, m).
    """
    values, weights = [], []
    for i, rows in enumerate(everywhere):
        n = len(rows)
        if n:
            m = min(looked_in, n)
            k = np.arange(m, n + 1, dtype=np.float64)
            values.append(np.sort(likeness[i, rows])[m - 1 :])
            weights.append(np.exp(_log_choose(k - 1, m - 1) - _log_choose(np.float64(n), m)))
    value, weight = np.concatenate(values), np.concatenate(weights)
    order = np.argsort(value, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    return float(value[order][np.searchsorted(reached, 1 - ERROR_RATE)])


def _log_choose(n: Floats | np.float64, k: int) -> Floats:
    result: Floats = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return result
