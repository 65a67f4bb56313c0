"""The measurement models by name: ours, and the published ones for comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rightful.core.names import STANDARDS, resolve
from rightful.measures._specification import Specification, Standard, lhrs2014, lhrs2019, own

_SPECIFICATIONS: Final[dict[str, Callable[[Standard], Specification]]] = {
    "own": own,
    "lhrs2014": lhrs2014,
    "lhrs2019": lhrs2019,
}
NAMES: Final = tuple(_SPECIFICATIONS)


def named(name: str, standard: str = "changing") -> Specification:
    """Return a specification by name, whatever its case.

    Raises
    ------
    UnknownName
        When the name or the standard is not known.
    """
    chosen: Standard = (
        "constant" if resolve(standard, STANDARDS, "standard") == "constant" else "changing"
    )
    return _SPECIFICATIONS[resolve(name, NAMES, "specification")](chosen)
