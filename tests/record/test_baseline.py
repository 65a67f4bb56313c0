"""The baseline keeps joint draws in a byte each and is written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from rightful.core.errors import DataError, StoreError, UsageError
from rightful.core.posterior import Posterior
from rightful.record import commitments
from rightful.record.baseline import FRAMES, Baseline, check_place, pack, shipped, write
from rightful.record.rights import families

RECIPE: dict[str, Any] = {
    "families": {
        "physical_integrity": {
            "rights": ["torture"],
            "draws": 200,
            "first_year": 2000,
            "last_year": 2000,
        }
    },
    "series": {},
    "first_year": 2000,
    "last_year": 2000,
    "seed": 1,
    "sources": [
        dict.fromkeys(
            ("name", "title", "edition", "sha256", "reference", "licence", "address"), "made up"
        )
        | {"rows": 1}
    ],
}
RNG = np.random.default_rng(11)


def _posterior(states: int = 4, draws: int = 200) -> Posterior:
    common = RNG.normal(size=(draws, 1))
    values = common + RNG.normal(scale=0.3, size=(draws, states)) + np.arange(states)
    return Posterior(
        np.arange(1, states + 1, dtype=np.int32),
        np.full(states, 2000, dtype=np.int32),
        values.astype(np.float32),
        "made up",
    )


def _frames(posterior: Posterior) -> dict[str, pl.DataFrame]:
    frames = {name: pl.DataFrame({"ccode": [1]}) for name in FRAMES}
    return frames | {"draws": pack(posterior, "physical_integrity", "changing")}


def test_draws_survive_the_byte(tmp_path: Path) -> None:
    posterior = _posterior()
    write(tmp_path / "b", _frames(posterior), RECIPE)
    back = Baseline(tmp_path / "b").practice("physical_integrity", "changing")
    # Half a step at most: a fortieth of a posterior sd.
    sd = posterior.draws.std(axis=0)
    assert (np.abs(back.draws - posterior.draws).max(axis=0) <= sd / 39).all()
    before, after = np.corrcoef(posterior.draws.T), np.corrcoef(back.draws.T)
    assert np.abs(before - after).max() < 0.005


def test_a_draw_far_out_is_kept_not_clipped(tmp_path: Path) -> None:
    posterior = _posterior(states=1)
    posterior.draws[0, 0] = 100.0
    write(tmp_path / "b", _frames(posterior), RECIPE)
    back = Baseline(tmp_path / "b").practice("physical_integrity", "changing")
    assert back.draws[0, 0] == pytest.approx(100.0, abs=0.5)


def test_fewer_draws_are_the_first_ones(tmp_path: Path) -> None:
    write(tmp_path / "b", _frames(_posterior()), RECIPE)
    baseline = Baseline(tmp_path / "b")
    ten = baseline.practice("physical_integrity", "changing", 10)
    everything = baseline.practice("physical_integrity", "changing")
    assert (ten.draws == everything.draws[:10]).all()
    with pytest.raises(DataError, match="201 draws"):
        baseline.practice("physical_integrity", "changing", 201)
    with pytest.raises(DataError, match="no draws"):
        baseline.practice("justice", "changing")


def test_a_failed_write_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "b"
    write(folder, _frames(_posterior()), RECIPE)

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(StoreError, match="No space left"):
        write(folder, _frames(_posterior()), RECIPE | {"seed": 2})
    assert Baseline(folder).recipe == RECIPE
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(StoreError, match="not a baseline"):
        write(tmp_path, _frames(_posterior()), {})
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_refused_rename_puts_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "b"
    write(folder, _frames(_posterior()), RECIPE)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith("-new"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StoreError, match="old baseline stands"):
        write(folder, _frames(_posterior()), RECIPE | {"seed": 2})
    assert Baseline(folder).recipe == RECIPE


def test_an_interrupt_between_the_renames_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "b"
    write(folder, _frames(_posterior()), RECIPE)
    rename = Path.rename

    def interrupt(self: Path, target: Path) -> Path:
        if self.name.endswith("-new"):
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(folder, _frames(_posterior()), RECIPE | {"seed": 2})
    assert Baseline(folder).recipe == RECIPE
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.skipif(os.name == "nt", reason="no links and pipes there")
@pytest.mark.parametrize("kind", ["file", "pipe", "link", "dead link", "link to a baseline"])
def test_what_is_no_folder_is_left_alone(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "b"
    if kind == "file":
        place.write_text("mine")
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        target = tmp_path / "target"
        if kind == "link to a baseline":
            write(target, _frames(_posterior()), RECIPE)
        elif kind == "link":
            target.mkdir()
        place.symlink_to(target)
    before = place.lstat()
    with pytest.raises(StoreError, match="this is a"):
        write(place, _frames(_posterior()), RECIPE)
    assert os.path.samestat(before, place.lstat())


def test_a_baseline_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, _frames(_posterior()), RECIPE)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"it holds notes\.txt"):
        write(folder, _frames(_posterior()), RECIPE)
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_folder_whose_name_is_like_that_of_our_own_is_left_alone(tmp_path: Path) -> None:
    for name in (".b.old", ".b.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("mine")
    write(tmp_path / "b", _frames(_posterior()), RECIPE)
    write(tmp_path / "b", _frames(_posterior()), RECIPE)
    assert (tmp_path / ".b.old" / "thesis.txt").exists()
    assert (tmp_path / ".b.new" / "thesis.txt").exists()


@pytest.mark.parametrize(("out", "files"), [("a", "a"), ("a/b", "a"), ("a", "a/b"), (".", "a")])
def test_the_baseline_and_the_files_lie_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, files: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="in one folder"):
        check_place(Path(out), Path(files))


def test_a_folder_that_cannot_be_made_is_told_before_a_fit(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for place in (tmp_path / "file" / "b", tmp_path / ("x" * 255)):
        with pytest.raises(StoreError, match="could not be written there"):
            check_place(place)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "text",
    [
        *("[]", "{}", "null", "3", "", "[" * 100_000),
        json.dumps(RECIPE | {"families": {"justice": {"draws": "200"}}}),
        json.dumps(RECIPE | {"sources": {}}),
        json.dumps(RECIPE | {"sources": [{"name": 1}]}),
        json.dumps(RECIPE | {"facts": [1]}),
    ],
    ids=range(10),
)
def test_a_recipe_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "recipe.json").write_text(text)
    with pytest.raises(StoreError, match="recipe cannot be read") as caught:
        _ = Baseline(tmp_path).recipe
    assert "rightful baseline build" in str(caught.value)


def test_a_recipe_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "recipe.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(StoreError, match="recipe cannot be read"):
        _ = Baseline(tmp_path).recipe


def test_a_run_killed_between_the_renames_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, _frames(_posterior()), RECIPE)
    folder.rename(tmp_path / ".b.rightful-old")
    with pytest.raises(StoreError):
        write(folder, {}, {})
    write(folder, _frames(_posterior()), RECIPE | {"seed": 2})
    assert Baseline(folder).recipe == RECIPE | {"seed": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_new_one_replaces_the_old(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, _frames(_posterior()), RECIPE)
    write(folder, _frames(_posterior()), RECIPE | {"seed": 2})
    assert Baseline(folder).recipe == RECIPE | {"seed": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_what_is_missing_or_broken_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="needs"):
        write(tmp_path / "b", {}, {})
    with pytest.raises(StoreError, match="no estimates"):
        Baseline(tmp_path).frame("estimates")
    with pytest.raises(StoreError, match="recipe"):
        _ = Baseline(tmp_path).recipe
    (tmp_path / "items.parquet").write_bytes(b"not parquet")
    with pytest.raises(StoreError, match="cannot be read"):
        Baseline(tmp_path).frame("items")


def test_the_shipped_facts_are_the_tables() -> None:
    shelf = Baseline(shipped())
    assert shelf.frame("acts").equals(commitments.acts().frame)
    assert shelf.frame("obligations").equals(commitments.obligations().frame)


def test_the_shipped_baseline_is_small_and_converged() -> None:
    folder = shipped()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 30e6
    held = Baseline(folder).recipe["families"]
    assert set(held) == set(families())
    assert held["physical_integrity"]["draws"] >= 200
    for name, one in held.items():
        assert one["draws"] >= 50
        assert set(one["diagnostics"]) == set(families()[name].standards)
        for found in one["diagnostics"].values():
            assert found["rhat_max"] <= 1.01
            assert found["ess_min"] >= 400
