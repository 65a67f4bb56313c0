"""Check articles and rules of entry into force against the treaty texts in hand.

The texts are read and never kept. ``python -m register.texts --from FILE`` prints every row of
``articles.csv`` and every rule of ``instruments.csv`` that claims to have been read and is not
confirmed by the text.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Final

import polars as pl

from rightful.record.instruments import articles, instruments

# The file's short names where they differ from ours.
NAMES: Final = {
    "CEDAW-OP": "OP-CEDAW",
    "CRC-OP-AC": "OP-CRC-AC",
    "CRC-OP-SC": "OP-CRC-SC",
    "CED": "CPED",
    "CRPD-OP": "OP-CRPD",
}
# What an article on a right must say, in some form.
WORDS: Final = {
    "torture": r"tortur|cruel|bodily|life or freedom would be threatened|dignity|regular visits",
    "killing": r"right to life|life shall be|executed|capital|murder|genocide|wilful|bodily harm",
    "disappearance": r"disappear|acts defined in article 2|right to life|tortur|liberty"
    r"|person before the law|secret detention",
    "imprisonment": r"arbitrar|liberty|imprison|expression|religion|assembly|association"
    r"|secret detention",
    "speech": r"express",
    "assembly_association": r"assembly|associat",
    "movement": r"movement|residence|move",
    "religion": r"religio",
    "self_determination": r"self-determination|vote|elect|public affairs|political",
    "women_political": r"vote|represent|equal right",
    "women_economic": r"employment|equal right|remuneration|economic",
    "women_social": r"women|marriage|men and",
    "workers": r"work|labour|union|associat|slave",
    "fair_trial": r"judicial|penal|tribunal|court|evidence|justice|trial",
    "independent_judiciary": r"tribunal|court",
    "food": r"food|nutri",
    "health": r"health",
    "education": r"educat",
    "housing": r"housing",
    "work": r"work|employment",
    "social_security": r"social security|social insurance|social protection",
    "culture": r"cultur",
    "unspecified": r"committee|prohibit|offence|sale of children|child",
}
# What the article of a rule must say.
WAITS: Final = {
    "day30": r"thirtieth day",
    "day90": r"ninetieth day",
    "month1": r"one month after",
    "month3": r"three months after",
    "first_after_day60": r"first day of the month after the 60th day",
    "deposit": r"at the date of the deposit",
    "declaration": r"declar|recogni[sz]e|at any time|competence",
}


def texts(path: Path) -> dict[tuple[str, str], str]:
    """Return (instrument, article) -> title and text, lower-case, of the file of treaty texts."""
    table = pl.read_csv(path, infer_schema=False).fill_null("")
    return {
        (NAMES.get(row["treaty"], row["treaty"]), row["article"]): (
            f"{row['title']} {row['text']}".lower()
        )
        for row in table.iter_rows(named=True)
    }


def unconfirmed_articles(found: dict[tuple[str, str], str]) -> list[tuple[str, str, str]]:
    """Return (instrument, article, right) of checked rows whose text does not bear them out."""
    parents = _parents()
    rows = articles().frame.filter(pl.col("checked") == "text")
    return [
        (row["instrument"], row["article"], row["right"])
        for row in rows.iter_rows(named=True)
        if not re.search(
            WORDS[row["right"]],
            found.get((parents.get(row["instrument"], row["instrument"]), row["article"]), ""),
        )
    ]


def unconfirmed_rules(found: dict[tuple[str, str], str]) -> list[str]:
    """Return instruments whose rule claims to be read in a text that does not say it."""
    parents = _parents()
    rows = instruments().frame.filter(pl.col("rule_authority") == "text")
    return [
        row["instrument"]
        for row in rows.iter_rows(named=True)
        if not re.search(
            WAITS[row["in_force_rule"]],
            found.get((parents.get(row["instrument"], row["instrument"]), row["rule_article"]), ""),
        )
    ]


def _parents() -> dict[str, str]:
    procedures = instruments().frame.filter(pl.col("kind") == "procedure")
    return dict(procedures.select("instrument", "parent").rows())


def main() -> None:
    """Print what the texts do not confirm."""
    parser = argparse.ArgumentParser(prog="register.texts", description=__doc__)
    parser.add_argument("--from", dest="path", type=Path, required=True, metavar="FILE")
    found = texts(parser.parse_args().path)
    for row in unconfirmed_articles(found):
        print("article", *row)
    for name in unconfirmed_rules(found):
        print("rule", name)


if __name__ == "__main__":
    main()
