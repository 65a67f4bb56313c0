"""Peers' commitment and practice: what a state's fellows promised and did in the year before.

Ties are shared intergovernmental organizations, region and alliance [greenhill2010; goodman2004].
Trade is a tie too, but who traded with whom is not in hand: its series have no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.measure import SERIES, Estimates, Measure, Record
from rightful.core.names import CORE_TREATIES
from rightful.core.variable import Variable
from rightful.measures.strands._peer_weights import (
    Codes,
    Floats,
    Peers,
    by_alliance,
    by_organizations,
    by_region,
    peer_mean,
)

PRACTICE: Final = "practice/physical_integrity"
OBLIGATIONS: Final = "facts/obligations"
TIES: Final = {
    "igo": "fellow members, by the number of organizations shared",
    "region": "other states of the region",
    "alliance": "states bound by an alliance with it",
}
NO_TRADE: Final = "No rows: trade between pairs of states is not in hand. Null, not zero."
LAG: Final = 1
INTERVAL: Final = (0.05, 0.95)

StateYears = set[tuple[int, int]]


def _of_practice(tie: str, whom: str, note: str = "") -> Variable:
    lagged = "Of the year before, self left out; the family's latent scale, higher is more respect."
    return Variable(f"peer_practice_{tie}", f"Practice: {whom}", "number", note=note or lagged)


def _of_commitment(tie: str, whom: str, note: str = "") -> Variable:
    lagged = "Share of the nine core treaties that bind; of the year before, self left out."
    name = f"peer_commitment_{tie}"
    return Variable(name, f"Commitment: {whom}", "number", low=0, high=1, note=note or lagged)


class PeerMeans(Measure):
    """Weighted means over a state's peers, one year back, weights summing to one over the known."""

    name = "peers"
    title = "Peers: commitment and practice of fellow members, neighbours and allies"
    strand = "network"
    needs = ("igo", "alliances", PRACTICE, OBLIGATIONS)
    gives = (
        *(_of_practice(tie, whom) for tie, whom in TIES.items()),
        *(_of_commitment(tie, whom) for tie, whom in TIES.items()),
        _of_practice("trade", "trading partners", NO_TRADE),
        _of_commitment("trade", "trading partners", NO_TRADE),
    )
    references = ("greenhill2010", "goodman2004", "pevehouse2020igo", "leeds2002atop")

    def fit(self, record: Record, seed: int) -> Estimates:  # noqa: ARG002
        """Return every series that the tables at hand allow; nothing here is drawn at random.

        Tables (columns used)
        ---------------------
        ``igo`` ccode, year, igo, status; ``alliances`` ccode1, ccode2, year and the promises;
        ``practice/physical_integrity`` ccode, year, draws (a list or array of D joint draws);
        ``facts/obligations`` ccode, instrument, bound_from, bound_until, known_until.

        Row (i, t) rests on ties and values of t - 1, and i must be a state of the record in t.
        ``inputs`` counts the peers. An interval is that of joint draws; a commitment has none.
        """
        alive, values = _alive(record), _values(record)
        parts = [
            part
            for tie, ties_of in _ties(record, alive).items()
            for year in sorted({year for _, year in alive})
            if (peers := ties_of(year)) is not None
            for kind, values_of in values.items()
            for part in _year(f"peer_{kind}_{tie}", year, peers, values_of, alive)
        ]
        frame = pl.concat(parts) if parts else pl.DataFrame(schema=SERIES)
        return Estimates(frame.sort("series", "ccode", "year"), {})

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up world of four states and two years."""
        states, years = (2, 20, 200, 205), (1990, 1991)
        both = [(state, year) for state in states for year in years]
        schema = ["ccode", "year"]
        draws = [[state / 100, state / 100 + 0.5] for state, _ in both]
        pairs = pl.DataFrame({"ccode1": [2, 200], "ccode2": [20, 205], "year": [1990, 1990]})
        return {
            "igo": pl.DataFrame(both, schema=schema, orient="row").with_columns(
                igo=pl.lit("un"), status=pl.lit(1)
            ),
            "alliances": pairs.with_columns(
                defense=1, offense=pl.lit(0), neutral=pl.lit(0), nonagg=pl.lit(0), consul=pl.lit(0)
            ),
            PRACTICE: pl.DataFrame(both, schema=schema, orient="row").with_columns(
                draws=pl.Series(draws)
            ),
            OBLIGATIONS: pl.DataFrame(
                [(2, name, date(1980, 1, 1), None, date(2020, 1, 1)) for name in CORE_TREATIES],
                schema={
                    "ccode": pl.Int64,
                    "instrument": pl.String,
                    "bound_from": pl.Date,
                    "bound_until": pl.Date,
                    "known_until": pl.Date,
                },
                orient="row",
            ),
        }


TiesOf = Callable[[int], Peers | None]
ValuesOf = Callable[[Codes, int], Floats | None]


def commitment(obligations: pl.DataFrame, year: int) -> dict[int, float] | None:
    """Return, per ccode, the share of the nine core treaties that bind on the last known day.

    Null where the register does not reach the year for all nine. States absent from the answer
    are bound by none.
    """
    core = obligations.filter(pl.col("instrument").is_in(CORE_TREATIES))
    reach = core.group_by("instrument").agg(pl.col("known_until").max().dt.year())
    if reach.height < len(CORE_TREATIES) or year > min(reach["known_until"]):
        return None
    day = pl.min_horizontal(pl.lit(date(year, 12, 31)), pl.col("known_until"))
    bound = (pl.col("bound_from") <= day) & (
        pl.col("bound_until").is_null() | (pl.col("bound_until") > day)
    )
    # A former self whose record ended before the year is not bound in it.
    reached = pl.col("known_until").dt.year() >= year
    held = core.filter(bound & reached).group_by("ccode").agg(pl.col("instrument").n_unique())
    return {ccode: count / len(CORE_TREATIES) for ccode, count in held.iter_rows()}


def _alive(record: Record) -> StateYears:
    """Return the state-years that any table knows."""
    pairs: StateYears = set()
    for table, columns in (
        (PRACTICE, ("ccode",)),
        ("igo", ("ccode",)),
        ("alliances", ("ccode1", "ccode2")),
    ):
        if table in record:
            for column in columns:
                pairs |= set(record[table].select(column, "year").unique().iter_rows())
    return pairs


def _ties(record: Record, alive: StateYears) -> dict[str, TiesOf]:
    """Return, per kind of tie that is in hand, the weights of a year; None where it is silent."""
    ties: dict[str, TiesOf] = {"region": lambda year: _region(alive, year)}
    if "igo" in record:
        years = record["igo"].partition_by("year", as_dict=True)
        ties["igo"] = lambda year: by_organizations(years[(year,)]) if (year,) in years else None
    if "alliances" in record:
        allied = record["alliances"].partition_by("year", as_dict=True)
        ties["alliance"] = lambda year: (
            by_alliance(_states(alive, year), allied[(year,)]) if (year,) in allied else None
        )
    return ties


def _region(alive: StateYears, year: int) -> Peers | None:
    states = _states(alive, year)
    return by_region(states) if states.size else None


def _states(alive: StateYears, year: int) -> Codes:
    return np.array(sorted(ccode for ccode, held in alive if held == year), dtype=np.int64)


def _values(record: Record) -> dict[str, ValuesOf]:
    """Return, per strand in hand, the values (N, D) of states in a year; None where silent."""
    values: dict[str, ValuesOf] = {}
    if PRACTICE in record:
        drawn = {
            key: (rows["ccode"].to_numpy(), np.array(rows["draws"].to_list(), dtype=np.float64))
            for key, rows in record[PRACTICE].partition_by("year", as_dict=True).items()
        }
        values["practice"] = lambda states, year: _aligned(drawn.get((year,)), states)
    if OBLIGATIONS in record:
        register = record[OBLIGATIONS]
        values["commitment"] = lambda states, year: _held(commitment(register, year), states)
    return values


def _aligned(known: tuple[NDArray[np.int64], Floats] | None, states: Codes) -> Floats | None:
    if known is None:
        return None
    ccodes, draws = known
    place = {int(ccode): at for at, ccode in enumerate(ccodes)}
    values = np.full((states.size, draws.shape[1]), np.nan)
    for row, ccode in enumerate(states.tolist()):
        if ccode in place:
            values[row] = draws[place[ccode]]
    return values


def _held(known: dict[int, float] | None, states: Codes) -> Floats | None:
    if known is None:
        return None
    return np.array([[known.get(ccode, 0.0)] for ccode in states.tolist()])


def _year(
    series: str, year: int, peers: Peers, values_of: ValuesOf, alive: StateYears
) -> Iterator[pl.DataFrame]:
    """Yield the rows of one series that rest on ``year``, dated one year later."""
    values = values_of(peers.ccode, year)
    if values is None:
        return
    means, inputs = peer_mean(peers, values)
    living = np.array([(ccode, year + LAG) in alive for ccode in peers.ccode.tolist()])
    kept = living & (inputs > 0)
    if not kept.any():
        return
    drawn = means.shape[1] > 1
    low, high = np.quantile(means[kept], INTERVAL, axis=1)
    none = [None] * int(kept.sum())
    yield pl.DataFrame(
        {
            "ccode": peers.ccode[kept],
            "year": np.full(int(kept.sum()), year + LAG),
            "series": [series] * int(kept.sum()),
            "mean": means[kept].mean(axis=1),
            "sd": means[kept].std(axis=1) if drawn else none,
            "low": low if drawn else none,
            "high": high if drawn else none,
            "inputs": inputs[kept],
        },
        schema=SERIES,
    )
