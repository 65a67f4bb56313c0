"""Rights and families: what each right is, who owes it, and what theories say of it.

The tables are our own (``tables/rights.csv``, ``tables/families.csv``): one row a right with its
reason, one row a family with the years that fix its scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from rightful.core.names import FAMILIES, RIGHTS, resolve
from rightful.core.table import Table
from rightful.core.variable import Variable
from rightful.record.instruments import articles, read_table

_RIGHTS: Final = (
    Variable("right", "Right", "key"),
    Variable("family", "Family it belongs to", "text"),
    Variable("title", "What it is called", "text"),
    Variable("freedom", "fear or want", "text", note="Which half of human security it serves."),
    Variable(
        "duty",
        "What an article must do to be a promise of it",
        "text",
        note="forbids, or forbids;guarantees",
    ),
    Variable("scope", "Whom such an article protects: everyone, or women", "text"),
    Variable(
        "power_sensitivity",
        "How far respect would cost the government its hold on power",
        "text",
        note="high, medium or low; a coded judgement with its reason.",
    ),
    Variable(
        "centralization",
        "Whether the centre alone can carry it out",
        "text",
        note="centralized, mixed or decentralized; a coded judgement with its reason.",
    ),
    Variable("reason", "Why it is coded so", "text"),
)


@dataclass(frozen=True, slots=True)
class Family:
    """A family of rights.

    Attributes
    ----------
    name, title
        Identifier and what it is called.
    standards
        The standards it is estimated under: a changing one only where an item that keeps its
        standard can show the reading of the others move.
    discriminations
        ``free``, or ``equal`` where the family has too few items to tell them apart.
    reference_years
        First and last year of the state-years that have mean 0 and SD 1.
    first_year
        The first year that is estimated.
    note
        What a reader must know of its years.
    """

    name: str
    title: str
    standards: tuple[str, ...]
    discriminations: str
    reference_years: tuple[int, int]
    first_year: int
    note: str


@cache
def rights() -> Table:
    """Return the rights, one row each, in the order of their families."""
    frame = read_table("rights").select(variable.name for variable in _RIGHTS)
    return Table(frame, ("right",), _RIGHTS, "rights")


@cache
def families() -> dict[str, Family]:
    """Return name -> family, for the families that have a latent series, in their order."""
    rows = {row["family"]: row for row in read_table("families").iter_rows(named=True)}
    return {
        name: Family(
            name,
            rows[name]["title"],
            tuple(rows[name]["standards"].split(";")),
            rows[name]["discriminations"],
            (int(rows[name]["reference_first"]), int(rows[name]["reference_last"])),
            int(rows[name]["first_year"]),
            rows[name]["note"],
        )
        for name in FAMILIES
        if name in rows
    }


def family_of(name: str) -> Family:
    """Return a family that has a latent series.

    Raises
    ------
    UnknownName
        With suggestions, when there is none of that name.
    """
    return families()[resolve(name, families(), "family with a latent series")]


@cache
def duties(right: str) -> pl.DataFrame:
    """Return the articles that promise a right: columns instrument, article, right.

    Of physical integrity only articles that forbid the violation count, since they leave no means
    to the state's choice; of other rights those that guarantee it count too.

    Raises
    ------
    UnknownName
        When the right is not known.
    """
    row = rights().frame.row(
        by_predicate=pl.col("right") == resolve(right, RIGHTS, "right"), named=True
    )
    return (
        articles()
        .frame.filter(
            pl.col("right") == row["right"],
            pl.col("scope") == row["scope"],
            pl.col("obligation").is_in(row["duty"].split(";")),
        )
        .select("instrument", "article", "right")
        .unique()
        .sort("instrument", "article")
    )


@cache
def every_duty() -> pl.DataFrame:
    """Return the articles that promise any right: columns instrument, article, right."""
    return pl.concat([duties(right) for right in rights().frame["right"]])
