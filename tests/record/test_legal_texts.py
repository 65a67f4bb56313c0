"""Readers of legal texts: articles found, dated and unique; bad files told."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from rightful.core.errors import MissingFile, SourceError
from rightful.core.names import RIGHTS
from rightful.record.legal_texts import (
    SCHEMA,
    UDHR_ADOPTED,
    constitution_articles,
    rights_of_articles,
    treaty_articles,
)

TREATIES = Path("text") / "treaties" / "un_hr_treaties_by_article_en.csv.gz"
CONSTITUTIONS = Path("text") / "constitutions" / "case_constitutions_en.csv.gz"


def _constitution(folder: Path, text: str, country: str = "Chile") -> Path:
    path = folder / "made_up.csv"
    name = f"{country} 1990 (rev. 2001)"
    pl.DataFrame({"country": [country], "constitution": [name], "text": [text]}).write_csv(path)
    return path


def test_treaties_are_dated_by_the_register_and_named_as_in_it(tmp_path: Path) -> None:
    path = tmp_path / "made_up.csv"
    pl.DataFrame(
        {"treaty": ["UDHR", "CED"], "article": ["1", "2"], "text": ["One.", "Two."]}
    ).write_csv(path)
    found = treaty_articles(path)
    assert dict(found.schema) == SCHEMA
    assert found["instrument"].to_list() == ["UDHR", "CPED"]
    assert found["kind"].to_list() == ["declaration", "treaty"]
    assert found["day"][0] == UDHR_ADOPTED


def test_headings_cut_a_constitution_and_a_second_law_starts_a_part(tmp_path: Path) -> None:
    lines = [f"ARTICLE {i}. TITLE {i}\nWords of article {i}." for i in (*range(1, 9), 1, 2, 2)]
    found = constitution_articles(_constitution(tmp_path, "Preamble\n" + "\n".join(lines)))
    assert found["article"].to_list()[-3:] == ["8", "2/1", "2/2"]
    assert "TITLE 3" in found["text"][2]
    assert found.row(0)[:4] == ("CHL-1990", "1", "constitution", 1990)
    assert str(found["day"][0]) == "2001-12-31"
    assert found["text"][-1].count("Words of article 2.") == 2


def test_capitals_cut_a_constitution_without_the_word(tmp_path: Path) -> None:
    lines = [
        f"{i}. FREEDOM OF SPEECH\n1. All shall speak.\n2. None shall not." for i in range(1, 13)
    ]
    found = constitution_articles(_constitution(tmp_path, "\n".join(lines)))
    assert found["article"].to_list() == [str(i) for i in range(1, 13)]


@pytest.mark.parametrize("country", ["Chile", "Atlantis"])
def test_a_text_without_articles_or_of_no_known_state_is_told(tmp_path: Path, country: str) -> None:
    with pytest.raises(SourceError, match="gives 0 articles"):
        constitution_articles(_constitution(tmp_path, "No article at all.", country))


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        treaty_articles(tmp_path / "absent.csv")
    path = tmp_path / "other.csv"
    pl.DataFrame({"a": [1]}).write_csv(path)
    with pytest.raises(SourceError, match="has the columns"):
        treaty_articles(path)
    pl.DataFrame({"treaty": ["NONE"], "article": ["1"], "text": ["x"]}).write_csv(path)
    with pytest.raises(SourceError, match="does not date 'NONE'"):
        treaty_articles(path)


def test_coded_articles_state_named_rights() -> None:
    coded = rights_of_articles()
    assert set(coded["right"]) <= set(RIGHTS) - {"unspecified"}
    assert ("UDHR", "5", "torture") in coded.rows()
    assert not coded.is_duplicated().any()


@pytest.mark.shared
def test_publishers_texts_are_read_whole(shared: Path) -> None:
    treaties = treaty_articles(shared / TREATIES)
    assert treaties.height == 777
    assert not treaties.select("instrument", "article").is_duplicated().any()
    numbered = treaties.filter(pl.col("article") != "preamble")
    assert numbered.filter(instrument="UDHR").height == 30
    held = set(treaties["instrument"])
    coded = rights_of_articles().filter(pl.col("instrument").is_in(held))
    assert coded.join(treaties, on=["instrument", "article"], how="anti").is_empty()


@pytest.mark.shared
def test_publishers_constitutions_fall_into_articles(shared: Path) -> None:
    found = constitution_articles(shared / CONSTITUTIONS)
    counts = dict(found.group_by("instrument").len().iter_rows())
    assert len(counts) == 8
    assert min(counts.values()) >= 70
    assert not found.select("instrument", "article").is_duplicated().any()
