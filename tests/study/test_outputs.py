"""What is asked is checked before the work begins, and nothing of the user's is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightful.core.errors import MissingFile, RightfulError, StoreError, UsageError
from rightful.record.baseline import shipped
from rightful.study import build, dossiers, fits, panels
from rightful.study.arguments import check_panel, check_seed
from rightful.study.outputs import check_out, write_page


@pytest.fixture(autouse=True)
def _no_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Fail when a fit or a pull begins."""

    def begins(*args: object, **kwargs: object) -> None:
        pytest.fail("the work began before what was asked had been checked")

    monkeypatch.setattr(build, "fit_families", begins)
    monkeypatch.setattr(fits, "fit_practice", begins)
    for module in (build, fits):
        monkeypatch.setattr(module, "pull", begins)
    monkeypatch.setenv("RIGHTFUL_HOME", str(tmp_path / "home"))


def measured(out: Path | None = None, seed: int = 1, source: Path | None = None) -> None:
    fits.measure_practice(source, "own", "changing", out, seed, lambda *_: None)


def built(source: Path, out: Path, seed: int = 1) -> None:
    build.build_baseline(source, out, 50, seed, lambda *_: None)


@pytest.mark.parametrize("name", ["x.pdf", "nowhere/x.csv", "home/x.csv", "folder.csv"])
def test_the_place_of_a_table_is_checked_before_a_fit(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UsageError):
        measured(tmp_path / name)
    with pytest.raises(UsageError):
        panels.write_panel(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


def test_a_read_only_table_is_spared_before_a_fit(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    out.write_text("final")
    out.chmod(0o444)
    with pytest.raises(StoreError, match="read-only"):
        measured(out)


def test_the_place_of_a_baseline_is_checked_before_a_fit(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").write_text("mine")
    for out, error in (
        (tmp_path / "thesis", StoreError),
        (files / "b", UsageError),
        (tmp_path, RightfulError),
        (tmp_path / "home" / "b", UsageError),
    ):
        with pytest.raises(error):
            built(files, out)
    with pytest.raises(MissingFile, match="is no folder"):
        built(tmp_path / "thesis" / "thesis.txt", tmp_path / "b")


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_is_checked_before_a_fit(tmp_path: Path, seed: int) -> None:
    for ask in (
        lambda: check_seed(seed),
        lambda: measured(seed=seed),
        lambda: built(tmp_path, tmp_path / "b", seed),
        lambda: fits.bench_practice(200, 72, seed, lambda *_: None),
    ):
        with pytest.raises(UsageError, match="allowed: 0 to"):
            ask()


@pytest.mark.parametrize(("states", "years"), [(10**11, 72), (200, 10**6), (5, 10), (-1, 1)])
def test_a_made_up_panel_has_bounds(states: int, years: int) -> None:
    with pytest.raises(UsageError, match="allowed"):
        check_panel(states, years)


def test_the_page_is_written_over_pages_of_ours_alone(tmp_path: Path) -> None:
    path = tmp_path / "dossier-cambodia.html"
    page = dossiers.dossier("KHM").render("html")
    write_page(path, page)
    write_page(path, page)
    for mine in ("", "<!doctype html><p>rightful</p>"):
        path.write_text(mine)
        with pytest.raises(UsageError, match="no page of rightful"):
            write_page(path, page)
        assert path.read_text() == mine
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere.html")
    with pytest.raises(UsageError, match="no page of rightful"):
        write_page(path, page)


def test_companions_never_replace_the_users_own(tmp_path: Path) -> None:
    mine = ("thesis.bib", "thesis.codebook.csv", "thesis.draws.csv")
    for name in mine:
        (tmp_path / name).write_text("mine")
    told = panels.write_panel(tmp_path / "thesis.csv", draws=1)
    assert [(tmp_path / name).read_text() for name in mine] == ["mine"] * 3
    written = {path.name for path in tmp_path.iterdir()} - set(mine)
    assert written == {
        *("thesis.csv", "thesis.rightful.bib"),
        *("thesis.rightful.codebook.csv", "thesis.rightful.draws.csv"),
    }
    assert {Path(told[name]).name for name in ("panel", "codebook", "references", "draws")} == (
        written
    )


def test_the_panel_and_its_companions_are_written_together(tmp_path: Path) -> None:
    (tmp_path / "x.rightful.bib").mkdir()
    with pytest.raises(UsageError):
        panels.write_panel(tmp_path / "x.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["x.rightful.bib"]


def test_a_broken_recipe_is_told_before_anything_is_written(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for path in shipped().glob("*.parquet"):
        (shelf / path.name).write_bytes(path.read_bytes())
    for text in ("[]", "{}", "null", '{"draws": "many"}'):
        (shelf / "recipe.json").write_text(text)
        with pytest.raises(StoreError, match="rightful baseline build"):
            panels.write_panel(tmp_path / "x.csv", baseline=shelf)
    assert [path.name for path in tmp_path.iterdir()] == ["shelf"]


def test_an_output_outside_is_taken(tmp_path: Path) -> None:
    check_out(tmp_path / "x.html")
    check_out(tmp_path / "x.csv", table=True)
    assert list(tmp_path.iterdir()) == []
