"""A baseline built from the publishers' own files, for a few states, answers every command."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import polars as pl
import pytest

from rightful.core.errors import SourceError, StoreError, UsageError
from rightful.record.baseline import FRAMES, Baseline
from rightful.record.rights import families
from rightful.record.store import Store
from rightful.study import build, dossiers, fit_families, panels, strands

# Cambodia, Kenya, Chile, Serbia's and Russia's codes, and others to rank them among.
STATES = (2, 40, 41, 70, 90, 100, 155, 230, 255, 345, 365, 404, 501, 517, 560, 625, 645, 750, 811)
FIRST_YEAR = 1981
# Among so few states an event item may tell them apart perfectly, and its steepness has no end.
ITEMS = (
    *("disap", "kill", "tort", "polpris", "amnesty", "state", "killing_present"),
    *("union_p", "barg_p", "child_p"),
)
# One with both standards, one whose items can show no standard change.
FAMILIES = ("physical_integrity", "workers_rights")
MEASURES = ("protest", "regime")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Baseline:
    def few(store: Store, family: str) -> pl.DataFrame:
        rated = fit_families.rated_items(store, family)
        return rated.filter(
            pl.col("ccode").is_in(STATES),
            pl.col("item").is_in(ITEMS),
            pl.col("year") >= FIRST_YEAR,
        )

    two = {name: one for name, one in families().items() if name in FAMILIES}

    folder = tmp_path_factory.mktemp("shelf") / "baseline"
    heard: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "rated_items", few)
        patch.setattr(build, "families", lambda: two)
        # Two measures that need no long fit, one small corpus; each has tests of its own.
        patch.setattr(build, "strand_sources", lambda: ("protests", "upr_pledges"))
        patch.setattr(build, "fit_strands", partial(strands.fit_strands, only=MEASURES))
        told = build.build_baseline(
            shared, folder, 50, 1, lambda share, left, label: heard.append(share)
        )
    assert told["folder"] == str(folder)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    return Baseline(folder)


@pytest.mark.shared
@pytest.mark.long
@pytest.mark.xdist_group("built")
def test_it_holds_every_frame_and_says_how_it_was_made(built: Baseline) -> None:
    assert all(built.frame(name).height for name in FRAMES)
    recipe = built.recipe
    assert list(recipe["families"]) == list(FAMILIES)
    assert {one["draws"] for one in recipe["families"].values()} == {50}
    assert {one["name"] for one in recipe["sources"]} >= {"pts", "cirights", "ucdp_osv"}
    assert all(len(one["sha256"]) == 64 for one in recipe["sources"])
    assert set(recipe["coder"]) == {"codebook", "weights"}
    pledges = built.frame("codes", pl.col("act") == "promise")
    assert set(pledges["forum"]) == {"upr_pledge"}
    assert {"rummel1994", "cow2017", "untc"} <= set(recipe["facts"])


@pytest.mark.shared
@pytest.mark.long
@pytest.mark.xdist_group("built")
def test_what_may_not_be_handed_on_stays_out(built: Baseline) -> None:
    held = built.frame("series")
    # Counts of protests could be read back from their rates.
    assert set(held["measure"]) == {"regime"}
    assert set(held["series"]) == set(built.recipe["series"])


def test_the_packages_own_baseline_is_never_private(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="private"):
        build.build_baseline(tmp_path, None, 50, 1, lambda *_: None, private=True)


@pytest.mark.shared
@pytest.mark.long
@pytest.mark.xdist_group("built")
def test_every_command_works_on_it(built: Baseline) -> None:
    page = dossiers.dossier("Cambodia", baseline=built.folder)
    assert page.answer.first_year == FIRST_YEAR
    assert page.render("text")
    panel = panels.panel("both", baseline=built.folder)
    assert panel["ccode"].n_unique() == len(STATES)
    assert panel.filter(pl.col("promise_unmet") == 0).height < panel.height


@pytest.mark.shared
@pytest.mark.long
@pytest.mark.xdist_group("built")
def test_every_estimate_traces_to_rows(built: Baseline) -> None:
    ratings = built.frame("ratings")
    levels = built.frame("estimates", pl.col("right") == "all")
    unrated = levels.join(ratings, on=["ccode", "year"], how="anti")
    assert unrated.is_empty()
    assert set(ratings.filter(pl.col("row").is_null())["item"]) == {"killing_present"}


@pytest.mark.shared
@pytest.mark.long
@pytest.mark.xdist_group("built")
def test_a_former_self_moves_within_its_own_years(built: Baseline) -> None:
    soviet = dossiers.dossier("Soviet Union", 1985, built.folder).answer
    assert {change.last_year for change in soviet.changes} == {1991}
    russia = dossiers.dossier("Russia", baseline=built.folder).answer
    assert {change.last_year for change in russia.changes} == {russia.last_year}
    assert all(p.known_until is None or p.known_until.year <= 1991 for p in soviet.promises)
    assert "CRPD" not in soviet.unknown_instruments


def test_it_will_not_replace_a_folder_of_other_things(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="not a baseline"):
        build.build_baseline(tmp_path, tmp_path, 50, 1, lambda *_: None)


def test_a_folder_without_the_files_is_refused_before_any_fit(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError):
        build.build_baseline(tmp_path / "empty", tmp_path / "out", 50, 1, lambda *_: None)
    assert not (tmp_path / "out").exists()
