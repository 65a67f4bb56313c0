"""Claim 28: a regime outlives the power of the state that sponsored it."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
import polars as pl

from rightful.core.names import HEADLINE, STANDARDS
from rightful.core.posterior import Posterior
from rightful.estimation.combine import single
from rightful.estimation.grid import OBSERVED, ROWS, Grid
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest
from rightful.estimation.paper_tests._made import SMALL
from rightful.estimation.paper_tests._series import mean_where, weighed_series
from rightful.estimation.simulator import draw_world
from rightful.estimation.weigh import Weighed
from rightful.estimation.within import absorb, group_sums

SPONSOR: Final = 2  # the United States
YEARS: Final = 5  # a year of decline: the share is below that of so many years before
ONE: Final = (
    "One sponsor, the United States, whose power is its share of the world's economy (GDP; of the "
    "states known in both years), and one series: the mean of its yearly changes in the years "
    "whose share was below that of five years before. It tells whether the regime "
    "grew while the share fell, not whether it would have without, nor why. The sponsor has "
    "weakened and not left: what follows its end is not seen"
)


class Sponsor(PaperTest):
    """What bonds and practice do in the years in which the sponsor's share falls."""

    name = "sponsor"
    title = "The regime as its sponsor declines"
    needs = ("log_gdp",)
    asks: ClassVar = (
        Ask(
            "bonds_outlive_sponsor",
            (28,),
            "do bonds go on growing in years in which the sponsor's share of power falls?",
            1,
            "the yearly change while the sponsor declines",
            "share of all bonds to the nine core treaties",
            None,
            f"{ONE}. Bonds are hardly ever given back, so that they outlive nearly anything.",
        ),
        Ask(
            "practice_outlives_sponsor",
            (28,),
            "does practice go on growing better in years in which the sponsor's share falls?",
            1,
            "the yearly change while the sponsor declines",
            "SD of practice",
            None,
            f"{ONE}. Practice: the year's effect beside those of states, at the posterior mean. "
            "Practice that neither rises nor falls would have lasted too, and cannot tell here.",
        ),
    )

    def cells(self, ask: Ask, material: Material) -> Grid:
        """Return one mean a series."""
        fallen = declines(material.frame)
        practice = material.practice[HEADLINE] if ask.key == "practice_outlives_sponsor" else {}
        held = {standard: yearly(one) for standard, one in practice.items()}
        if not held:
            held = {OBSERVED: material.world.select("year", value="regime_strength")}
        outcome = "practice" if practice else "regime_strength"
        rows = []
        for standard, series in held.items():
            step = pl.col("value").cast(pl.Float64).diff()
            both = series.drop_nulls().sort("year").with_columns(step=step)
            both = both.join(fallen, on="year").drop_nulls().sort("year")
            chosen = both["fallen"].to_numpy()
            found, error = mean_where(chosen, both["step"].to_numpy())
            years = int(chosen.sum())
            fit = single(found, error, years - 2.0)
            row = ("fallen", outcome, "the world", standard, False, False, False)
            rows.append((*row, fit.estimate, fit.std_error, fit.p, years, 1, years))
        return Grid(pl.DataFrame(rows, schema=ROWS, orient="row"), ())

    def weighed(self, ask: Ask, rows: pl.DataFrame) -> Weighed:
        """Return the verdict on the means."""
        return weighed_series(ask, rows)

    def example(self, effect: float, seed: int) -> Material:
        """Return a sponsor that falls and rises, and series that gain ``effect`` while it falls."""
        rng = np.random.default_rng(seed)
        frame = draw_world(SMALL, seed).frame.select("ccode", "year")
        first = int(frame["year"].min())  # type: ignore[arg-type]
        size = 3 + (2 * np.pi * (pl.col("year") - first) / 20).sin()
        sponsor = frame.select("year").unique().sort("year").with_columns(log_gdp=size)
        sponsor = sponsor.with_columns(ccode=pl.lit(SPONSOR, frame.schema["ccode"]))
        rest = frame.filter(pl.col("ccode") != SPONSOR).with_columns(log_gdp=pl.lit(1.0))
        frame = pl.concat([rest, sponsor.select(rest.columns)]).sort("ccode", "year")
        fallen = declines(frame)
        steps = effect * fallen["fallen"] + pl.Series(0.05 * rng.normal(size=fallen.height))
        world = fallen.select("year", regime_strength=steps.cum_sum())
        known = frame.join(world, on="year", how="left", maintain_order="left")
        mean = known["regime_strength"].fill_null(0.0).to_numpy()
        practice = {}
        for standard in STANDARDS:
            draws = (mean + 0.1 * rng.normal(size=(8, mean.size))).astype(np.float32)
            ccode, year = (frame[name].to_numpy().astype(np.int32) for name in ("ccode", "year"))
            practice[standard] = Posterior(ccode, year, draws, HEADLINE)
        return Material(frame, {HEADLINE: practice}, world=world)


def declines(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``year`` and ``fallen``: whether the sponsor's share is below that of years before.

    Shares are among the states known in both years, so that states that enter are no decline.
    """
    size = frame.select("ccode", "year", now=pl.col("log_gdp").exp()).drop_nulls()
    was = size.select("ccode", (pl.col("year") + YEARS).cast(size.schema["year"]), was="now")
    mine = pl.col("ccode") == SPONSOR
    shares = [
        pl.when(pl.col(name).filter(mine).len() > 0).then(
            pl.col(name).filter(mine).sum() / pl.col(name).sum()
        )
        for name in ("now", "was")
    ]
    told = size.join(was, on=["ccode", "year"]).group_by("year").agg(shares).sort("year")
    return told.select("year", fallen=pl.col("now") < pl.col("was")).drop_nulls()


def yearly(practice: Posterior) -> pl.DataFrame:
    """Return ``year`` and ``value``: the year's effect on practice beside effects of states."""
    order = np.lexsort((practice.year, practice.ccode))
    values = practice.draws.mean(axis=0, dtype=np.float64)[order][:, None]
    years, period = np.unique(practice.year[order], return_inverse=True)
    effects = absorb(practice.ccode[order].astype(np.int64), period, values.size)
    many = np.diff(effects.start)[:, None]
    within = values - (group_sums(effects, values) / many)[effects.group]
    sums = np.zeros(years.size)
    np.add.at(sums, period, within[:, 0])
    value = effects.root @ (effects.root.T @ sums)
    return pl.DataFrame({"year": years, "value": value}).cast({"year": pl.Int32})
