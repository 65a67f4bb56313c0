"""The measurement models by name: ours, and the published ones for comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from rightful.core.names import STANDARDS, resolve
from rightful.measures._specification import (
    Specification,
    Standard,
    lhrs2014,
    lhrs2019,
    own,
    own_equal,
)

_SPECIFICATIONS: Final[dict[str, Callable[[Standard], Specification]]] = {
    "own": own,
    "own_equal": own_equal,
    "lhrs2014": lhrs2014,
    "lhrs2019": lhrs2019,
}
NAMES: Final = tuple(_SPECIFICATIONS)


def named(
    name: str, standard: str = "changing", reference_years: tuple[int, int] | None = None
) -> Specification:
    """Return a specification by name, whatever its case.

    ``reference_years`` are those whose state-years have mean 0 and SD 1; without them, the
    specification's own.

    Raises
    ------
    UnknownName
        When the name or the standard is not known.
    """
    chosen: Standard = (
        "constant" if resolve(standard, STANDARDS, "standard") == "constant" else "changing"
    )
    found = _SPECIFICATIONS[resolve(name, NAMES, "specification")](chosen)
    return replace(found, reference_years=reference_years) if reference_years else found


__all__ = ["NAMES", "Specification", "named"]
