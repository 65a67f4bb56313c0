"""Do autocracies lack the markers, given equal ratification (104)?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from rightful.spiral.compare.answer import Answer, Estimate, Question, answered, nothing
from rightful.spiral.compare.material import Material, decades
from rightful.spiral.compare.resample import slope, slopes
from rightful.spiral.panel import NULL

LAW, REGIME = "commitment_all", "opportunity_openness"
ALL: Final = ("m1", "m2", "m3")
WITHOUT_M2: Final = ("m1", "m3")
WITHOUT_PRACTICE: Final = ("m1", "m3e")
WARNINGS: Final = {
    ALL: "m2 has regime built in, m3 has practice",
    WITHOUT_M2: "m2, which has regime built in, is left out; m3 has practice",
    WITHOUT_PRACTICE: "m2 is left out, and practice: m3 by remedies alone",
}
LEAST, LEAST_STATES = 100, 20
MARGIN: Final = 0.02


def autocracy_answers(material: Material, seed: int = 1) -> tuple[Answer, ...]:
    """Return whether closed regimes have fewer markers: all, without m2, and without practice."""
    return tuple(
        answered(_question(markers), fewer(material, markers, seed)) for markers in WARNINGS
    )


def fewer(material: Material, markers: tuple[str, ...], seed: int = 1) -> Estimate:
    """Return how much likelier a marker holds per standard deviation of openness."""
    openness, law = material.series[REGIME], material.series[LAW]
    usable = np.isfinite(openness) & np.isfinite(law)
    if not usable.any():
        return nothing("no regime or commitment is known", 0, 0)
    spread = max(float(np.std(openness[usable])), 1e-9)
    held, open_, bound, kind, state, year = [], [], [], [], [], []
    for at, marker in enumerate(markers):
        rows = usable & (material.markers[marker] != NULL)
        held.append(material.markers[marker][rows].astype(np.float64))
        open_.append(openness[rows] / spread)
        bound.append(law[rows])
        kind.append(np.full(int(rows.sum()), at))
        state.append(material.ccode[rows])
        year.append(material.year[rows])
    y, states, kinds = np.concatenate(held), np.concatenate(state), np.concatenate(kind)
    count = np.unique(states).size
    if y.size < LEAST or count < LEAST_STATES or y.std() == 0:
        why = f"{y.size} markers seen in {count} states; {LEAST} in {LEAST_STATES} are asked for"
        return nothing(why, count, y.size)
    which = [(kinds == at).astype(np.float64) for at in range(1, len(markers))]
    x = [np.concatenate(open_), np.concatenate(bound), *which, *decades(np.concatenate(year))]
    seen = ", ".join(f"{name} {int((kinds == at).sum())}" for at, name in enumerate(markers))
    found = slope(slopes(y, x, states, seed), posterior=False)
    return replace(found, aside=f"Markers seen: {seen}.")


def _question(markers: tuple[str, ...]) -> Question:
    names, warning = ", ".join(markers), WARNINGS[markers]
    suffix = {ALL: "", WITHOUT_M2: "_without_m2", WITHOUT_PRACTICE: "_without_m2_and_practice"}
    return Question(
        "markers_in_autocracies" + suffix[markers],
        "104",
        f"Of markers seen ({names}), do fewer hold in closed regimes, given equal commitment?",
        "above zero: the more open, the likelier a marker holds",
        1,
        "chance that a marker holds, per standard deviation of openness",
        f"markers that are seen, one under the other, on openness of institutions (a proxy of "
        f"regime), given commitment, marker and decade; {warning}",
        f"Given equal commitment, fewer markers of those seen ({names}) hold in "
        f"closed regimes; {warning}",
        f"Given equal commitment, more markers of those seen ({names}) hold in "
        f"closed regimes; {warning}",
        margin=MARGIN,
    )
