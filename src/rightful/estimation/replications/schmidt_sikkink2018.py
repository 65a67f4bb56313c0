"""Schmidt and Sikkink 2018: autocracies that took part in the CIA's programme grew worse."""

from __future__ import annotations

from typing import Final

import polars as pl

from rightful.estimation.design import Design
from rightful.estimation.replication import Frames, Question, Replication, Specification
from rightful.estimation.replications._panel import SPINE, beside, made_up, spine

SOURCE: Final = "partners_in_crime"
YEARS: Final = "year >= 1992 AND year <= 2011"
HELD: Final = ("transitional", "polity2", "log_population", "log_gdppc", "log_us_trade")
FOUR: Final = ("disap", "kill", "tort", "polpris")
OUTCOMES: Final = {
    "physint": ("CIRI physical integrity (0 worst, 8 best), the authors' file", "observed"),
    "latent_2014": ("Latent respect (Fariss 2014), the authors' file", "changing"),
}


def _test(
    label: str,
    outcome: str,
    parts: tuple[str, ...],
    published: tuple[int, ...],
    controls: tuple[str, ...] = (),
    counts: bool = True,
) -> Specification:
    measure, standard = OUTCOMES[outcome]
    design = Design(
        outcome,
        parts[0],
        (*parts[1:], *controls),
        lag=0,
        lagged_outcome=True,
        where=YEARS,
        singletons="leave_out",
    )
    short = "CIRI" if outcome == "physint" else "latent"
    return Specification(
        f"{label} ({short})", design, measure, published, standard=standard, counts=counts
    )


AUTO: Final = ("auto_part", "dem_part")
DEM: Final = ("dem_part", "auto_part")


class SchmidtSikkink2018(Replication):
    """Practice on active participation by regime, two-way effects (schmidt2018)."""

    name = "schmidt_sikkink2018"
    title = "Schmidt and Sikkink 2018: partners in crime"
    reference = "schmidt2018"
    sample = "170 states without the United States, 1992-2011: the authors' file, not imputed"
    coding = (
        "active part in the programme from its first year on; a democracy has a mean Polity score "
        "of 7 or more over the years"
    )
    estimator = (
        "state and year effects, last year's outcome held, errors clustered by state (their "
        "scripts); nine imputed sets"
    )
    published = (
        "autocracies that took part grew worse; in democracies that took part nothing of the kind "
        "is seen"
    )
    differs = (
        "the printed tables are not in hand: signs are the abstract's, models those of the "
        "authors' script",
        "their nine imputed sets are not in hand: rows with blanks in a model's columns are left "
        "out",
        "in the model with controls, conflicts, attacks and American military aid are not held: "
        "the file leaves most of them blank and the authors imputed them",
        "errors are clustered with CR1, theirs with HC3; their stars begin at p < .10, our sign "
        "is clear from p < .05",
        "3,361 of the file's 3,369 rows: the others belong to no state of that year, or to one of "
        "two Sudans",
    )
    needs = (*SPINE, SOURCE)
    lacking = ("the authors' nine imputed sets (pic_data.RData)",)
    specifications = (
        *(_test("autocracies that took part", name, AUTO, (-1,)) for name in OUTCOMES),
        *(_test("democracies that took part", name, DEM, (0, 1)) for name in OUTCOMES),
        *(
            _test("autocracies that took part, controls held", name, AUTO, (-1,), HELD, False)
            for name in OUTCOMES
        ),
        *(_test("all that took part", name, ("active",), (-1, 0), (), False) for name in OUTCOMES),
    )
    questions = (
        Question("auto_part", ("dem_part",), lag=0, where=YEARS),
        Question("dem_part", ("auto_part",), lag=0, where=YEARS),
    )

    def panel(self, frames: Frames) -> pl.DataFrame:
        """Return outcomes, participation by regime and controls."""
        part, free = pl.col("active").cast(pl.Float64), pl.col("democracy")
        return beside(
            spine(frames),
            frames.tables[SOURCE],
            physint=sum((pl.col(name) for name in FOUR[1:]), pl.col(FOUR[0])),
            latent_2014=pl.col("latent_2014"),
            active=part,
            auto_part=part * (1 - free),
            dem_part=part * free,
            **{name: pl.col(name) for name in HELD},
        )

    def example(self) -> Frames:
        """Return made-up frames; participation is whether a made-up number is high."""
        names = ("latent_2014", "active", "democracy", *FOUR, *HELD)
        made = made_up({SOURCE: names}, (), self.families)
        flags = [(pl.col(name) > 2).cast(pl.Int64) for name in ("active", "democracy")]
        tables = dict(made.tables)
        tables[SOURCE] = tables[SOURCE].with_columns(flags)
        return Frames(tables, made.practice)
