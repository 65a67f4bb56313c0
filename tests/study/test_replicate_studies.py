"""The command over the store: what is missing is named, what is there is rerun."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rightful.cli import app
from rightful.core.errors import UnknownName
from rightful.estimation.grid import ROWS
from rightful.estimation.replication import replication, replications
from rightful.estimation.replication_verdict import VERDICTS
from rightful.record.citations import cite
from rightful.study.replicate_pages import replications_text, results_page, section
from rightful.study.replicate_studies import answer_of, replicate, sources_of

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "replications.md"


def _quiet(share: float, left: float, label: str) -> None:
    del share, left, label


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "store"))
    return tmp_path


def test_without_the_files_the_verdict_says_what_is_missing(empty):
    done = CliRunner().invoke(app, ["replicate", "hathaway2002", "--format", "json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["study"] == "hathaway2002"
    assert told["verdict"] == "cannot be run"
    assert {"hathaway", "polity", "gdp_pop", "conflict"} <= set(told["missing"])
    assert told["rows"] == []
    text = CliRunner().invoke(app, ["replicate", "hathaway2002"]).output
    assert "cannot be run: " in " ".join(text.split())
    assert all(f"{word}: " in text for word in VERDICTS)


def test_a_typed_name_that_is_near_is_suggested(empty):
    done = CliRunner().invoke(app, ["replicate", "hathaway2020"])
    assert done.exit_code != 0
    with pytest.raises(UnknownName, match="hathaway2002"):
        replicate("hathaway2020", None, 1, _quiet)


def test_a_study_told_in_words_has_its_rows_its_cells_and_the_definitions():
    study = replication("hathaway2002")
    told = answer_of(study, study.run(study.example(), 1))
    assert json.loads(json.dumps(told)) == told
    assert all(list(row) == list(ROWS) for row in told["rows"])
    text = replications_text([told])
    for words in (*told["differs"], *told["missing"]):
        assert words in " ".join(text.split())
    assert "of 16" in text
    assert max(len(line) for line in text.splitlines()) < 140
    assert "| `hathaway2002` |" in results_page([told])


@pytest.mark.parametrize("name", replications())
def test_every_study_reads_sources_that_are_known_and_has_a_reference(name):
    study = replication(name)
    assert sources_of([study])
    assert study.reference in cite((study.reference,), "bibtex")


def test_the_document_names_every_study_and_every_word():
    page = DOCUMENT.read_text(encoding="utf-8")
    missing = [name for name in replications() if section(replication(name)) not in page]
    assert missing == [], "write docs/replications.md anew (replicate_pages.document)"
    assert [name for name in replications() if f"| `{name}` |" not in page] == []
    assert [word for word in VERDICTS if f"| {word} |" not in page] == []


@pytest.mark.shared
def test_a_folder_of_publishers_files_is_read_and_the_study_rerun(shared, empty):
    (told,) = replicate("cingranelli_filippov2018", shared / "raw", 1, _quiet)
    assert told["verdict"] == "same sign"
    assert not (empty / "store").exists()
    own = {row["specification"]: row for row in told["author_rows"]}
    assert own["trend, changing standard"]["estimate"] > 0
    assert own["trend, all items alike"]["estimate"] < 0
    assert told["absent"] == []
    assert len(told["rows"]) == len(told["author_rows"]) + 16
