"""Decoupling at large: prevalence, persistence and exit by stratum, and the states that resist."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError, UnknownName
from rightful.core.names import resolve
from rightful.core.posterior import Posterior
from rightful.measures.decoupling_rates import Unmet, rates
from rightful.measures.resistant import resistant
from rightful.record.baseline import Baseline, shipped
from rightful.record.regions import REGIONS, with_region
from rightful.record.store import Store
from rightful.reports import listing
from rightful.reports.series import main_standard

BY = ("none", "region", "power", "regime-type")
ANY = "any"
QUARTILES = ("1 smallest economies", "2", "3", "4 largest economies")
REGIMES = (
    "0 closed autocracy",
    "1 electoral autocracy",
    "2 electoral democracy",
    "3 liberal democracy",
)
LIKELY = 0.5


def decoupling(
    by: str = "none",
    family: str = "physical_integrity",
    right: str = ANY,
    standard: str | None = None,
    baseline: Path | None = None,
) -> dict[str, Any]:
    """Return the rates of decoupling by stratum, and the states that probably resist.

    Parameters
    ----------
    by
        ``none``, ``region``, ``power`` (quartile of the year's economies, by size) or
        ``regime-type``; the last two read the store.
    right
        A right of the family, or ``any`` of them.
    standard
        Without it the changing one, where the family is estimated under it.

    Raises
    ------
    UnknownName
        When one of the names is none of these, or the store lacks a source that the strata need.
    """
    shelf = Baseline(baseline or shipped())
    split = resolve(by, BY, "stratum")
    name = resolve(family, shelf.recipe["families"], "family")
    one = resolve(right, (*shelf.recipe["families"][name]["rights"], ANY), "right")
    held_under = shelf.recipe["families"][name]["diagnostics"]
    which = resolve(standard or main_standard(held_under) or "", held_under, "standard")
    practice = shelf.practice(name, which)
    held = shelf.frame("estimates", pl.col("family") == name, pl.col("standard") == which)
    unmet = _unmet(shelf, practice, held, name, one, which)
    found = rates(unmet, _strata(split, unmet))
    return {
        "family": name,
        "right": one,
        "standard": which,
        "by": split,
        "years": f"{unmet.year.min()}-{unmet.year.max()}",
        "rates": found.to_dicts(),
        "resistant": _resistant(practice, held),
    }


def decoupling_text(found: dict[str, Any]) -> str:
    """Return the rates as a table, then the states that resist and until when."""
    rows = [
        {
            "stratum": REGIONS.get(row["stratum"], row["stratum"]),
            "states": row["states"],
            "state_years": row["state_years"],
            **{name: _told(row, name) for name in ("prevalence", "persistence", "exit")},
        }
        for row in found["rates"]
    ]
    columns = {
        "stratum": "stratum",
        "states": "states",
        "state_years": "bound state-years",
        "prevalence": "decoupled (90%)",
        "persistence": "still so a year later",
        "exit": "no longer",
    }
    what = "any right" if found["right"] == ANY else found["right"].replace("_", " ")
    head = f"{what} of {found['family'].replace('_', ' ')}, {found['standard']} standard, "
    parts = [head + found["years"], listing.table(rows, columns), ""]
    *strata, whole = found["rates"]
    unknown = whole["state_years"] - sum(row["state_years"] for row in strata)
    if strata and unknown:
        parts[-1:] = [f"Of {unknown} bound state-years no record in hand tells the stratum.", ""]
    parts.append(
        "Resistant (the family as a whole): commitment above and practice below the world's "
        f"median in this year and the nine before, with a probability of at least {LIKELY:.0%}. "
        "The median of commitment moves by steps when a treaty is adopted: a spell can end though "
        "no state changed."
    )
    named = {"state": "state", "first_year": "first year", "last_year": "last", "p": "highest P"}
    parts.append(listing.table(found["resistant"], named) if found["resistant"] else "none")
    return "\n".join(parts)


def _told(row: dict[str, Any], name: str) -> str:
    if row[name] is None:
        return "too few to tell"
    return f"{row[name]:.0%} ({row[name + '_low']:.0%} to {row[name + '_high']:.0%})"


def _unmet(
    shelf: Baseline, practice: Posterior, held: pl.DataFrame, family: str, right: str, standard: str
) -> Unmet:
    """Return the bound state-years, and in which draws practice is below what binds there."""
    items = shelf.frame("items", pl.col("family") == family, pl.col("standard") == standard)
    wanted = shelf.recipe["families"][family]["rights"] if right == ANY else [right]
    below = np.zeros(practice.draws.shape, dtype=np.bool_)
    bound = np.zeros(practice.year.size, dtype=np.bool_)
    told = np.ones(practice.year.size, dtype=np.bool_)
    for each in wanted:
        known, binds = _binds(practice, held.filter(pl.col("right") == each))
        told &= known
        bound |= binds
        below |= _below(practice, items.filter(pl.col("right") == each)) & binds
    # As in the gap: of a year in which one right's promise is not known, the family's is not.
    bound &= told
    if not bound.any():
        raise DataError(f"nothing binds any state on {right}", where=f"{family}, {standard}")
    return Unmet(practice.ccode[bound], practice.year[bound], below[:, bound])


def _binds(practice: Posterior, held: pl.DataFrame) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return, per state-year, whether it is known what binds, and whether something does."""
    wanted = pl.DataFrame({"ccode": practice.ccode, "year": practice.year})
    joined = wanted.join(
        held.select("ccode", "year", "binds"),
        on=["ccode", "year"],
        how="left",
        maintain_order="left",
    )
    binds = joined["binds"]
    return binds.is_not_null().to_numpy(), binds.fill_null(False).to_numpy()


def _below(practice: Posterior, items: pl.DataFrame) -> NDArray[np.bool_]:
    # A margin is below 0 exactly where practice is below the anchor: discriminations are positive.
    anchors = items.sort("draw")["anchor_2000"].to_numpy()
    return np.asarray(practice.draws < anchors[: practice.draws.shape[0], None], dtype=np.bool_)


def _strata(by: str, unmet: Unmet) -> list[str | None]:
    wanted = pl.DataFrame({"ccode": unmet.ccode, "year": unmet.year})
    if by == "none":
        return [None] * unmet.year.size
    if by == "region":
        return with_region(wanted)["region"].to_list()
    known = _regimes() if by == "regime-type" else _quartiles()
    joined = wanted.join(known, on=["ccode", "year"], how="left", maintain_order="left")
    return joined["stratum"].to_list()


def _regimes() -> pl.DataFrame:
    """Return ccode, year, stratum: V-Dem's four regimes of the world."""
    codes = dict(enumerate(REGIMES))
    table = _table("vdem", "15-ert").drop_nulls("v2x_regime")
    named = pl.col("v2x_regime").replace_strict(codes, return_dtype=pl.String)
    return table.select("ccode", "year", stratum=named)


def _quartiles() -> pl.DataFrame:
    """Return ccode, year, stratum: quartiles of the year's states by gross domestic product."""
    table = _table("gdp_pop", "2022").drop_nulls("gdp")
    share = (pl.col("gdp").rank("ordinal").over("year") - 1) / pl.len().over("year")
    place = (share * len(QUARTILES)).floor().cast(pl.Int32)
    codes = dict(enumerate(QUARTILES))
    return table.select(
        "ccode", "year", stratum=place.replace_strict(codes, return_dtype=pl.String)
    )


def _table(source: str, edition: str) -> pl.DataFrame:
    store = Store()
    try:
        return store.table(source, edition)
    except UnknownName as error:
        raise UnknownName(
            "source in the store",
            f"{source} {edition}",
            (),
            allowed="what `rightful sources` shows as held",
            next_step=f"rightful pull {source}, or --by region, which needs no file",
        ) from error


def _resistant(practice: Posterior, held: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the spells in which a state probably resists, the longest first."""
    levels = held.filter(pl.col("right") == "all")
    found = resistant(practice, levels.select("ccode", "year", "commitment"))
    names = levels.select("ccode", "year", "state")
    likely = (
        found.join(names, on=["ccode", "year"], how="left")
        .filter(pl.col("p_resistant") >= LIKELY)
        .sort("ccode", "year")
        .with_columns(spell=pl.col("year") - pl.int_range(pl.len()).over("ccode"))
    )
    spells = likely.group_by("ccode", "spell").agg(
        pl.col("state").last(),
        pl.col("year").min().alias("first_year"),
        pl.col("year").max().alias("last_year"),
        pl.col("p_resistant").max().round(2).alias("p"),
    )
    length = pl.col("last_year") - pl.col("first_year")
    return (
        spells.sort(length, pl.col("state"), descending=[True, False])
        .select("state", "first_year", "last_year", "p")
        .to_dicts()
    )
