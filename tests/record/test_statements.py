"""Statements of all corpora in one frame; tags and rights."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest
from tests.record import published

from rightful.core.errors import UnknownName, UnrecognisedFile
from rightful.core.names import RIGHTS
from rightful.core.statement import STATEMENTS
from rightful.record.assembly_votes import COUNTRY_VOTE_SCHEMA, country_votes, votes_on_states
from rightful.record.catalogue import source
from rightful.record.pull import pull
from rightful.record.statements import (
    issue_rights,
    rights_of_tags,
    statement_sources,
    statements,
    statements_of,
)
from rightful.record.store import Store


def test_sources_are_found_by_what_they_declare() -> None:
    assert {"general_debate", "upr_dialogue", "assembly_roll_calls"} <= set(statement_sources())
    assert not {"upr", "treaty_texts", "unga_votes", "pts"} & set(statement_sources())


def test_an_empty_store_gives_an_empty_frame(tmp_path: Path) -> None:
    assert statements(Store(tmp_path)).schema == pl.Schema(STATEMENTS)
    assert statements_of(()).height == 0


def test_votes_need_both_sources(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="rightful pull unga_votes"):
        country_votes(Store(tmp_path))


def test_unknown_sources_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="did you mean general_debate"):
        statements(Store(tmp_path), ("general_debates",))
    with pytest.raises(UnknownName, match="rightful pull upr_dialogue"):
        statements(Store(tmp_path), ("upr_dialogue",))


def test_other_files_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "ungdc_hr_passages.csv.gz"
    other.write_bytes(gzip.compress(b"speech_id,text\nX,made up\n"))
    with pytest.raises(UnrecognisedFile):
        statements_of((other,))


def test_tags() -> None:
    assert rights_of_tags("Right to food,Freedom of the press, Other") == ("food", "speech")
    assert rights_of_tags("Detention") == ()
    assert rights_of_tags("Detention,Detention", loose=True) == ("imprisonment",)
    assert rights_of_tags("Made up") == rights_of_tags("") == rights_of_tags(None) == ()
    assert rights_of_tags("Justice") == ("fair_trial", "independent_judiciary")


def test_every_tag_is_judged() -> None:
    table = issue_rights()
    assert set(table["right"].drop_nulls()) <= set(RIGHTS)
    assert set(table["fit"].drop_nulls()) == {"close", "loose"}
    assert table["judgement"].null_count() == 0
    assert table["right"].is_null().eq(table["fit"].is_null()).all()
    assert not table.select("tag", "right").is_duplicated().any()


@pytest.mark.shared
@pytest.mark.xdist_group("statements")
def test_every_published_tag_is_in_the_table(shared: Path) -> None:
    asked = published.said(shared, "upr_recommendations", "texts-1-20")
    pledged = statements_of([next((shared / "text").rglob("upr_info_voluntary_pledges.csv.gz"))])
    assert pledged.schema == pl.Schema(STATEMENTS)
    tags = pl.concat([asked["tags"], pledged["tags"]])
    single = tags.str.split(",").explode().str.strip_chars().drop_nulls().unique()
    assert set(single) - {""} <= set(issue_rights()["tag"])


@pytest.mark.shared
@pytest.mark.xdist_group("statements")
def test_all_corpora_together(shared: Path) -> None:
    corpora = {
        name: pl.concat(
            [published.said(shared, name, edition.name) for edition in source(name).editions]
        )
        for name in statement_sources()
    }
    for name, corpus in corpora.items():
        # Two editions of the Council may hold one speech.
        assert name == "security_council" or corpus["statement"].is_unique().all(), name
    frame = pl.concat([corpus.unique("statement") for corpus in corpora.values()])
    assert frame.height > 97_000
    assert frame["statement"].is_unique().all(), "no two corpora share an id"
    needed = frame.select("statement", "ccode", "year", "date", "forum", "text")
    assert needed.null_count().sum_horizontal()[0] == 0


@pytest.mark.shared
def test_a_store_gives_its_corpora_in_one_frame(shared: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    pull(store, ("upr_pledges", "security_council"), shared / "text").raise_if_failed()
    frame = statements(store)
    assert frame.schema == pl.Schema(STATEMENTS)
    assert frame["statement"].is_unique().all()
    assert frame["statement"].is_sorted()
    assert set(frame["forum"]) == {"upr_pledge", "security_council"}
    only = statements(store, ("upr_pledges",))
    assert only.height == 947
    assert set(only["forum"]) == {"upr_pledge"}


def test_who_voted_on_whom() -> None:
    votes = pl.DataFrame(
        {"rcid": [1, 1, 2, 9], "ccode": [155, 385, 155, 155], "vote": [3, 1, 2, 1]}
    )
    about = pl.DataFrame(
        {
            "rcid": [1, 2, 2],
            "ccode": [155, 155, 385],
            "year": [1980, 1981, 1981],
            "date": pl.Series(["1980-12-01", "1981-12-01", "1981-12-01"]).str.to_date(),
            "resolution": ["R/1", "R/2", "R/2"],
            "part": [0, 1, 1],
            "ground": ["situation"] * 3,
            "row": [1, 2, 2],
        }
    )
    frame = votes_on_states(votes, about)
    assert frame.schema == pl.Schema(COUNTRY_VOTE_SCHEMA)
    assert frame.select("rcid", "target", "ccode", "vote", "part").rows() == [
        (1, 155, 155, "against", "whole"),
        (1, 155, 385, "for", "whole"),
        (2, 155, 155, "abstained", "part"),
        (2, 385, 155, "abstained", "part"),
    ]
