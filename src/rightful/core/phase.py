"""Phases of the spiral model, its three readings, and the order in which phases are climbed."""

from __future__ import annotations

from typing import Final

READINGS: Final[tuple[str, ...]] = ("as_reported", "orthodox_1999", "revised")
READING_TITLES: Final[dict[str, str]] = {
    "as_reported": "orthodox, as the paper reports it",
    "orthodox_1999": "orthodox, 1999",
    "revised": "revised",
}
_ORTHODOX: Final = ("1", "2", "3", "4", "5", "0")
# In the order of the climb. ``0`` is off the stair: a state that leaves it for 1 falls at once.
PHASES: Final[dict[str, tuple[str, ...]]] = {
    "as_reported": _ORTHODOX,
    "orthodox_1999": _ORTHODOX,
    "revised": ("1", "2", "2L", "3a", "3b", "3c", "3d", "4", "5", "0"),
}
PHASE_TITLES: Final[dict[str, str]] = {
    "0": "outside the model",
    "1": "repression",
    "2": "denial",
    "2L": "denial despite law",
    "3": "tactical concessions",
    "3a": "concession without law",
    "3b": "law, no marker seen to hold",
    "3c": "law or concession, one marker",
    "3d": "law or concession, two markers",
    "4": "prescriptive status",
    "5": "rule-consistent behaviour",
}
MARKERS: Final[tuple[str, ...]] = ("m1", "m2", "m3", "m3e", "m3p")
MARKER_TITLES: Final[dict[str, str]] = {
    "m1": "recognizes the norm and does not hold sovereignty against it",
    "m2": "argues with its opposition about application",
    "m3": "sustained effort: behaviour consistent with the rule",
    "m3e": "sustained effort, by remedies",
    "m3p": "sustained effort, by practice",
}
# More phases than these are no answer.
MOST_PHASES: Final = 3
