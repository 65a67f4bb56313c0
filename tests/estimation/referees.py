"""What R says about the simulated panel of the fixtures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

FOLDER = Path(__file__).parent / "fixtures"


def panel() -> pl.DataFrame:
    return pl.read_csv(FOLDER / "panel.csv")


def said() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((FOLDER / "referees.json").read_text(encoding="utf-8"))
    return told
