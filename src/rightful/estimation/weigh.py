"""Verdicts on claims in words defined beforehand, over the rows of the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal

import polars as pl
from scipy import special

from rightful.core.errors import UsageError
from rightful.estimation.grid import OBSERVED, Agreement, agreement

Verdict = Literal["holds", "holds conditionally", "does not hold", "cannot tell"]
HOLDS: Final = "holds"
CONDITIONALLY: Final = "holds conditionally"
DOES_NOT: Final = "does not hold"
CANNOT: Final = "cannot tell"
LEVEL: Final = 0.05
CORE: Final = (
    "the core cells: state effects absorbed, no lagged outcome, both standards (an observed "
    "outcome has one), with and without year effects, every measure"
)
DIRECTIONAL: Final[dict[str, str]] = {
    HOLDS: "every core cell has the claimed sign with two-sided p < .05, and no cell of the grid "
    "has the other sign with p < .05",
    CONDITIONALLY: "some core cell with year effects has the claimed sign with p < .05 and no core "
    "cell has the other with p < .05; the conditions under which are named",
    DOES_NOT: "every core cell has the other sign with p < .05, or an interval (95 %) that ends "
    "below the smallest effect that matters, where one is stated",
    CANNOT: "none of these, which includes what is seen only without year effects, where a trend "
    "of the whole world would look the same; or a core cell has no estimate",
}
NULL: Final[dict[str, str]] = {
    HOLDS: "in every core cell the effect is within the margin: the 90 % interval, two one-sided "
    "tests at 5 % (schuirmann1987)",
    CONDITIONALLY: "some core cells are within the margin and none is outside it; the conditions "
    "under which are named",
    DOES_NOT: "in every core cell the interval (95 %) lies outside the margin",
    CANNOT: "none of these; or a core cell has no estimate; or no margin is stated",
}
CONDITIONS: Final[dict[str, dict[object, str]]] = {
    "standard": {"changing": "under the changing standard", "constant": "under the constant one"},
    "year_effects": {True: "with year effects", False: "without year effects"},
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a claim says of an effect, stated before looking.

    Attributes
    ----------
    key
        The claim: its number, or a name of ours.
    sign
        1 or -1; 0 for a claim of no effect.
    margin
        The smallest effect that matters, in units of the outcome: needed where ``sign`` is 0;
        else it lets a claim fail by effects too small to matter.
    """

    key: str
    sign: int
    margin: float | None = None

    def __post_init__(self) -> None:
        if self.sign not in (-1, 0, 1) or (self.margin is not None and self.margin <= 0):
            raise UsageError(
                f"an expectation of sign {self.sign} and margin {self.margin}",
                where=f"claim {self.key}",
                allowed="sign -1, 0 or 1; a positive margin or none",
                next_step="state it anew",
            )


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict and all that it rests on.

    Attributes
    ----------
    key, sign, margin
        The expectation.
    verdict
        One of four words; ``definition`` says what it means, ``core`` which cells decide.
    condition
        Under which the claim holds, where it does so in some core cells alone; else empty.
    counts
        What all cells of the grid say.
    """

    key: str
    sign: int
    margin: float | None
    verdict: Verdict
    condition: str
    definition: str
    core: str
    counts: Agreement


def weigh(expectation: Expectation, rows: pl.DataFrame) -> Weighed:
    """Return the verdict on rows of a grid, or of several measures of one claim.

    ``rows`` has the columns of ``grid.ROWS``.
    """
    words = NULL if expectation.sign == 0 else DIRECTIONAL
    core = rows.filter(pl.col("state_effects") & ~pl.col("lagged"))
    condition = ""
    verdict: Verdict = CANNOT
    if _whole(core):
        cells = _judged(expectation, core)
        other = _judged(expectation, rows.filter(pl.col("estimate").is_not_null()))
        if cells["yes"].all() and not other["against"].any():
            verdict = HOLDS
        elif cells["no"].all():
            verdict = DOES_NOT
        elif cells["yes"].any() and not cells["against"].any():
            condition = _condition(cells, int(other["against"].sum()))
            beside_years = expectation.sign == 0 or cells.filter("year_effects")["yes"].any()
            verdict = CONDITIONALLY if beside_years else CANNOT
    return Weighed(
        expectation.key,
        expectation.sign,
        expectation.margin,
        verdict,
        condition,
        words[verdict],
        CORE,
        agreement(rows),
    )


def verdict_table(weighed: Sequence[Weighed]) -> pl.DataFrame:
    """Return one row a claim: verdict, condition, counts and the definition it was judged by."""
    flat = []
    for one in weighed:
        row = asdict(one)
        flat.append({**{k: v for k, v in row.items() if k != "counts"}, **row["counts"]})
    return pl.DataFrame(flat, infer_schema_length=None)


def definitions() -> str:
    """Return the definitions of all verdict words, to be printed with any table of them."""
    lines = [f"Judged on {CORE}.", "", "A claim with a sign:"]
    lines += [f"  {word}: {text}" for word, text in DIRECTIONAL.items()]
    lines += ["", "A claim of no effect, within a margin stated in advance:"]
    lines += [f"  {word}: {text}" for word, text in NULL.items()]
    return "\n".join(lines)


def _whole(core: pl.DataFrame) -> bool:
    """Say whether all core cells are there and estimated."""
    if core.is_empty() or core["estimate"].null_count():
        return False
    cells = core.group_by("measure").agg(
        pl.col("standard").n_unique().alias("standards"),
        pl.col("standard").first().alias("first"),
        pl.struct("standard", "year_effects").n_unique().alias("cells"),
    )
    wanted = pl.when(pl.col("first") == OBSERVED).then(2).otherwise(4)
    return bool(cells.select((pl.col("cells") == wanted).all()).item())


def _judged(expectation: Expectation, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with what each says: ``yes`` for the claim, ``no``, and ``against`` it."""
    b, se = pl.col("estimate"), pl.col("std_error")
    wide = _reach(rows, LEVEL / 2) * se
    narrow = _reach(rows, LEVEL) * se
    never = pl.lit(value=False)
    if expectation.sign == 0:
        margin = expectation.margin
        if margin is None:
            return rows.with_columns(yes=never, no=never, against=never)
        outside = (b - wide > margin) | (b + wide < -margin)
        inside = (b - narrow > -margin) & (b + narrow < margin)
        return rows.with_columns(yes=inside, no=outside, against=outside)
    clear = pl.col("p") < LEVEL
    with_sign = b * expectation.sign
    against = clear & (with_sign < 0)
    small = never if expectation.margin is None else with_sign + wide < expectation.margin
    return rows.with_columns(yes=clear & (with_sign > 0), no=against | small, against=against)


def _reach(rows: pl.DataFrame, tail: float) -> pl.Series:
    """Return Student's quantile with a degree of freedom less than there are states."""
    dof = (rows["states"] - 1).clip(1).to_numpy()
    return pl.Series(special.stdtrit(dof.astype(float), 1 - tail))


def _condition(cells: pl.DataFrame, against: int) -> str:
    """Name what sets the cells that say yes apart; or how many do, where no one thing does."""
    if cells["yes"].all():
        return f"{against} cells without state effects or with a lagged outcome say the opposite"
    for column, words in CONDITIONS.items():
        for value, text in words.items():
            inside = cells.filter(pl.col(column) == value)["yes"]
            outside = cells.filter(pl.col(column) != value)["yes"]
            if inside.len() and inside.all() and not outside.any():
                return f"only {text}"
    yes = cells.filter(pl.col("yes"))
    one = [
        f"{measure}, {standard} standard, {CONDITIONS['year_effects'][years]}"
        for measure, standard, years in yes.select("measure", "standard", "year_effects").rows()
    ]
    return f"in {yes.height} of {cells.height} core cells: {'; '.join(one)}"
