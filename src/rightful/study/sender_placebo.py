"""The placebo of shaming: does an effect of ties survive when senders change places?"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from rightful.core.errors import UsageError
from rightful.discourse.diffusion.shamers import dyads, spared
from rightful.estimation.grid import LEVEL, ROWS
from rightful.estimation.placebos import SENDERS, Check
from rightful.record.store import Store
from rightful.study.diffusions import NEXT
from rightful.study.shamings import ALLIANCES, LAST_ALLIANCE, SPOKEN, frames
from rightful.study.strands import table_of

KEY: Final = "p6"
DRAWS: Final = 199  # of the null of each record
UNCLEAR: Final = "cannot tell"


def senders_exchanged(store: Store, records: int, seed: int) -> Check:
    """Return whether allies look spared where senders have changed places.

    In each of ``records`` records the senders of a year change places, so that who is tied to whom
    no longer tells who blames whom; the test of `rightful discourse test` is then run on it as on
    the real one.
    """
    try:
        acts = frames(store)["acts"]
    except UsageError:
        return _not_run(f"Needs: coded statements ({NEXT}).")
    allied = table_of(store, *ALLIANCES)
    if allied is None:
        return _not_run("Needs: alliances (rightful pull alliances --from DIR).")
    pairs = dyads(acts.with_columns(pl.col("forum").fill_null("other")).filter(SPOKEN))
    pairs = pairs.filter(pl.col("year") <= LAST_ALLIANCE)
    ties = allied.filter(pl.col("defense") == 1).select(
        sender="ccode1", target="ccode2", year="year"
    )
    return exchanged(pairs, ties, records, seed)


def exchanged(pairs: pl.DataFrame, ties: pl.DataFrame, records: int, seed: int) -> Check:
    """Return the placebo on pairs (``dyads``) and ties (``sender, target, year``)."""
    real = spared(pairs, ties, "allies", DRAWS, seed)
    clear = 0
    for one in np.random.SeedSequence(seed).generate_state(records):
        found = spared(moved(pairs, int(one)), ties, "allies", DRAWS, int(one))
        clear += found.verdict != UNCLEAR
    share = clear / records
    finding = (
        f"{real.said} In {records} records in which the senders of each year change places, the "
        f"same test says something clear in {share:.0%}."
    )
    # By chance one in twenty is clear; what is asked is whether many more are.
    passed = share <= 2 * LEVEL
    return Check(KEY, SENDERS, passed, finding, pl.DataFrame(schema=ROWS))


def moved(pairs: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return pairs whose senders of each year have changed places; none blames itself."""
    year = pairs["year"].to_numpy()
    by_year = np.argsort(year, kind="stable")
    mixed = np.argsort(year + np.random.default_rng(seed).random(year.size), kind="stable")
    sender = pairs["sender"].to_numpy().copy()
    sender[by_year] = sender[mixed]
    return pairs.with_columns(sender=pl.Series(sender, dtype=pairs.schema["sender"])).filter(
        pl.col("sender") != pl.col("target")
    )


def _not_run(why: str) -> Check:
    return Check(KEY, SENDERS, None, why, pl.DataFrame(schema=ROWS))
