"""`import rightful` stays light: the heavy libraries load when a function needs them."""

from __future__ import annotations

import subprocess
import sys


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_the_import_loads_no_heavy_library() -> None:
    heavy = {"numpy", "polars", "numba", "scipy", "duckdb", "pandas", "typer", "rich"}
    assert not heavy & _loaded_by("import rightful")


def test_the_dossier_loads_no_sampler_and_no_file_reader() -> None:
    loaded = _loaded_by("import rightful; rightful.dossier('KHM')")
    assert not {"numba", "scipy", "pandas", "rdata", "duckdb", "pyreadstat"} & loaded
