"""From the grid of a question to its answer: verdict, sentence, counts, each estimator's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from scipy import special

from rightful.estimation.grid import LEVEL, ROWS, Agreement, agreement, not_picked
from rightful.estimation.paper_tests._contract import Ask, Material, PaperTest, absent, test
from rightful.estimation.weigh import CANNOT, CONDITIONALLY, CORE, DOES_NOT, HOLDS, weigh

# How cells are told apart by how they are estimated; each is judged as if its cells were the core.
ESTIMATORS: Final[dict[str, tuple[str, bool, bool]]] = {
    "two-way": ("effects of states", True, False),
    "pooled": ("no effects of states", False, False),
    "lagged outcome": ("effects of states and the outcome of the year before", True, True),
    "pooled, lagged outcome": ("the outcome of the year before alone", False, True),
}
HOW: Final = {
    False: "effects of states and years",
    True: "effects of years, states compared with each other",
}
UNDER_CONDITIONS: Final = "The claim holds only under conditions"
SHOWN: Final = (
    "the number shown is the cell with effects of states and years, the changing standard where "
    "there are two, and the first measure (of a question between states, the one with effects of "
    "years alone): chosen before looking"
)


@dataclass(frozen=True)
class Answered:
    """What came of one question.

    Attributes
    ----------
    test, ask
        Name of the test, and the question.
    verdict, condition, definition
        As ``weigh`` gives them; ``cannot tell`` where something is missing.
    estimate, low, high, p
        The cell that ``SHOWN`` names, 95 % interval; None where it has none.
    n
        Rows, states and years of that cell.
    picked
        The line that belongs under it: 1 of how many specifications, how many agree.
    by_estimator
        Estimator -> verdict on its cells alone.
    counts
        What all cells say.
    missing
        What the test would need: names of sources or columns.
    rows, unanswered
        The grid, and cells without an estimate.
    sentence
        One plain sentence.
    """

    test: str
    ask: Ask
    verdict: str
    condition: str
    definition: str
    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    n: tuple[int, int, int]
    picked: str
    by_estimator: dict[str, str]
    counts: Agreement
    missing: tuple[str, ...]
    rows: pl.DataFrame
    unanswered: tuple[str, ...]
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "test": self.test,
            "key": self.ask.key,
            "claims": list(self.ask.claims),
            "question": self.ask.question,
            "expected": expected(self.ask),
            "verdict": self.verdict,
            "condition": self.condition,
            "definition": self.definition,
            "estimate": self.estimate,
            "low": self.low,
            "high": self.high,
            "p": self.p,
            "unit": self.ask.unit,
            "n": {"rows": self.n[0], "states": self.n[1], "years": self.n[2]},
            "picked": self.picked,
            "by_estimator": self.by_estimator,
            "missing": list(self.missing),
            "sentence": self.sentence,
            "limits": self.ask.limits,
            "rows": self.rows.to_dicts(),
            "unanswered": list(self.unanswered),
        }


def answers(
    name: str, material: Material, told: Callable[[str], None] = lambda _: None
) -> tuple[Answered, ...]:
    """Answer every question of a test."""
    one = test(name)
    missing = absent(one, material)
    found = []
    for ask in one.asks:
        told(ask.key)
        found.append(_unmet(one, ask, missing) if missing else _answer(one, ask, material))
    return tuple(found)


def expected(ask: Ask) -> str:
    """Return what the claim names, in words."""
    if ask.sign == 0:
        return f"no effect: within {ask.margin:g} either way"
    return "above zero" if ask.sign > 0 else "below zero"


def judged(ask: Ask, rows: pl.DataFrame) -> dict[str, str]:
    """Return estimator -> verdict on its cells, by the words of ``weigh``."""
    found: dict[str, str] = {}
    for name, (_, states, lagged) in ESTIMATORS.items():
        mine = rows.filter(pl.col("state_effects") == states, pl.col("lagged") == lagged)
        if mine.height:
            core = mine.with_columns(state_effects=pl.lit(value=True), lagged=pl.lit(value=False))
            found[name] = weigh(ask.expectation, core.select(*ROWS)).verdict
    return found


def _answer(one: PaperTest, ask: Ask, material: Material) -> Answered:
    found = one.cells(ask, material)
    rows = found.rows
    told = one.weighed(ask, rows)
    at = shown(rows, between=ask.between)
    numbers = _interval(rows.row(at, named=True)) if rows.height else (None, None, None, None)
    size = (
        tuple(int(rows[name][at] or 0) for name in ("n", "states", "years"))
        if rows.height
        else (0, 0, 0)
    )
    picked = not_picked(rows, at) if rows.height else "no specification could be asked for"
    return Answered(
        one.name,
        ask,
        told.verdict,
        told.condition,
        told.definition,
        *numbers,
        (size[0], size[1], size[2]),
        picked,
        judged(ask, rows) if rows["year_effects"].any() else {},
        told.counts,
        (),
        rows,
        found.unanswered,
        " ".join(
            part
            for part in (
                _sentence(ask, told.verdict, told.condition, numbers, told.counts, rows),
                one.beside(ask, material),
            )
            if part
        ),
    )


def _unmet(one: PaperTest, ask: Ask, missing: tuple[str, ...]) -> Answered:
    rows = pl.DataFrame(schema=ROWS)
    named = ", ".join(missing)
    return Answered(
        one.name,
        ask,
        CANNOT,
        "",
        f"needs: {named}",
        None,
        None,
        None,
        None,
        (0, 0, 0),
        "no specification could be estimated",
        {},
        agreement(rows),
        missing,
        rows,
        (),
        f"Needs: {named} (rightful pull {' '.join(missing)} --from DIR).",
    )


def shown(rows: pl.DataFrame, *, between: bool = False) -> int:
    """Return the place of the cell that ``SHOWN`` names; 0 where it is not there."""
    states = ~pl.col("state_effects") if between else pl.col("state_effects")
    wanted = (states & pl.col("year_effects") & ~pl.col("lagged")).alias("core")
    places = rows.with_row_index("place").filter(wanted)
    changing = places.filter(pl.col("standard") == "changing")
    chosen = changing if changing.height else places
    return int(chosen["place"][0]) if chosen.height else 0


def _interval(
    row: dict[str, Any],
) -> tuple[float | None, float | None, float | None, float | None]:
    if row["estimate"] is None:
        return None, None, None, None
    # A series of the world is one unit; its trend has two parameters.
    dof = row["n"] - 2 if row["states"] == 1 else row["states"] - 1
    reach = float(special.stdtrit(max(dof, 1), 1 - LEVEL / 2)) * row["std_error"]
    estimate = float(row["estimate"])
    return estimate, estimate - reach, estimate + reach, float(row["p"])


def _sentence(
    ask: Ask,
    verdict: str,
    condition: str,
    numbers: tuple[float | None, float | None, float | None, float | None],
    counts: Agreement,
    rows: pl.DataFrame,
) -> str:
    estimate, low, high, _ = numbers
    of = f"Of {counts.estimated} cells {counts.positive} are clearly above zero and "
    of += f"{counts.negative} clearly below."
    if estimate is None or low is None or high is None:
        return f"Cannot tell: {ask.effect} has no estimate with {HOW[ask.between]}. {of}"
    side = "above zero" if estimate > 0 else "below zero"
    if low <= 0 <= high:
        side = "not told from zero"
    word = {
        HOLDS: "The claim holds",
        CONDITIONALLY: UNDER_CONDITIONS,
        DOES_NOT: "The claim does not hold",
    }.get(verdict, "Cannot tell")
    under = f" ({condition})" if condition else ""
    how = f"with {HOW[ask.between]}, " if rows["year_effects"].any() else ""
    return (
        f"{word}{under}: {how}{ask.effect} is {estimate:+.3f} "
        f"({low:+.3f} to {high:+.3f}) {ask.unit}, {side}. {of}"
    )


__all__ = [
    "CORE",
    "ESTIMATORS",
    "SHOWN",
    "UNDER_CONDITIONS",
    "Answered",
    "answers",
    "expected",
    "judged",
    "shown",
]
