"""What was said when a state was reviewed, and the steps of law it took."""

from __future__ import annotations

from typing import ClassVar, Final

import polars as pl

from rightful.measures.strands._coded_talk import AVOWALS, any_of, own_answers
from rightful.record.commitments import acts
from rightful.record.instruments import instruments
from rightful.record.reviews import reviews
from rightful.record.rights import rights
from rightful.study.claims_columns._contract import KEY, At, Columns
from rightful.study.coded import unpacked

# A state that answers gives reasons where it defends itself or owns up (item A1 of the spiral).
ANSWERS_WITH_REASONS: Final = ("justify", "concede")
# Who speaks to a state gives a reason where a norm is the ground of what it asks.
ASKS_WITH_REASONS: Final = ("invoke",)
STEPS: Final = ("ratification", "accession", "procedure_accepted")
CORE: Final = ("ICERD", "ICCPR", "ICESCR", "CEDAW", "CAT", "CRC", "ICMW", "CPED", "CRPD")
DIALOGUE, ASKED = "upr_dialogue", "upr_recommendation"
# A review counts until the next one is due; years from ten before the first of all are kept.
LASTS: Final = 4
FROM: Final = 1998
ALL_REVIEWED: Final = 2011  # by then every state had its first review
REVIEW: Final = ["ccode", "cycle"]


class Dialogue(Columns):
    """Reasons given under review, steps of law; reviews by family of rights and by right."""

    sources: ClassVar = dict.fromkeys(
        (
            *("under_review", "reasons_met", "steps"),
            *("reviews_held", "review_families", "review_rights"),
        ),
        "",
    )

    def columns(self, at: At) -> pl.DataFrame:
        """Return what follows, null where not known and before ``FROM``.

        ``under_review``: 0/1, the state's first review has been held; null in states that were
        never reviewed and after the first reviews of all. ``reasons_met``: expected passages with
        reasons in its last review, its own and those put to it; 0 before the first, null from the
        fifth year after a review and where its report is not in hand. ``steps``, from the first
        year on: treaties joined and procedures accepted; null after the last year that the tables
        of all core treaties reach.
        """
        year = pl.col("year")
        first = reviews().group_by("ccode").agg(first=_reviewed().min())
        last = reviews_held(_said(at)).select("ccode", "reasons", at="year").sort("at")
        rows = (
            at.spine.select(KEY)
            .join(first, on="ccode", how="left")
            .sort("year")
            .join_asof(last, left_on="year", right_on="at", by="ccode", check_sortedness=False)
        )
        reasons = pl.when(year < pl.col("first")).then(0.0)
        held = rows.select(
            *KEY,
            under_review=pl.when(year.is_between(FROM, ALL_REVIEWED)).then(
                (year >= pl.col("first")).cast(pl.Float64)
            ),
            reasons_met=pl.when(year >= FROM).then(
                reasons.when(year - pl.col("at") <= LASTS).then(pl.col("reasons"))
            ),
        )
        taken = held.join(_steps(), on=KEY, how="left")
        return taken.with_columns(
            steps=pl.when(year <= _reach()).then(pl.col("steps").fill_null(0.0))
        )

    def tables(self, at: At) -> dict[str, pl.DataFrame]:
        """Return the reviews, and the reviews by family of rights and by right."""
        said = _said(at)
        return {
            "reviews_held": reviews_held(said),
            "review_families": review_families(said),
            "review_rights": review_rights(said),
        }


def reviews_held(said: pl.DataFrame) -> pl.DataFrame:
    """Return one row a review whose report is in hand.

    Columns: ccode, cycle, year; ``own``, ``put`` (passages of the state, and put to it);
    ``engaged`` (share of its own that justify or concede); ``reasons`` (expected passages with
    reasons on either side).
    """
    own = (
        _own(said)
        .group_by(REVIEW)
        .agg(
            pl.col("year").min(),
            own=pl.len(),
            engaged=any_of(ANSWERS_WITH_REASONS).mean(),
            own_reasons=any_of(ANSWERS_WITH_REASONS).sum(),
        )
    )
    put = _put(said).group_by(REVIEW).agg(put=pl.len(), put_reasons=any_of(ASKS_WITH_REASONS).sum())
    return (
        own.join(put, on=REVIEW)
        .with_columns(reasons=pl.col("own_reasons") + pl.col("put_reasons"))
        .select(*KEY, "cycle", "own", "put", "engaged", "reasons")
        .sort(KEY)
    )


def review_families(said: pl.DataFrame) -> pl.DataFrame:
    """Return one row a review and family of rights on which something was put to the state.

    Columns: ccode, cycle, year, family; ``put`` (passages), ``reasoned`` (share that invoke a norm
    as the ground). A passage on several families counts in each.
    """
    of = dict(rights().frame.select("right", "family").iter_rows())
    named = _by_right(_put(said), "right").with_columns(
        family=pl.col("right").replace_strict(of, default=None)
    )
    return (
        named.drop_nulls("family")
        .unique(["statement", "family"])
        .group_by(*REVIEW, "family")
        .agg(pl.col("year").min(), put=pl.len(), reasoned=any_of(ASKS_WITH_REASONS).mean())
        .select(*KEY, "cycle", "family", "put", "reasoned")
        .sort(*KEY, "family")
    )


def review_rights(said: pl.DataFrame) -> pl.DataFrame:
    """Return one row a review and right on which a recommendation was made and answered.

    Columns: ccode, cycle, year, right; ``asked`` (recommendations), ``accepted`` (share);
    ``avowed`` (expected passages in which the state avowed a norm of that right in years before),
    ``spoken`` (its passages on the right in years before). First reviews in which nothing at all
    is accepted are left out: no answer was recorded.
    """
    asked = _by_right(_put(said).filter(pl.col("forum") == ASKED), "right").filter(
        pl.col("response").is_in(["accepted", "noted"])
    )
    yes = (pl.col("response") == "accepted").cast(pl.Float64)
    answered = (yes.sum().over(REVIEW) > 0) | (pl.col("cycle") > 1)
    rows = (
        asked.filter(answered)
        .group_by(*REVIEW, "right")
        .agg(pl.col("year").min(), asked=pl.len(), accepted=yes.mean())
    )
    # Recommendations to others are no words on oneself.
    before = (
        _by_right(said.filter(pl.col("forum") != ASKED), "right")
        .group_by("ccode", "right", said_in="year")
        .agg(avows=any_of(AVOWALS).sum(), speaks=pl.len())
    )
    past = (
        rows.join(before, on=["ccode", "right"])
        .filter(pl.col("said_in") < pl.col("year"))
        .group_by(*REVIEW, "right")
        .agg(avowed=pl.col("avows").sum(), spoken=pl.col("speaks").sum())
    )
    return (
        rows.join(past, on=[*REVIEW, "right"], how="left")
        .with_columns(pl.col("avowed", "spoken").fill_null(0.0))
        .select(*KEY, "cycle", "right", "asked", "accepted", "avowed", "spoken")
        .sort(*KEY, "right")
    )


def _said(at: At) -> pl.DataFrame:
    """Return every passage that the coder read; reports in other languages it did not."""
    held = unpacked(at.shelf.frame("probabilities")).drop_nulls(["year", "justify"])
    return held.with_columns(pl.col(KEY).cast(pl.Int32))


def _own(said: pl.DataFrame) -> pl.DataFrame:
    """Return what the reviewed state said in its review, with the review's cycle."""
    return _in_cycle(own_answers(said).drop("reviewed"))


def _put(said: pl.DataFrame) -> pl.DataFrame:
    """Return what others put to a state in its review; ``ccode`` is the state under review."""
    forum = pl.col("forum").is_in([DIALOGUE, ASKED])
    others = pl.col("addressee").is_not_null() & (pl.col("addressee") != pl.col("ccode"))
    return _in_cycle(said.filter(forum, others).with_columns(ccode=pl.col("addressee")))


def _in_cycle(said: pl.DataFrame) -> pl.DataFrame:
    """Keep what was said within a year of a review of ``ccode``; add that review's cycle."""
    held = reviews().select("ccode", "cycle", reviewed=_reviewed())
    near = (pl.col("year") - pl.col("reviewed")).is_between(0, 1)
    return said.join(held, on="ccode").filter(near)


def _reviewed() -> pl.Expr:
    return pl.col("month").str.slice(0, 4).cast(pl.Int32)


def _by_right(said: pl.DataFrame, name: str) -> pl.DataFrame:
    return said.explode("rights").drop_nulls("rights").rename({"rights": name})


def _reach() -> int:
    """Return the last year that the tables of all core treaties reach."""
    core = instruments().frame.filter(pl.col("instrument").is_in(CORE))
    return int(core["known_until"].dt.year().min())  # type: ignore[arg-type]


def _steps() -> pl.DataFrame:
    taken = acts().frame.filter(pl.col("act").is_in(list(STEPS))).drop_nulls(KEY)
    return taken.group_by(pl.col(KEY).cast(pl.Int32)).agg(steps=pl.len().cast(pl.Float64))
