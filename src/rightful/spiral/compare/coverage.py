"""What is known at all: markers by decade and region, and how many phases stay possible."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rightful.core.phase import MARKERS, MOST_PHASES
from rightful.spiral.compare.material import Material
from rightful.spiral.panel import NULL

EVERYWHERE = "all"


def marker_coverage(material: Material) -> list[dict[str, Any]]:
    """Return a row per marker and group: ``all``, a decade, or a region.

    Columns marker, by, group, state_years, true, false, null, share_known, states (with a value).
    """
    rows = []
    for by, label in _groups(material):
        for group in np.unique(label):
            mine = label == group
            for marker in MARKERS:
                values = material.markers[marker][mine]
                known = values != NULL
                rows.append(
                    {
                        "marker": marker,
                        "by": by,
                        "group": str(group),
                        "state_years": int(mine.sum()),
                        "true": int((values == 1).sum()),
                        "false": int((values == 0).sum()),
                        "null": int((~known).sum()),
                        "share_known": float(known.mean()),
                        "states": int(np.unique(material.ccode[mine][known]).size),
                    }
                )
    return rows


def set_sizes(material: Material) -> list[dict[str, Any]]:
    """Return a row per reading: state-years with one phase, with a few, with no answer."""
    rows = []
    for reading, sets in material.sets.items():
        sizes = np.bitwise_count(sets)
        rows.append(
            {
                "reading": reading,
                "state_years": int(sizes.size),
                "one": int((sizes == 1).sum()),
                "few": int(((sizes > 1) & (sizes <= MOST_PHASES)).sum()),
                "no_answer": int((sizes > MOST_PHASES).sum()),
            }
        )
    return rows


def _groups(material: Material) -> list[tuple[str, NDArray[Any]]]:
    everywhere = np.full(material.year.shape, EVERYWHERE, dtype=object)
    decade = np.array([f"{one}s" for one in material.decade], dtype=object)
    region = np.where(material.region == "", "not known", material.region)
    return [("all", everywhere), ("decade", decade), ("region", region)]
