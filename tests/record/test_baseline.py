"""The baseline keeps joint draws in a byte each and is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from rightful.core.errors import DataError, StoreError
from rightful.core.posterior import Posterior
from rightful.record import commitments
from rightful.record.baseline import FRAMES, Baseline, pack, shipped, write

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
    write(tmp_path / "b", _frames(posterior), {"seed": 1})
    back = Baseline(tmp_path / "b").practice("physical_integrity", "changing")
    # Half a step at most: a fortieth of a posterior sd.
    sd = posterior.draws.std(axis=0)
    assert (np.abs(back.draws - posterior.draws).max(axis=0) <= sd / 39).all()
    before, after = np.corrcoef(posterior.draws.T), np.corrcoef(back.draws.T)
    assert np.abs(before - after).max() < 0.005


def test_a_draw_far_out_is_kept_not_clipped(tmp_path: Path) -> None:
    posterior = _posterior(states=1)
    posterior.draws[0, 0] = 100.0
    write(tmp_path / "b", _frames(posterior), {})
    back = Baseline(tmp_path / "b").practice("physical_integrity", "changing")
    assert back.draws[0, 0] == pytest.approx(100.0, abs=0.5)


def test_fewer_draws_are_the_first_ones(tmp_path: Path) -> None:
    write(tmp_path / "b", _frames(_posterior()), {})
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
    write(folder, _frames(_posterior()), {"seed": 1})

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(StoreError, match="No space left"):
        write(folder, _frames(_posterior()), {"seed": 2})
    assert Baseline(folder).recipe == {"seed": 1}
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
    write(folder, _frames(_posterior()), {"seed": 1})
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StoreError, match="old baseline stands"):
        write(folder, _frames(_posterior()), {"seed": 2})
    assert Baseline(folder).recipe == {"seed": 1}


def test_a_run_killed_between_the_renames_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, _frames(_posterior()), {"seed": 1})
    folder.rename(tmp_path / ".b.old")
    with pytest.raises(StoreError):
        write(folder, {}, {})
    write(folder, _frames(_posterior()), {"seed": 2})
    assert Baseline(folder).recipe == {"seed": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_new_one_replaces_the_old(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, _frames(_posterior()), {"seed": 1})
    write(folder, _frames(_posterior()), {"seed": 2})
    assert Baseline(folder).recipe == {"seed": 2}
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
    assert sum(path.stat().st_size for path in folder.iterdir()) < 12e6
    recipe = Baseline(folder).recipe
    assert recipe["draws"] >= 200
    for found in recipe["diagnostics"].values():
        assert found["rhat_max"] <= 1.01
        assert found["ess_min"] >= 400
