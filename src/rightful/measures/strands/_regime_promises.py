"""How much is promised and how alike: shares of core treaties held, dispersion across states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Matrix = NDArray[np.bool_]

# A standard deviation of values in [0, 1] is at most one half.
LARGEST_SD: Final = 0.5
# Parts of a regime that a state can join; principles have no act of a single state.
COVENANTS: Final = ("ICCPR", "ICESCR")
# What binds no state by its mere entry into force: a procedure, or a protocol that is one.
PROCEDURE: Final = "procedure"


@dataclass(frozen=True)
class Held:
    """Who holds what in one year: ``bound`` is (states, instruments), instruments in force only.

    ``ccode`` names the rows, ``instruments`` the columns; ``of`` counts all instruments of the
    group, those not yet in force included.
    """

    year: int
    ccode: NDArray[np.int64]
    instruments: tuple[str, ...]
    bound: Matrix
    of: int

    @property
    def share(self) -> NDArray[np.float64]:
        """Share of what is in force that each state holds, shape (states,)."""
        return np.asarray(self.bound.mean(axis=1), dtype=np.float64)


def held(
    names: tuple[str, ...], instruments: pl.DataFrame, binding: pl.DataFrame, members: pl.DataFrame
) -> list[Held]:
    """Return who holds which of the named instruments, one entry a year in which any is in force.

    Parameters
    ----------
    instruments
        Columns instrument, parent, kind, in_force, known_until.
    binding
        Columns ccode, year, instrument: what binds on the year's last known day.
    members
        Columns ccode, year: the states of each year.

    Years after the first in which a table of any of them falls silent are left out: a mean over
    the rest would move for that reason alone.
    """
    starts = _starts(names, instruments, binding)
    known = instruments.filter(pl.col("instrument").is_in(names))["known_until"].dt.year().min()
    # mypy knows the minimum of a column of any kind; this one holds years.
    last = int(known) if isinstance(known, int) else 0
    pairs = binding.filter(pl.col("instrument").is_in(names)).group_by("year", "instrument")
    bound = {(year, name): set(ccodes) for year, name, ccodes in pairs.agg("ccode").iter_rows()}
    found = []
    for year, ccodes in members.group_by("year").agg("ccode").sort("year").iter_rows():
        here = tuple(name for name in names if starts.get(name, year + 1) <= year)
        if here and year <= last:
            states = sorted(ccodes)
            columns = [[one in bound.get((year, name), ()) for one in states] for name in here]
            matrix = np.array(columns, dtype=np.bool_).T
            found.append(Held(year, np.array(states, np.int64), here, matrix, len(names)))
    return found


def core(instruments: pl.DataFrame) -> tuple[str, ...]:
    """Return the core treaties of the table."""
    return tuple(instruments.filter(pl.col("core") == 1)["instrument"])


def procedures(instruments: pl.DataFrame, articles: pl.DataFrame) -> tuple[str, ...]:
    """Return every procedure that a state may accept, dated or not."""
    ways = articles.filter(pl.col("obligation") == PROCEDURE)["instrument"]
    return tuple(instruments.filter(pl.col("instrument").is_in(ways.to_list()))["instrument"])


def dated(names: tuple[str, ...], instruments: pl.DataFrame, year: int) -> tuple[str, ...]:
    """Return the named instruments whose parties some table dates up to ``year`` at least."""
    speaks = pl.col("known_until").dt.year() >= year
    return tuple(instruments.filter(pl.col("instrument").is_in(list(names)), speaks)["instrument"])


def convergence(one: Held) -> float:
    """Return 1 less the dispersion of the shares held, in [0, 1].

    1: all states hold the same share, be it none. 0: half hold all and half hold nothing.
    """
    return 1.0 - float(one.share.std()) / LARGEST_SD


def distance(one: Held) -> float:
    """Return the chance that two states differ on an instrument in force, in [0, 1].

    The mean over instruments of the chance that, of two states drawn at random, one is bound and
    the other is not.
    """
    states = one.bound.shape[0]
    if states < 2:
        return 0.0
    p = one.bound.mean(axis=0, dtype=np.float64)
    return float((2 * p * (1 - p)).mean() * states / (states - 1))


def open_to_states(names: tuple[str, ...], instruments: pl.DataFrame, year: int) -> int:
    """Count procedures that states can accept: their treaty, or they as protocols, in force."""
    forceful = set(instruments.filter(pl.col("in_force").dt.year() <= year)["instrument"])
    parents = dict(instruments.select("instrument", "parent").iter_rows())
    kinds = dict(instruments.select("instrument", "kind").iter_rows())
    host = (parents[name] if kinds[name] == PROCEDURE else name for name in names)
    return sum(name in forceful for name in host)


def _starts(
    names: tuple[str, ...], instruments: pl.DataFrame, binding: pl.DataFrame
) -> dict[str, int]:
    """First year of each: general entry into force, or the first state bound by a procedure."""
    mine = instruments.filter(pl.col("instrument").is_in(names))
    forceful = mine.select("instrument", year=pl.col("in_force").dt.year()).drop_nulls()
    taken = binding.group_by("instrument").agg(pl.col("year").min())
    return dict(taken.iter_rows()) | dict(forceful.iter_rows())
