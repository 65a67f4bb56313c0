import polars as pl

from rightful.record.evidence_codings import process_cases, settled_cases


def test_the_adjudicator_stands_in_the_place_of_the_coders_and_nowhere_else() -> None:
    settled = settled_cases()
    cell = (pl.col("iso3") == "KHM") & (pl.col("item") == "R1")
    here = settled.filter(cell, pl.col("year") <= 2010, pl.col("last_year") >= 2010)
    assert here.select("value", "coder").rows() == [(0, "adjudicator")]
    before = settled.filter(cell, pl.col("year") <= 2000, pl.col("last_year") >= 2000)
    assert "adjudicator" not in before["coder"].to_list()
    assert before.height


def test_other_cells_are_as_the_coders_wrote_them() -> None:
    kenya = pl.col("iso3") == "KEN"
    assert (
        settled_cases()
        .filter(kenya)
        .sort(pl.all())
        .equals(process_cases().filter(kenya).sort(pl.all()))
    )
