"""A made-up world of states under pressure."""

from __future__ import annotations

import numpy as np
import polars as pl

from rightful.estimation.paper_tests._contract import Material
from rightful.estimation.paper_tests._imposed import SENDERS
from rightful.estimation.paper_tests._made import practice_world, wandering, with_means


def pressed_world(effect: float, seed: int, halved: float | None = None) -> Material:
    """Return a world in which sanctions in force, halved aid and aid move what comes after.

    Each of them moves practice of the next year by ``effect`` SD (a sanction by each of our two
    lists; a SD of aid by half of it; halved aid for three years, by ``halved`` where that is
    given), and talk of norms by a tenth of it, of which the noise is half as much.
    """
    cut = (pl.col("aid_change") < -1).cast(pl.Float64).rolling_max(3, min_samples=1).over("ccode")
    sanctions = pl.col("rights_sanction") + pl.col("sanction_in_register")
    aid = (pl.col("log_aid") + pl.col("log_us_aid")) / 2
    moves = effect * (sanctions + aid) + (effect if halved is None else halved) * cut

    def columns(frame: pl.DataFrame, rng: np.random.Generator) -> dict[str, pl.Series | pl.Expr]:
        by_sender = {f"rights_sanction_{one}": spells(frame, rng) for one in SENDERS}
        some = pl.DataFrame(by_sender).max_horizontal()
        return {
            **by_sender,
            "rights_sanction": some,
            "other_sanction": spells(frame, rng),
            "sanction_in_register": spells(frame, rng),
            "aid_change": pl.Series(np.where(rng.random(frame.height) < 0.1, -1.5, 0.0)),
            "log_aid": wandering(frame, rng),
            "log_us_aid": wandering(frame, rng),
            "openness": wandering(frame, rng),
            "civil_war": pl.Series((rng.random(frame.height) < 0.1).astype(float)),
            "noise": pl.Series(rng.normal(size=frame.height)),
        }

    made = practice_world(seed, columns, moves)
    talk = 0.5 + 0.05 * pl.col("noise") + 0.1 * moves.shift(1).over("ccode").fill_null(0.0)
    return Material(with_means(made).with_columns(talk_norm=talk), made.practice)


def spells(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """Return spells of five years, 0 or 1, that begin at a yearly chance of .05."""
    begun = pl.Series((rng.random(frame.height) < 0.05).astype(float))
    lasting = pl.col("begun").rolling_max(5, min_samples=1).over("ccode")
    return frame.select("ccode").with_columns(begun=begun).select(lasting).to_series()
