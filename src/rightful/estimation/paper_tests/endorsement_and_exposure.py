"""Claim 43: having endorsed a norm before others makes concessions likelier, when watched."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.grid import OBSERVED, Grid, grid
from rightful.estimation.paper_tests._around import mean_of
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import practice_world, wandering
from rightful.estimation.paper_tests._panel import times
from rightful.estimation.paper_tests._stacked import Stack, stacked

SAID: Final = (-4, 0)  # with the lag of a year: the five years before
CYCLES: Final = 10
REVIEWS: Final = (
    "Reviews of 2008-2014, rights named by our coder. Endorsed: expected passages of all years "
    "before in which the state recognized, invoked or promised on that right in forums at hand. "
    "With effects of states, the rights of one review are compared, so that what the state is "
    "like is held; rights differ by review as well. How much it had said on the right is held. "
    "Accepting costs little, is answered as a package by some, and says nothing of deeds. First "
    "reviews in which nothing was accepted are left out, as no answer seems recorded. "
)


class EndorsementAndExposure(PaperTest):
    """Earlier endorsements, by exposure, on what is accepted under review and on steps of law."""

    name = "endorsement_and_exposure"
    title = "Endorsement and exposure"
    needs = ("review_rights", "talk_norm", "blamed", "steps", "openness", "core_share")
    asks: ClassVar = (
        Ask(
            "endorsed_conceded_by_exposure",
            (43,),
            "is more accepted on rights that the state had endorsed, the more others ask of it "
            "on them?",
            1,
            "what an e-fold of earlier endorsements does more for an e-fold of recommendations",
            "share of recommendations accepted",
            None,
            f"{REVIEWS}Exposure: how many recommendations are made on the right.",
        ),
        Ask(
            "endorsed_conceded",
            (43,),
            "is more accepted on rights that the state had endorsed?",
            1,
            "an e-fold of earlier endorsements of the right",
            "share of recommendations accepted",
            None,
            REVIEWS,
        ),
        Ask(
            "endorsed_conceded_by_law",
            (43,),
            "does a state take steps of law sooner after it endorsed norms, the more it is blamed?",
            1,
            "what a SD more talk of norms does more for a SD of blame",
            "chance of a step in a year",
            None,
            "Concession: joining a treaty or accepting a procedure. Endorsement: talk of norms in "
            "the General Debate, five years before, by our coder's chances. Exposure: states that "
            "blame it (log), none on record counting as none; most of 2008-2014 is said in "
            "reviews, to which all come in turn. Openness and bonds so far are held. "
            "Admissions in speeches would be nearer, but of their spread our coder sees a "
            "fiftieth.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return the grid over rights within reviews, or over state-years."""
        if ask.key == "endorsed_conceded_by_law":
            return _by_law(material.frame)
        rows = by_right(material.tables["review_rights"])
        treatment = "avowed" if ask.key == "endorsed_conceded" else "avowed_asked"
        held: tuple[str, ...] = ("spoken", "asked")
        if treatment != "avowed":
            held = ("avowed", *held, "spoken_asked")
        asked = Stack("accepted", treatment, held, "review", "right_year", "code", "accepted")
        return stacked(rows, asked)

    def example(self, effect: float, seed: int) -> Material:
        """Return acceptance and steps that endorsements move by ``effect``, more if watched."""
        rng = np.random.default_rng(seed + 3)
        made = practice_world(
            seed,
            lambda frame, rng: {
                "openness": wandering(frame, rng),
                "core_share": pl.Series(rng.random(frame.height)),
                "talk_norm": wandering(frame, rng),
                "blamed": wandering(frame, rng).abs(),
            },
        )
        talk = mean_of(made.frame, "talk_norm", *SAID, "talk").with_columns(
            log_blamed=pl.col("blamed").log1p()
        )
        both = times(times(talk, "same", "blamed", "talk"), "both", "z_talk", "log_blamed")
        chance = 0.4 + effect * both.select(pl.col("both").shift(1).over("ccode")).to_series()
        steps = rng.random(made.frame.height) < chance.fill_null(0.4).to_numpy()
        frame = made.frame.with_columns(steps=pl.Series(steps.astype(float)))
        return Material(frame, {}, tables={"review_rights": _made_rights(effect, rng)})


def by_right(told: pl.DataFrame) -> pl.DataFrame:
    """Return rows of rights within reviews: logs of counts, products, and codes of both."""
    names = told["right"].unique().sort()
    logged = told.with_columns(
        pl.col("avowed", "spoken").cast(pl.Float64).log1p(), pl.col("asked").cast(pl.Float64).log()
    )
    code = pl.col("right").replace_strict(names, range(names.len()), return_dtype=pl.Int64)
    return logged.with_columns(
        avowed_asked=pl.col("avowed") * pl.col("asked"),
        spoken_asked=pl.col("spoken") * pl.col("asked"),
        review=pl.col("ccode").cast(pl.Int64) * CYCLES + pl.col("cycle"),
        code=code,
        right_year=code * 10_000 + pl.col("year").cast(pl.Int64),
    )


def _by_law(frame: pl.DataFrame) -> Grid:
    """Return the grid over state-years: any step of law in the year."""
    said = pl.col("talk")
    rows = mean_of(frame, "talk_norm", *SAID, "talk").with_columns(
        log_blamed=pl.col("blamed").log1p(),
        step=(pl.col("steps") > 0).cast(pl.Float64),
        z_talk=(said - said.mean()) / said.std(),
    )
    rows = times(rows, "talk_blamed", "z_talk", "log_blamed")
    design = Design(
        "step",
        "talk_blamed",
        ("z_talk", "z_log_blamed", "openness", "core_share"),
        where="year >= 1967",
        singletons="leave_out",
    )
    return grid(rows, design, {OBSERVED: None}, "steps of law")


def _made_rights(effect: float, rng: np.random.Generator) -> pl.DataFrame:
    """Return ten rights in one review each of sixty states."""
    rows = pl.DataFrame({"ccode": range(1, 61)}, schema={"ccode": pl.Int32}).join(
        pl.DataFrame({"right": list("abcdefghij")}), how="cross"
    )
    size = rows.height
    avowed, asked = rng.exponential(2.0, size), rng.integers(1, 30, size)
    noise = 0.2 * rng.normal(size=size)
    said = np.log1p(avowed)
    return rows.with_columns(
        year=pl.lit(2010, pl.Int32),
        cycle=pl.lit(1, pl.Int32),
        avowed=pl.Series(avowed),
        spoken=pl.Series(avowed + rng.exponential(3.0, size)),
        asked=pl.Series(asked),
        accepted=pl.Series(0.5 + effect * said * (1 + np.log(asked)) + noise),
    )
