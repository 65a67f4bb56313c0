"""What narrows a search besides its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

KINDS: Final[tuple[str, ...]] = ("statement", "article")


@dataclass(frozen=True)
class Filters:
    """Conditions that all hold; an empty one is no condition.

    Attributes
    ----------
    state, addressee
        Correlates of War codes, any of which will do: one legal person may have borne several.
    forum, response, language
        As in the frame of statements.
    act
        An act of speech, or an act and its kind (``concede:step``).
    right
        A right that the act is about, or that the article protects.
    article
        An instrument, or an instrument and an article (``ICCPR 7``). With ``act`` and ``right`` one
        and the same act must meet all three.
    first, last
        Years, both included.
    kind
        ``statement`` or ``article``; ``None`` for both.
    """

    state: tuple[int, ...] = ()
    addressee: tuple[int, ...] = ()
    forum: str | None = None
    act: str | None = None
    right: str | None = None
    article: str | None = None
    response: str | None = None
    language: str | None = None
    first: int | None = None
    last: int | None = None
    kind: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the conditions that are set, as JSON can hold them."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value not in (None, ())
        }


def filters_of(values: Mapping[str, Any]) -> Filters:
    """Return the filters that ``as_dict`` told.

    Raises
    ------
    ValueError
        When a name is unknown or a value is of another kind.
    """
    known = {field.name for field in fields(Filters)}
    if unknown := sorted(set(values) - known):
        raise ValueError(f"no filter is called {unknown[0]!r}")
    return Filters(**{name: _checked(name, value) for name, value in values.items()})


def _checked(name: str, value: Any) -> Any:
    if name in ("state", "addressee"):
        if not isinstance(value, list) or not all(_is_code(one) for one in value):
            raise ValueError(f"{name} is no list of codes: {value!r}")
        return tuple(value)
    if name in ("first", "last"):
        if not _is_code(value):
            raise ValueError(f"{name} is no year: {value!r}")
    elif not isinstance(value, str):
        raise ValueError(f"{name} is no text: {value!r}")
    return value


def _is_code(value: Any) -> bool:
    # Bounds keep a number from a file inside what the index can hold.
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000
