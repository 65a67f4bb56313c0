"""A passage in two files of the user counts once; what one file says twice counts twice."""

from __future__ import annotations

import polars as pl

from rightful.core.statement import STATEMENTS
from rightful.record.repeats import without_repeats


def _said(statement: str, text: str = "We made this up.", **more: object) -> dict[str, object]:
    here = {"statement": statement, "ccode": 811, "date": "2014", "forum": "domestic"}
    return {**here, "text": text, **more}


def _kept(*rows: dict[str, object]) -> list[str]:
    frame = pl.DataFrame(list(rows), schema=STATEMENTS)
    return without_repeats(frame)["statement"].to_list()


def test_the_file_that_was_added_first_keeps_the_passage() -> None:
    assert _kept(_said("own:b:1"), _said("own:a:1"), _said("own:a:2", "Other.")) == [
        "own:b:1",
        "own:a:2",
    ]


def test_what_one_file_says_twice_is_kept_twice() -> None:
    assert _kept(_said("own:a:1"), _said("own:a:2")) == ["own:a:1", "own:a:2"]


def test_another_day_speaker_forum_or_hearer_is_another_statement() -> None:
    for more in ({"date": "2015"}, {"ccode": 2}, {"forum": "other"}, {"addressee": 2}):
        assert len(_kept(_said("own:a:1"), _said("own:b:1", **more))) == 2


def test_no_statements_have_no_repeats() -> None:
    assert _kept() == []
