from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from rightful.core.errors import UsageError
from rightful.estimation.grid import ROWS
from rightful.estimation.weigh import (
    DIRECTIONAL,
    NULL,
    Expectation,
    definitions,
    verdict_table,
    weigh,
)

UP, DOWN, NULL_CLAIM = Expectation("up", 1), Expectation("down", -1), Expectation("none", 0, 0.2)


def rows(estimate=0.5, std_error=0.1, measure="latent", change=None) -> pl.DataFrame:
    """All sixteen cells alike, but for those that ``change`` gives another estimate or error."""
    cells = []
    for standard, years, states, lagged in product(("changing", "constant"), *[(False, True)] * 3):
        cell = {
            "standard": standard,
            "year_effects": years,
            "state_effects": states,
            "lagged": lagged,
            "estimate": estimate,
            "std_error": std_error,
        }
        cell.update((change or (lambda _: {}))(cell))
        known = cell["estimate"] is not None
        z = abs(cell["estimate"] / cell["std_error"]) if known else 0
        cells.append(
            {
                "treatment": "CAT",
                "outcome": "practice",
                "measure": measure,
                **cell,
                "p": (0.01 if z > 2 else 0.4) if known else None,
                "n": 5000,
                "states": 150,
                "years": 30,
            }
        )
    return pl.DataFrame(cells, schema=ROWS)


def where(**values):
    """Return a change of the cells that have all those values."""
    new = {key: values.pop(key) for key in ("estimate", "std_error") if key in values}
    return lambda cell: new if all(cell[k] == v for k, v in values.items()) else {}


@pytest.mark.parametrize(
    ("expectation", "table", "verdict"),
    [
        (UP, rows(), "holds"),
        (DOWN, rows(), "does not hold"),
        (DOWN, rows(-0.5), "holds"),
        (UP, rows(0.01), "cannot tell"),
        (Expectation("up", 1, 0.3), rows(0.01), "does not hold"),
        (UP, rows(change=where(standard="constant", estimate=0.01)), "holds conditionally"),
        (UP, rows(change=where(year_effects=True, estimate=0.01)), "cannot tell"),
        (UP, rows(change=where(year_effects=False, estimate=0.01)), "holds conditionally"),
        (UP, rows(change=where(standard="constant", estimate=-0.5)), "cannot tell"),
        # A pooled cell clear the other way: the claim does not simply hold.
        (UP, rows(change=where(state_effects=False, estimate=-0.5)), "holds conditionally"),
        (UP, rows(change=where(state_effects=True, lagged=False, estimate=None)), "cannot tell"),
        (UP, rows().filter(pl.col("standard") == "changing"), "cannot tell"),
        (UP, rows().filter(pl.col("year_effects")), "cannot tell"),
        (UP, pl.concat([rows(), rows(0.01, measure="PTS")]), "holds conditionally"),
        (NULL_CLAIM, rows(0.01, 0.05), "holds"),
        (NULL_CLAIM, rows(0.01, 0.2), "cannot tell"),
        (NULL_CLAIM, rows(0.5, 0.05), "does not hold"),
        (
            NULL_CLAIM,
            rows(0.0, 0.05, change=where(standard="constant", std_error=0.3)),
            "holds conditionally",
        ),
        (
            NULL_CLAIM,
            rows(0.0, 0.05, change=where(standard="constant", estimate=0.5)),
            "cannot tell",
        ),
        (Expectation("none", 0), rows(0.0, 0.01), "cannot tell"),
    ],
)
def test_verdicts(expectation, table, verdict):
    told = weigh(expectation, table)
    assert told.verdict == verdict
    words = NULL if expectation.sign == 0 else DIRECTIONAL
    assert told.definition == words[verdict]


def test_the_condition_is_named():
    told = weigh(UP, rows(change=where(state_effects=False, estimate=-0.5)))
    assert told.condition.startswith("8 cells without state effects")
    told = weigh(UP, rows(change=where(standard="constant", estimate=0.01)))
    assert told.condition == "only under the changing standard"
    told = weigh(UP, rows(change=where(year_effects=True, estimate=0.01)))
    assert told.condition == "only without year effects"
    told = weigh(UP, rows(change=where(standard="constant", year_effects=True, estimate=0.01)))
    assert told.condition.startswith("in 3 of 4 core cells: latent, changing standard")


def test_equivalence_is_two_one_sided_tests():
    """An effect of .1 with error .06 is within .2: (.2 - .1)/.06 = 1.67 > t(.95, 149) = 1.655."""
    assert weigh(NULL_CLAIM, rows(0.1, 0.0600)).verdict == "holds"
    assert weigh(NULL_CLAIM, rows(0.1, 0.0607)).verdict == "cannot tell"


def test_too_small_to_matter_is_the_end_of_the_interval():
    """(.3 - .01) / 1.976 = .1468, Student's t(.975, 149) being 1.976."""
    small = Expectation("up", 1, 0.3)
    assert weigh(small, rows(0.01, 0.146)).verdict == "does not hold"
    assert weigh(small, rows(0.01, 0.148)).verdict == "cannot tell"


def test_the_table_carries_definitions_and_counts():
    table = verdict_table([weigh(UP, rows()), weigh(NULL_CLAIM, rows())])
    assert table["key"].to_list() == ["up", "none"]
    assert table["specifications"].to_list() == [16, 16]
    assert table["positive"].to_list() == [16, 16]
    assert table["definition"][0] == DIRECTIONAL["holds"]
    assert all(text in definitions() for text in (*DIRECTIONAL.values(), *NULL.values()))


@pytest.mark.parametrize("wrong", [{"sign": 2}, {"sign": 1, "margin": 0.0}])
def test_an_expectation_must_be_readable(wrong):
    with pytest.raises(UsageError):
        Expectation("x", **wrong)
