"""Listings say what is there: the panel's own years and rights, what a pull did not see."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

import rightful
from rightful.core.errors import UnknownName
from rightful.study import codebook, pull, pull_text, write_panel


def test_the_codebook_has_the_panels_own_years_and_rights() -> None:
    panel = rightful.panel("both", family="all")
    rows = {row["name"]: row for row in codebook() if row["table"] == "panel"}
    years = panel["year"].unique().sort().to_list()
    assert rows["year"]["range"] == f"{years[0]} to {years[-1]}"
    for name in ("family", "right", "standard"):
        told = {value.split(" ", 1)[1] for value in rows[name]["values"].split("; ")}
        assert told == set(panel[name].unique())


def test_stata_has_the_same_labels(tmp_path: Path) -> None:
    write_panel(tmp_path / "panel.dta")
    _, meta = pyreadstat.read_dta(str(tmp_path / "panel.dta"), metadataonly=True)
    for name in ("family", "right", "standard"):
        values = codebook(name)[0]["values"]
        labels: dict[Any, Any] = meta.variable_value_labels[name]
        assert "; ".join(f"{code} {text}" for code, text in labels.items()) == values


def test_an_unknown_column_is_told() -> None:
    with pytest.raises(UnknownName, match="lists them all"):
        codebook("nosuch")


def test_a_pull_that_finds_nothing_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))
    (tmp_path / "empty" / "closed").mkdir(parents=True)
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = pull((), tmp_path / "empty", lambda *_: None)
    assert (report["ok"], report["exit_code"]) == (False, 2)
    text = pull_text(report)
    assert text.count("next:") == 1
    assert "no publisher's file is in the folder" in text
    assert f"not looked into: {tmp_path / 'empty' / 'closed'}: Permission denied" in text
