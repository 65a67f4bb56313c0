"""The baseline: our own estimates and facts as Parquet, with the recipe that made them.

A baseline is a folder. It ships inside the package, so that every command answers offline; it is
rebuilt by one command and written whole or not at all.

Files
-----
``estimates.parquet``   one row per ccode, year, family, right, standard
``draws.parquet``       joint draws of practice, quantized to one byte
``changes.parquet``     how practice moved, per state and window
``items.parquet``       joint draws of the main items' parameters
``ratings.parquet``     which file and row every rating behind an estimate stands in
``series.parquet``      the other strands: one row per ccode (0 is the world), year and series
``codes.parquet``       what statements do: one row per statement and act, no text
``probabilities.parquet``   one row per statement: where it was said, each act's probability
``acts.parquet``, ``obligations.parquet``   the facts the estimates were set against
``recipe.json``         versions, seeds, fingerprints, diagnostics, attributions
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.errors import DataError, StoreError
from rightful.core.posterior import Posterior
from rightful.record.atomic import parquet_of, write_synced
from rightful.record.baseline_place import FRAMES, beside, check_place, swap, whole
from rightful.record.recipe import NAME as RECIPE
from rightful.record.recipe import REBUILD, read_recipe

__all__ = ["FRAMES", "Baseline", "check_place", "pack", "shipped", "write"]

# A draw is kept as whole steps from the mean; 20 steps to a posterior sd lose 0.1 % of its spread.
STEPS_PER_SD = 20.0
MOST_STEPS = 127
# A reader of one state, right or standard skips the other groups.
ROWS_A_GROUP = 12_000


def shipped() -> Path:
    """Return the folder of the baseline inside the package."""
    return Path(__file__).resolve().parents[1] / "baseline"


@dataclass(frozen=True)
class Baseline:
    """A baseline folder, read when asked."""

    folder: Path

    def frame(self, name: str, *where: pl.Expr) -> pl.DataFrame:
        """Return one of ``FRAMES``, or its rows ``where`` all predicates hold.

        Raises
        ------
        StoreError
            When the file is missing or unreadable.
        """
        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            raise StoreError(
                f"the baseline has no {name}",
                where=str(path),
                allowed=", ".join(FRAMES),
                next_step=REBUILD,
            )
        try:
            return pl.scan_parquet(path).filter(*where).collect()
        except (pl.exceptions.PolarsError, OSError, TypeError, ValueError) as error:
            raise StoreError(
                f"the baseline's {name} cannot be read: {error}",
                where=str(self.folder),
                next_step=REBUILD,
            ) from error

    @cached_property
    def fingerprint(self) -> str:
        """Twelve digits that are another for another baseline: of its recipe's SHA-256."""
        try:
            return hashlib.sha256((self.folder / RECIPE).read_bytes()).hexdigest()[:12]
        except OSError as error:
            raise StoreError(
                f"the baseline's recipe cannot be read: {error.strerror or error}",
                where=str(self.folder),
                next_step=REBUILD,
            ) from error

    @cached_property
    def recipe(self) -> dict[str, Any]:
        """How the baseline was made; raises StoreError where its file is damaged."""
        return read_recipe(self.folder / RECIPE)

    def practice(self, family: str, standard: str, draws: int | None = None) -> Posterior:
        """Return joint draws of practice, the first ``draws`` of them.

        Raises
        ------
        DataError
            When more draws are asked for than the baseline holds, or none exist.
        """
        mine = (pl.col("family") == family, pl.col("standard") == standard)
        held = self.frame("draws", *mine).sort("ccode", "year")
        if not held.height:
            raise DataError(
                f"the baseline holds no draws of {family} at the {standard} standard",
                where=str(self.folder),
                allowed=", ".join(self.recipe["families"]),
                next_step=REBUILD,
            )
        return _unpack(held, f"practice: {family}, {standard}", draws)


def pack(posterior: Posterior, family: str, standard: str) -> pl.DataFrame:
    """Return draws as rows of ``draws.parquet``: mean, step and one signed byte a draw."""
    mean = posterior.draws.mean(axis=0, dtype=np.float64)
    spread = posterior.draws.std(axis=0, dtype=np.float64)
    # One byte reaches 6.3 sd either way; the rare draw beyond widens the step of its state-year.
    reach = np.abs(posterior.draws - mean).max(axis=0)
    step = np.maximum(spread / STEPS_PER_SD, reach / MOST_STEPS)
    step = np.maximum(step, np.finfo(np.float32).tiny)
    whole = np.rint((posterior.draws - mean) / step).clip(-MOST_STEPS, MOST_STEPS).astype(np.int8)
    return pl.DataFrame(
        {
            "family": [family] * mean.size,
            "standard": [standard] * mean.size,
            "ccode": posterior.ccode,
            "year": posterior.year,
            "mean": mean.astype(np.float32),
            "step": step.astype(np.float32),
            # A list, not an array: families differ in how many draws are kept.
            "draws": pl.Series(np.ascontiguousarray(whole.T)).arr.to_list(),
        }
    )


def _unpack(held: pl.DataFrame, name: str, draws: int | None) -> Posterior:
    whole: NDArray[np.int8] = held["draws"].explode().to_numpy().reshape(held.height, -1)
    if draws is not None and not 1 <= draws <= whole.shape[1]:
        raise DataError(
            f"{draws} draws were asked for",
            where=name,
            allowed=f"1 to {whole.shape[1]}",
            next_step="ask for fewer, or rebuild: rightful baseline build --draws N --from DIR",
        )
    kept = whole[:, : draws or whole.shape[1]].astype(np.float32)
    values = held["mean"].to_numpy()[:, None] + kept * held["step"].to_numpy()[:, None]
    return Posterior(
        held["ccode"].to_numpy().astype(np.int32),
        held["year"].to_numpy().astype(np.int32),
        np.ascontiguousarray(values.T, dtype=np.float32),
        name,
    )


def write(folder: Path, frames: dict[str, pl.DataFrame], recipe: dict[str, Any]) -> None:
    """Write a baseline whole or not at all: into a folder beside it, then by renaming.

    Raises
    ------
    StoreError
        When a frame is missing, the folder is not a baseline's, or the disk refuses; what was
        there then stands as it was.
    """
    missing = set(FRAMES) - frames.keys()
    if missing:
        raise StoreError(
            f"a baseline needs {sorted(missing)} too",
            where=str(folder),
            allowed=", ".join(FRAMES),
            next_step=REBUILD,
        )
    check_place(folder)
    place = whole(folder)
    new = beside(place)
    try:
        _fill(new, frames, recipe)
        swap(new, place)
    except OSError as error:
        raise StoreError(
            f"the baseline could not be written: {error.strerror or error}",
            where=str(folder),
            next_step="free space or name another folder with --out; the old baseline stands",
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _fill(folder: Path, frames: dict[str, pl.DataFrame], recipe: dict[str, Any]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, frame in frames.items():
        content = parquet_of(
            frame, compression="zstd", compression_level=19, row_group_size=ROWS_A_GROUP
        )
        write_synced(folder / f"{name}.parquet", content)
    text = json.dumps(recipe, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    write_synced(folder / RECIPE, text.encode())
