"""Aid to a state set against its practice: what donors gave, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.names import HEADLINE
from rightful.core.posterior import Posterior
from rightful.record.baseline import Baseline, shipped
from rightful.record.sanctions_register import pressure_years
from rightful.record.states import ccode_of
from rightful.record.store import Store
from rightful.study.strands import table_of

CAMBODIA: Final = "KHM"
FIRST: Final = 1993  # the constitution, and an elected government that donors could press
WIDTH: Final = 3  # years at each end
BILLION: Final = 1e9
DRAWS: Final = 200
LOW_HIGH: Final = (0.025, 0.975)


def aid_and_practice(
    iso3: str = CAMBODIA,
    first: int = FIRST,
    store: Store | None = None,
    baseline: Path | None = None,
) -> dict[str, Any]:
    """Return aid that a state received since ``first``, and how its practice moved meanwhile.

    Returns
    -------
    dict
        ``aid``: billions of constant dollars; ``of_investment``: percent of capital formation in
        the median year; ``sanctions``: years with a sanction for rights by our register;
        ``estimate``, ``low``, ``high``: change of practice (changing standard) from the first to
        the last three years, in SD, 95 % interval; ``constant``: the same by the other standard;
        ``worse_first``, ``worse_last``: share of states that fared worse, then and now;
        ``years``; ``missing``: sources not at hand; ``unit``; ``sentence``. Numbers are None where
        something is missing.
    """
    held = store or Store()
    total, share = (table_of(held, "aid_received", one) for one in ("total", "of-investment"))
    numbers = dict.fromkeys(
        ("aid", "of_investment", "sanctions", "estimate", "low", "high", "constant")
    )
    if total is None or share is None:
        return {
            **{**numbers, "missing": ["aid_received"], "unit": "SD of practice"},
            "sentence": "Needs: aid_received.",
        }
    shelf = Baseline(baseline or shipped())
    last = int(total["year"].max())  # type: ignore[arg-type]
    code = _code(iso3, last)
    of = (pl.col("ccode") == code) & pl.col("year").is_between(first, last)
    aid = float(total.filter(of)["aid_total"].sum()) / BILLION
    median = float(share.filter(of)["aid_of_investment"].median())  # type: ignore[arg-type]
    pressed = pressure_years().filter(of, pl.col("value") > 0)["year"].n_unique()
    ends = (range(first, first + WIDTH), range(last - WIDTH + 1, last + 1))
    moved = {
        standard: _moved(shelf.practice(HEADLINE, standard, DRAWS), code, ends)
        for standard in ("changing", "constant")
    }
    (middle, low, high), worse = moved["changing"]
    constant = moved["constant"][0]
    return {
        "aid": aid,
        "of_investment": median,
        "sanctions": pressed,
        **{"estimate": middle, "low": low, "high": high, "constant": constant},
        **{"worse_first": worse[0], "worse_last": worse[1], "years": (first, last)},
        "missing": [],
        "unit": "SD of practice",
        "sentence": f"From {first} to {last} donors gave {aid:.1f} billion dollars (constant "
        f"prices), {median:.0f} % of capital formation in the median year, and in {pressed} of "
        f"{last - first + 1} years a sanction for rights was on. Practice moved by {middle:+.2f} "
        f"SD ({low:+.2f} to {high:+.2f}) under the changing standard, {constant[0]:+.2f} under the "
        f"constant one; {worse[0]:.0%} of states fared worse in the first three years, "
        f"{worse[1]:.0%} in the last three.",
    }


def _code(iso3: str, year: int) -> int:
    found = ccode_of("iso3", pl.Series([iso3]), pl.Series([year]))
    return int(found["ccode"][0])


def _moved(
    practice: Posterior, code: int, ends: tuple[range, range]
) -> tuple[tuple[float, float, float], tuple[float, float]]:
    """Return the change between both ends with its interval, and the share that fared worse."""
    own, shares = [], []
    for years in ends:
        means = _means(practice, years)
        mine = means.pop(code)
        own.append(mine)
        shares.append(float(np.mean([other < mine for other in means.values()])))
    change = own[1] - own[0]
    low, high = np.quantile(change, LOW_HIGH)
    return (float(np.median(change)), float(low), float(high)), (shares[0], shares[1])


def _means(practice: Posterior, years: range) -> dict[int, NDArray[np.float32]]:
    """Return state -> mean over the years, in every draw."""
    inside = np.isin(practice.year, np.array(years))
    return {
        int(code): practice.draws[:, inside & (practice.ccode == code)].mean(axis=1)
        for code in np.unique(practice.ccode[inside])
    }
