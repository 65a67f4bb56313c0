"""Simulation-based calibration at length: python benchmarks/calibration.py --fits 300."""

import argparse
from dataclasses import replace

import numpy as np

from rightful.measures._calibration import outside_bands, simulated_ranks
from rightful.measures._ordinal_data import Item
from rightful.measures._simulation import made_up_panel
from rightful.measures._specification import lhrs2014, lhrs2019, own, own_learned

ITEMS = (
    Item("torture", 3, 1, "yearly"),
    Item("terror", 3, -1, "yearly"),
    Item("massacre", 2, -1),
    Item("prison", 3, 1),
)
YEARS = (2000, 2005)
PRESETS = {
    "own": own(reference_years=YEARS),
    "own_learned": own_learned(reference_years=YEARS),
    "lhrs2014": replace(lhrs2014(), yearly_items=None),
    "lhrs2019": replace(lhrs2019(), yearly_items=None),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fits", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--error-rate", type=float, default=0.01)
    asked = parser.parse_args()
    template = made_up_panel(np.random.default_rng(0), 12, 5, ITEMS, 0.9)
    for name, spec in PRESETS.items():
        found = simulated_ranks(template, spec, asked.fits, asked.seed)
        outside = outside_bands(found, asked.error_rate)
        print(f"{name}: {asked.fits} fits, {len(found.names)} quantities, outside {outside}")


if __name__ == "__main__":
    main()
