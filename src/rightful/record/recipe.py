"""The recipe of a baseline: versions, seeds, fingerprints, diagnostics, attributions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rightful.core.errors import StoreError

NAME = "recipe.json"
REBUILD = "rebuild it: rightful baseline build --from DIR"
_KINDS = {
    "families": dict,
    "series": dict,
    "first_year": int,
    "last_year": int,
    "sources": list,
}
_KINDS_OF_A_SOURCE = {
    **dict.fromkeys(("name", "title", "edition", "sha256", "reference", "licence", "address"), str),
    "rows": int,
}
_KINDS_OF_A_FAMILY = {"rights": list, "draws": int, "first_year": int, "last_year": int}
_KINDS_OF_A_SERIES: dict[str, type] = dict.fromkeys(
    ("label", "strand", "measure", "unit", "note"), str
)
_LISTS_OF_TEXTS = ("facts", "methods")


def read_recipe(path: Path) -> dict[str, Any]:
    """Return a recipe that holds all that commands read from it.

    Raises
    ------
    StoreError
        When the file cannot be read, or what it holds is no recipe.
    """
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        _check(loaded, _KINDS)
        for source in loaded["sources"]:
            _check(source, _KINDS_OF_A_SOURCE)
        for family in loaded["families"].values():
            _check(family, _KINDS_OF_A_FAMILY)
            _check_texts("rights", family["rights"])
        for about in loaded["series"].values():
            _check(about, _KINDS_OF_A_SERIES)
            _check(loaded.get("strands"), {about["measure"]: dict})
            _check_texts("rests_on", loaded["strands"][about["measure"]].get("rests_on"))
        for name in _LISTS_OF_TEXTS:
            _check_texts(name, loaded.get(name, []))
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(
            f"the baseline's recipe cannot be read: {error}",
            where=str(path),
            allowed=f"a mapping with {', '.join(_KINDS)}",
            next_step=REBUILD,
        ) from error
    recipe: dict[str, Any] = loaded
    return recipe


def _check(held: object, kinds: dict[str, type]) -> None:
    if not isinstance(held, dict):
        raise ValueError(f"{held!r} is no mapping")
    for name, kind in kinds.items():
        if type(held.get(name)) is not kind:
            raise ValueError(f"{name} is {held.get(name)!r}")


def _check_texts(name: str, held: object) -> None:
    if not isinstance(held, list) or any(type(each) is not str for each in held):
        raise ValueError(f"{name} is {held!r}")
