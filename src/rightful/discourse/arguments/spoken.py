"""What a government has said on a right, as premises: defences used, avowals, votes, promises.

Read from a frame of coded statements (``core.coding.CODED``). Only what names the right counts;
general talk stands under ``unspecified`` and is counted beside. An avowal is False only where the
state's statements on the right are at hand and none makes it, and then only among those.

What is held against a state as its own word is read more strictly than what it defends itself by:
the coder must be sure of the act, the act itself must name the right, and the statement must not
also deny on that right, unless the coder is clearly surer of the avowal than of the denial.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from rightful.core.coding import CODED
from rightful.core.errors import DataError
from rightful.discourse.arguments.build import Premise
from rightful.discourse.arguments.schemes import GROUNDS

GENERAL: Final = "unspecified"
# Acts that a defence or an avowal is made by; a kind narrows the act.
UTTERED: Final[dict[str, tuple[tuple[str, str | None], ...]]] = {
    "uttered:deny_norm": (("deny_norm", None),),
    "uttered:deny_fact": (("deny_fact", None),),
    "uttered:claim_sovereignty": (("claim_sovereignty", "shield"),),
    "uttered:counter_accuse": (("counter_accuse", None),),
    "uttered:in_progress": (("concede", None), ("promise", None), ("report_measure", None)),
}
AVOWED: Final[dict[str, tuple[tuple[str, str | None], ...]]] = {
    "avowal:recognize": (("recognize", None), ("invoke", None)),
    "avowal:promise": (("promise", None),),
    "avowal:admission": (("concede", "admission"),),
}
URGES: Final = ("shame", "recommend")
# An act that denies on a right, and so speaks against an avowal in the same statement; with kind.
DENIES: Final = (("deny_norm", None), ("deny_fact", None), ("claim_sovereignty", "shield"))
# How much surer of the avowal than of the denial the coder must be for the avowal to count.
CLEARLY: Final = 0.2
# A vote coded by one of these is a vote for the norm.
FOR: Final = ("recognize", "invoke", "promote", "shame", "recommend", "praise")
ACCEPTED: Final = ("accepted", "pledged")
REVIEWS: Final = ("upr_recommendation", "upr_pledge")
EMERGENCY: Final = "ICCPR:4"
# Statements named as sources of one premise; the rest are counted.
MOST_SOURCES: Final = 12


@dataclass(frozen=True)
class Spoken:
    """Premises that a state's own words make, with the statements behind each key.

    ``statements`` are in time, by key of the premise. ``general`` counts its statements in general,
    which are not held against it on this right.
    """

    premises: tuple[Premise, ...]
    statements: dict[str, tuple[str, ...]]
    acts: dict[str, tuple[str, ...]]
    on_right: int
    general: int
    first_promise: int | None


def check_coded(coded: pl.DataFrame) -> None:
    """Refuse a frame that is not one of coded statements.

    Raises
    ------
    DataError
        Naming the columns that are missing or of another type.
    """
    wrong = [name for name, kind in CODED.items() if coded.schema.get(name) != kind]
    if wrong:
        raise DataError(
            f"not a frame of coded statements: {', '.join(wrong)}",
            where="coded",
            allowed=", ".join(CODED),
            next_step="pass what rightful.study.coded.coded_statements returns",
        )


def on_right(coded: pl.DataFrame, right: str, last_year: int) -> pl.DataFrame:
    """Return the rows on a right up to a year, in time, without those that do nothing."""
    return coded.filter(
        pl.col("rights").list.contains(right).fill_null(False),
        pl.col("year") <= last_year,
        pl.col("act") != "none",
    ).sort("year", "date", "statement", "act", nulls_last=True)


def spoken(coded: pl.DataFrame, ccode: int, right: str, last_year: int) -> Spoken:
    """Return what the words of a state up to a year make of the premises on a right.

    Raises
    ------
    DataError
        When ``coded`` is not a frame of coded statements.
    """
    check_coded(coded)
    rows = on_right(coded, right, last_year)
    own = rows.filter(pl.col("ccode") == ccode)
    said = own.filter(pl.col("voice").ne_missing("vote"))
    looked = own["statement"].n_unique()
    found = {key: _of_acts(said, acts) for key, acts in UTTERED.items()}
    meant = _own_word(said, coded)
    found |= {key: _of_acts(meant, acts) for key, acts in AVOWED.items()}
    told = {key: _uttered(key, *found[key]) for key in UTTERED}
    told |= {key: _avowed(key, *found[key], looked) for key in AVOWED}
    told |= _grounds(said)
    others = said.filter(pl.col("act").is_in(URGES), _about_other(ccode))
    told["same_standard_urged_on_others"] = _avowed(
        "same_standard_urged_on_others", others, others.clear(), looked
    )
    told["voted_for"] = _votes(own)
    told["review_accepted"] = _reviews(rows, own, ccode)
    sure = {key: held for key, (held, _) in found.items()}
    sure |= {
        "same_standard_urged_on_others": others,
        "voted_for": _voted_for(own),
        "review_accepted": _accepted(rows, own, ccode),
    }
    sure |= {
        f"uttered:justify:{ground}": said.filter(pl.col("act") == "justify") for ground in GROUNDS
    }
    promises = pl.concat([found["avowal:promise"][0], _accepted(rows, own, ccode)])
    general = coded.filter(
        pl.col("ccode") == ccode,
        pl.col("year") <= last_year,
        pl.col("rights").list.contains(GENERAL).fill_null(False),
    )
    first = promises["year"].min()
    return Spoken(
        tuple(told.values()),
        {key: _ids(held) for key, held in sure.items()},
        {key: tuple(held["act"].unique().sort()) for key, held in sure.items()},
        looked,
        general["statement"].n_unique() if right != GENERAL else 0,
        first if isinstance(first, int) else None,
    )


def without_doubtful(rows: pl.DataFrame, coded: pl.DataFrame, ccode: int) -> pl.DataFrame:
    """Return rows on a right without a state's acceptances that are not held against it."""
    accepts = pl.col("act").is_in(sorted({act for acts in AVOWED.values() for act, _ in acts}))
    mine = (pl.col("ccode") == ccode) & pl.col("voice").ne_missing("vote")
    own = rows.filter(mine)
    held = _own_word(own, coded).select("statement", "act")
    doubtful = own.filter(accepts).join(held, on=["statement", "act"], how="anti")
    keys = doubtful.select("statement", "act")
    return rows.join(keys, on=["statement", "act"], how="anti", maintain_order="left")


def _own_word(said: pl.DataFrame, coded: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that may be held against the state as its own word on the right."""
    denial = pl.any_horizontal(
        (pl.col("act") == act) & (pl.col("kind").eq_missing(kind) if kind else pl.lit(True))
        for act, kind in DENIES
    )
    beside = said.filter(denial).group_by("statement").agg(denied=pl.col("probability").max())
    sure = pl.col("sure").fill_null(True) if "sure" in said.columns else pl.lit(True)
    joined = said.join(beside, on="statement", how="left", maintain_order="left")
    clear = pl.col("denied").is_null() | (
        pl.col("probability").fill_null(0.0) >= pl.col("denied") + CLEARLY
    )
    named = joined.filter(sure, clear).with_columns(_list=_rights_list())
    kept = named.join(_whole_passages(coded), on=["statement", "_list"], how="anti")
    return kept.select(said.columns).sort("year", "date", "statement", "act", nulls_last=True)


def _rights_list() -> pl.Expr:
    return pl.col("rights").list.sort().list.join(",")


def _whole_passages(coded: pl.DataFrame) -> pl.DataFrame:
    """Return statement and list of rights where the list is the passage's, not an act's.

    An act that no rule found in a sentence carries every right that its passage names; an act with
    the same list of several rights carries it for the same reason, as far as can be told.
    """
    rows = coded.filter(
        pl.col("rule").is_null(),
        pl.col("voice").ne_missing("vote"),
        pl.col("rights").list.len() > 1,
    )
    return rows.select("statement", _list=_rights_list())


def _of_acts(
    said: pl.DataFrame, acts: tuple[tuple[str, str | None], ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows that are of the acts and kinds, and those whose kind is not known."""
    sure = pl.lit(False)
    unsure = pl.lit(False)
    for act, kind in acts:
        mine = pl.col("act") == act
        sure |= mine & (pl.col("kind").eq_missing(kind) if kind else pl.lit(True))
        unsure |= mine & (pl.col("kind").is_null() if kind else pl.lit(False))
    return said.filter(sure), said.filter(unsure)


def _uttered(key: str, sure: pl.DataFrame, unsure: pl.DataFrame) -> Premise:
    """A defence is on the table because it was used; what was not said is not."""
    if sure.height or unsure.height:
        return _found(key, sure, unsure)
    return Premise(key, False, 1.0, ("not said in the statements at hand",))


def _avowed(key: str, sure: pl.DataFrame, unsure: pl.DataFrame, looked: int) -> Premise:
    if sure.height or unsure.height:
        return _found(key, sure, unsure)
    if looked:
        return Premise(key, False, None, (f"none of its {looked} statements on the right at hand",))
    return Premise(key, None, None, ("no statement on the right at hand",))


def _found(key: str, sure: pl.DataFrame, unsure: pl.DataFrame) -> Premise:
    rows = sure if sure.height else unsure
    strongest = rows["probability"].max()
    return Premise(
        key,
        True if sure.height else None,
        strongest if isinstance(strongest, float) else None,
        _sources(rows),
        _day(rows),
    )


def _sources(rows: pl.DataFrame) -> tuple[str, ...]:
    """Return the statements, latest first, the rest as a count."""
    ids = _ids(rows)[::-1]
    more = (f"and {len(ids) - MOST_SOURCES} more",) if len(ids) > MOST_SOURCES else ()
    return (*ids[:MOST_SOURCES], *more)


def _ids(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(rows["statement"].unique(maintain_order=True))


def _day(rows: pl.DataFrame) -> str | None:
    """Return the day of the latest row, or its year."""
    last = rows.row(-1, named=True)
    return str(last["date"] or last["year"])


def _grounds(said: pl.DataFrame) -> dict[str, Premise]:
    """Return a premise per ground: known where a justification names it, else open.

    A ground is named by a column ``ground`` where the frame carries one, by a coder's rule that
    begins with ``justify`` and names it, or by the article on emergency.
    """
    rows = said.filter(pl.col("act") == "justify")
    named = rows.with_columns(
        pl.Series(
            "_grounds",
            [_named_grounds(row) for row in rows.iter_rows(named=True)],
            pl.List(pl.String),
        )
    )
    nameless = named.filter(pl.col("_grounds").list.len() == 0)
    told = {}
    for ground in GROUNDS:
        key = f"uttered:justify:{ground}"
        told[key] = _uttered(key, named.filter(pl.col("_grounds").list.contains(ground)), nameless)
    return told


def _named_grounds(row: dict[str, object]) -> list[str]:
    rule = str(row["rule"] or "").lower()
    text = f"{row.get('ground') or ''} {rule if rule.startswith('justify') else ''}".lower()
    words = set("".join(c if c.isalpha() else " " for c in text).split())
    articles = row["articles"]
    if isinstance(articles, list) and EMERGENCY in articles:
        words.add("emergency")
    return [ground for ground in GROUNDS if ground in words]


def _about_other(ccode: int) -> pl.Expr:
    other = pl.coalesce("target", "addressee")
    return other.is_not_null() & (other != ccode)


def _votes(own: pl.DataFrame) -> Premise:
    votes = own.filter(pl.col("voice").eq_missing("vote"))
    if not votes.height:
        return Premise("voted_for", None, None, ("no recorded vote on the right at hand",))
    return _avowed("voted_for", _voted_for(own), votes.clear(), votes.height)


def _voted_for(own: pl.DataFrame) -> pl.DataFrame:
    return own.filter(pl.col("voice").eq_missing("vote"), pl.col("act").is_in(FOR))


def _put(rows: pl.DataFrame, own: pl.DataFrame, ccode: int) -> pl.DataFrame:
    """Return recommendations put to the state, and its own pledges."""
    mine = rows.filter(pl.col("forum") == "upr_recommendation", pl.col("addressee") == ccode)
    return pl.concat([mine, own.filter(pl.col("forum") == "upr_pledge")]).sort("year", "date")


def _accepted(rows: pl.DataFrame, own: pl.DataFrame, ccode: int) -> pl.DataFrame:
    put = _put(rows, own, ccode)
    pledged = pl.col("forum") == "upr_pledge"
    return put.filter(pl.col("response").is_in(ACCEPTED).fill_null(False) | pledged)


def _reviews(rows: pl.DataFrame, own: pl.DataFrame, ccode: int) -> Premise:
    put, taken = _put(rows, own, ccode), _accepted(rows, own, ccode)
    if taken.height:
        return Premise("review_accepted", True, 1.0, _sources(taken), _day(taken))
    if put.height:
        looked = put["statement"].n_unique()
        return Premise(
            "review_accepted", False, 1.0, (f"none of {looked} recommendations at hand",)
        )
    return Premise("review_accepted", None, None, ("no recommendation on the right at hand",))
