"""Columns that replications have in common: neighbours' treaties."""

from __future__ import annotations

import polars as pl
import pytest

from rightful.core.posterior import Posterior
from rightful.estimation._replicate import author_rows
from rightful.estimation.replication import Frames, replication
from rightful.estimation.replications._panel import REGIONS, with_neighbours
from rightful.study.strands import facts

NO_DRAWS: dict[str, dict[str, Posterior]] = {}


def _frames(regions: dict[int, str | None]) -> Frames:
    table = pl.DataFrame({"ccode": list(regions), "region": list(regions.values())})
    return Frames({REGIONS: table}, {})


def test_a_state_is_no_neighbour_of_itself_and_unknown_is_not_unbound():
    panel = pl.DataFrame(
        {
            "ccode": [1, 2, 3, 4, 6, 7, 1, 2],
            "year": [2000] * 6 + [2001] * 2,
            "cat": [1.0, 0.0, None, 1.0, 1.0, 0.0, 0.0, 1.0],
        }
    )
    where = dict.fromkeys((1, 2, 3), "north") | {4: "south", 6: None, 7: None}
    rows = with_neighbours(panel, _frames(where), "cat")
    assert rows.drop("neighbours_cat").equals(panel)
    # 3's treaty is not known: it has two neighbours and is one to nobody. 4 is alone; 6 and 7
    # have no region, which is none that they share.
    assert rows["neighbours_cat"].to_list() == [0.0, 1.0, 0.5, None, None, None, 1.0, 0.0]
    assert with_neighbours(panel, Frames({}, {}), "cat").equals(panel)


def test_every_state_of_our_register_has_one_region_or_is_left_without():
    table = facts()["regions"]()
    assert table["ccode"].is_unique().all()
    assert table.schema == {"ccode": pl.Int64, "region": pl.String}
    assert table["region"].null_count() == 0
    assert dict(table.iter_rows())[200] == "western"


@pytest.mark.parametrize("name", ["simmons2009", "conrad_ritter2013", "neumayer2005"])
def test_instruments_and_selection_are_run_beside_and_do_not_count(name):
    study = replication(name)
    mine = [one for one in study.specifications if one.design.instruments]
    assert mine
    assert not any(one.counts for one in mine)
    frames = study.example()
    told, unanswered = author_rows(study.panel(frames), mine, NO_DRAWS, seed=0)
    assert unanswered == ()
    assert told["estimate"].is_finite().all()
    assert set(told["estimator"]) <= {"instruments", "selection"}
    assert told["notes"].str.contains("neighbours_").all()
    # Without regions they are not run, and say so.
    without = Frames({k: v for k, v in frames.tables.items() if k != REGIONS}, {})
    told, unanswered = author_rows(study.panel(without), mine, NO_DRAWS, seed=0)
    assert told["estimate"].null_count() == told.height == len(unanswered)
