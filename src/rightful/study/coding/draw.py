"""Drawing the gold sample: strata, quotas, balance, and the chance each passage had.

Half are passages in which a crude word list suspects an act, rare acts far above their share; half
are the rest. The word lists serve the drawing alone (``suspicions``).
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from rightful.record.regions import with_region
from rightful.study.coding.suspicions import SUSPICIONS

# What each group of the sample takes from each suspected act, the rest unsuspected. Sum: 800.
QUOTAS: Final[dict[str, dict[str, int]]] = {
    "general_debate": {
        "deny_norm": 26,
        "deny_fact": 6,
        "claim_sovereignty": 24,
        "counter_accuse": 24,
        "justify": 9,
        "concede": 6,
        "shame": 12,
        "invoke": 8,
        "recognize": 10,
        "promise": 8,
        "praise": 4,
        "recommend": 4,
        "promote": 8,
        "rest": 151,
    },
    "upr_under_review": {
        "deny_norm": 18,
        "deny_fact": 32,
        "claim_sovereignty": 14,
        "counter_accuse": 10,
        "evade": 45,
        "justify": 36,
        "concede": 12,
        "invoke": 3,
        "recognize": 3,
        "promise": 4,
        "rest": 83,
    },
    "upr_reviewing": {
        "deny_norm": 3,
        "claim_sovereignty": 8,
        "counter_accuse": 8,
        "shame": 10,
        "invoke": 3,
        "praise": 4,
        "recommend": 4,
        "rest": 60,
    },
    "security_council": {
        "claim_sovereignty": 3,
        "deny_fact": 6,
        "counter_accuse": 6,
        "shame": 6,
        "invoke": 4,
        "rest": 25,
    },
    "upr_pledge": {"promise": 8, "rest": 12},
    "upr_recommendation": {"shame": 4, "invoke": 5, "praise": 3, "rest": 28},
    "country_report": {"shame": 12, "rest": 18},
}
MOST_OF_A_DOCUMENT: Final = 2
SHORTEST: Final = 60  # characters of a passage that can be coded
REPLICATES: Final = 300
HELD_OUT: Final = 1 / 3
# Words with which a paragraph of others asks or criticises.
ASKING: Final = re.compile(
    r"\b(?:ask|enquir|inquir|question|concern|request|whether|what|how|recommend|urge|criticiz"
    r"|regret|noted that|reports? of)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Units of one draw: row in the population and stratum of each."""

    rows: tuple[int, ...]
    strata: tuple[str, ...]


def population(statements: pl.DataFrame) -> pl.DataFrame:
    """Return the statements that may be drawn, with group, act suspected, cell and context.

    Parameters
    ----------
    statements
        Columns as ``STATEMENTS``.

    Returns
    -------
    Columns statement, ccode, document, text, group, suspected, region, decade, before (rows of
    the statements of others that a paragraph follows).
    """
    known = (
        statements.filter(pl.col("ccode").is_not_null() & pl.col("text").is_not_null())
        .filter(pl.col("text").str.len_chars() >= SHORTEST)
        .join(_reviewed(statements), on="document", how="left")
        .with_columns(
            group=_group(),
            document=_document(),
            decade=pl.col("year") // 10 * 10,
            order=pl.col("paragraph").str.extract(r"(\d+)").cast(pl.Int64),
        )
        .filter(pl.col("group").is_not_null())
        .sort("forum", "document", "order", "statement")
    )
    known = with_region(known)
    before = pl.Series("before", _before(known), dtype=pl.List(pl.Int64))
    return known.with_columns(before).with_columns(suspected=_suspected()).drop("order")


def _reviewed(statements: pl.DataFrame) -> pl.DataFrame:
    """Return the state under review of each report: the one that most others speak to."""
    return (
        statements.filter(pl.col("forum") == "upr_dialogue", pl.col("addressee").is_not_null())
        .group_by("document", "addressee")
        .len()
        .sort("document", "len", "addressee", descending=[False, True, False])
        .unique("document", keep="first", maintain_order=True)
        .select("document", reviewed="addressee")
    )


def _group() -> pl.Expr:
    dialogue = pl.col("forum") == "upr_dialogue"
    return (
        pl.when(dialogue & (pl.col("ccode") == pl.col("reviewed")))
        .then(pl.lit("upr_under_review"))
        .when(dialogue)
        .then(pl.lit("upr_reviewing"))
        .when(pl.col("forum").is_in(list(QUOTAS)))
        .then(pl.col("forum"))
    )


def _document() -> pl.Expr:
    """Return what counts as one document: a speech, a report, one state's review in a session."""
    return (
        pl.when(pl.col("forum") == "security_council")
        .then(pl.col("statement").str.replace(r":[^:]*$", ""))
        .when(pl.col("forum") == "upr_recommendation")
        .then(pl.format("{}, {}", "document", "addressee"))
        .when(pl.col("forum") == "upr_pledge")
        .then(pl.format("{}, {}", "document", "ccode"))
        .otherwise(pl.col("document"))
    )


def _before(known: pl.DataFrame) -> list[list[int]]:
    """Return, for paragraphs of a state under review, the rows of others that they follow.

    These are the paragraphs between its own last turn and this turn, those that ask or criticise.
    """
    asked: list[list[int]] = []
    block: list[int] = []
    document, own = "", False
    for row, (doc, group, text) in enumerate(known.select("document", "group", "text").iter_rows()):
        if doc != document:
            document, block, own = doc, [], False
        if group == "upr_under_review":
            own = True
            asked.append(block)
        else:
            block = [] if own or group != "upr_reviewing" else block
            own = False
            if group == "upr_reviewing" and ASKING.search(text):
                block = [*block, row]
            asked.append([])
    return asked


def _suspected() -> pl.Expr:
    """Return the first act with a quota in the group that the words suggest, or ``rest``."""
    chain: pl.expr.whenthen.ChainedThen | pl.expr.whenthen.Then = pl.when(False).then(pl.lit(""))
    for act, words in SUSPICIONS.items():
        groups = [group for group, quotas in QUOTAS.items() if act in quotas]
        hit = pl.col("group").is_in(groups) & pl.col("text").str.contains(
            f"(?i)(?:{'|'.join(words)})"
        )
        # Nothing is evaded that nobody asked.
        hit &= pl.col("before").list.len() > 0 if act == "evade" else True
        chain = chain.when(hit).then(pl.lit(act))
    return chain.otherwise(pl.lit("rest"))


def draw(people: pl.DataFrame, seed: int) -> Drawn:
    """Return one draw of the quotas: spread over regions and decades, two a document at most.

    A quota that the corpora cannot fill goes to the rest of its group.
    """
    chance = random.Random(seed)
    columns = people.select("group", "suspected", "region", "decade", "document").rows()
    return _draw(_cells(columns), [row[4] for row in columns], chance)


_Cells = dict[str, dict[str, dict[tuple[str, int], list[int]]]]


def _cells(columns: Sequence[tuple[str, str, str, int, str]]) -> _Cells:
    cells: _Cells = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row, (group, act, region, decade, _) in enumerate(columns):
        cells[group][act][region or "none", decade].append(row)
    return cells


def _draw(cells: _Cells, documents: Sequence[str], chance: random.Random) -> Drawn:
    rows: list[int] = []
    strata: list[str] = []
    for group, quotas in QUOTAS.items():
        regions: Counter[str] = Counter()
        decades: Counter[int] = Counter()
        per_document: Counter[str] = Counter()
        missing = 0
        for act, quota in quotas.items():
            left = {cell: list(members) for cell, members in cells[group][act].items()}
            wanted = quota + (missing if act == "rest" else 0)
            found = 0
            while found < wanted and left:
                cell = min(left, key=lambda c: (regions[c[0]] + decades[c[1]], chance.random()))
                row = _one(left[cell], documents, per_document, chance)
                if row is None:
                    del left[cell]
                    continue
                found += 1
                regions[cell[0]] += 1
                decades[cell[1]] += 1
                per_document[documents[row]] += 1
                rows.append(row)
                strata.append(f"{group}:{act}")
            missing += max(quota - found, 0) if act != "rest" else 0
    return Drawn(tuple(rows), tuple(strata))


def _one(
    members: list[int], documents: Sequence[str], taken: Counter[str], chance: random.Random
) -> int | None:
    """Return a random member of a cell whose document is not exhausted, and take it out."""
    while members:
        place = chance.randrange(len(members))
        members[place], members[-1] = members[-1], members[place]
        row = members.pop()
        if taken[documents[row]] < MOST_OF_A_DOCUMENT:
            return row
    return None


def weights(
    people: pl.DataFrame, drawn: Drawn, seed: int, replicates: int = REPLICATES
) -> list[float]:
    """Return one over the chance of inclusion of each unit drawn.

    The draw has no closed form (balance and the limit per document), so the chance of a cell
    (stratum, region, decade) is the mean share taken over repeated draws, this one among them.
    """
    columns = people.select("group", "suspected", "region", "decade", "document").rows()
    cells, documents = _cells(columns), [row[4] for row in columns]
    keys = [(f"{g}:{a}", r or "none", d) for g, a, r, d, _ in columns]
    size = Counter(keys)
    taken = Counter(keys[row] for row in drawn.rows)
    for replicate in range(replicates):
        chance = random.Random(seed * 1_000_003 + replicate + 1)
        taken.update(keys[row] for row in _draw(cells, documents, chance).rows)
    return [size[keys[row]] * (replicates + 1) / taken[keys[row]] for row in drawn.rows]


def split_by_document(
    documents: Sequence[str], strata: Sequence[str], seed: int, share: float = HELD_OUT
) -> list[str]:
    """Return ``held`` or ``train`` per unit: whole documents, each stratum near the share."""
    chance = random.Random(seed)
    members: dict[str, list[int]] = defaultdict(list)
    for row, document in enumerate(documents):
        members[document].append(row)
    size, held = Counter(strata), Counter[str]()
    seen: Counter[str] = Counter()
    chosen: set[str] = set()
    total = 0
    order = sorted(members)
    chance.shuffle(order)
    order.sort(key=lambda document: -len(members[document]))
    for document in order:
        mine = Counter(strata[row] for row in members[document])
        seen.update(mine)
        short = sum(share * min(seen[s], size[s]) - held[s] for s in mine)
        overall = share * sum(seen.values()) - total
        if short + 0.5 * overall / max(len(members), 1) + chance.uniform(-1e-6, 1e-6) >= 0.5:
            chosen.add(document)
            held.update(mine)
            total += len(members[document])
    return ["held" if document in chosen else "train" for document in documents]
