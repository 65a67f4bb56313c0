"""Which articles took their words from which: makes the tables of links and prints the shares.

Run: python benchmarks/diffusion.py TREATIES.csv.gz CONSTITUTIONS.csv.gz [--write]
With --write the tables text_links.csv, text_shares.csv and text_edges.csv of the record are made
anew. They hold ids and numbers only. Printed: the limits, the share of each text with an ancestor
in the Universal Declaration, and how often articles on institutions, which have none, are flagged.
"""

import argparse
from pathlib import Path

import polars as pl

from rightful.measures.diffusion import Traced, descent, edges, shares, trace
from rightful.record.legal_texts import (
    UDHR,
    constitution_articles,
    rights_of_articles,
    treaty_articles,
)

TABLES = Path(__file__).resolve().parents[1] / "src" / "rightful" / "record" / "tables"
# Words of articles on bodies, deposits and signatures: what no declaration of rights holds.
INSTITUTIONAL = (
    "(?i)instruments? of ratification|depositary|denounce|authentic|Committee shall|session"
)


def read(treaties: Path, constitutions: Path) -> pl.DataFrame:
    both = pl.concat([treaty_articles(treaties), constitution_articles(constitutions)])
    # A preamble recites earlier instruments by name; that is citation, not descent.
    return both.filter(pl.col("article") != "preamble")


def ancestors(articles: pl.DataFrame) -> tuple[str, ...]:
    laws = articles.filter(pl.col("kind") != "constitution").select("instrument", "day").unique()
    return tuple(laws.sort("day", "instrument")["instrument"])


def shared(articles: pl.DataFrame, found: Traced) -> pl.DataFrame:
    told = articles.select(
        "instrument", "kind", "adopted", text_year=pl.col("day").dt.year()
    ).unique(maintain_order=True)
    limits = pl.DataFrame(
        [(one.ancestor, one.similarity, one.reuse) for one in found.limits],
        schema=["ancestor", "limit_similarity", "limit_reuse"],
        orient="row",
    )
    joined = told.join(shares(found.links), on="instrument").join(limits, on="ancestor")
    columns = ["instrument", "kind", "adopted", "text_year", "ancestor"]
    return joined.select(*columns, pl.exclude(columns)).sort("text_year", "instrument", "ancestor")


def write(table: pl.DataFrame, links: pl.DataFrame) -> None:
    kept = links.filter("similar").with_columns(pl.col("reused").cast(pl.Int64)).drop("similar")
    kept = kept.sort("instrument", "article", "passage", "ancestor")
    kept.write_csv(TABLES / "text_links.csv", float_precision=3)
    table.write_csv(TABLES / "text_shares.csv", float_precision=4)
    edges(links).write_csv(TABLES / "text_edges.csv", float_precision=4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treaties", type=Path)
    parser.add_argument("constitutions", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    articles = read(asked.treaties, asked.constitutions)
    found = trace(articles, rights_of_articles(), ancestors(articles))
    table = shared(articles, found)
    pl.Config.set_tbl_rows(200).set_tbl_cols(20).set_tbl_width_chars(160)
    print(*found.limits, sep="\n")
    print(table.filter(pl.col("ancestor") == UDHR))
    print(descent(found.links, UDHR))
    print(edges(found.links).filter(pl.col("weight") >= 0.1))
    stock = articles.filter(pl.col("text").str.contains(INSTITUTIONAL), kind="treaty")
    held = found.links.filter(pl.col("ancestor") == UDHR).join(
        stock, on=["instrument", "article"], how="semi"
    )
    print(f"institutional passages flagged: {held['similar'].sum()} of {held.height}")
    if asked.write:
        write(table, found.links)


if __name__ == "__main__":
    main()
