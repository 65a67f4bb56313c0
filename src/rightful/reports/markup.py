"""Markup built from parts: text is escaped unless it is markup, so no name can break out."""

from __future__ import annotations

import html
from collections.abc import Iterable

# Elements that have no content and no closing tag in HTML.
VOID = frozenset(("meta", "br", "hr", "img", "link", "input", "wbr"))


class Markup(str):
    """Text that is markup and is not escaped again."""

    __slots__ = ()


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """Return an element; ``cls`` stands for class, an underscore for a hyphen.

    A child is text (escaped), markup (kept), None (left out) or an iterable of children. An
    attribute that is None or False is left out, True stands alone.
    """
    start = f"<{name}{_attributes(attributes)}>"
    if name in VOID:
        return Markup(start)
    return Markup(f"{start}{join(children)}</{name}>")


def join(children: Iterable[object]) -> Markup:
    """Return the children one after another."""
    return Markup("".join(_text(child) for child in children))


def _text(child: object) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return str(child)
    if isinstance(child, str):
        return html.escape(child, quote=False)
    if isinstance(child, Iterable):
        return join(child)
    return html.escape(str(child), quote=False)


def _attributes(attributes: dict[str, object]) -> str:
    shown = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        name = "class" if key == "cls" else key.rstrip("_").replace("_", "-")
        if value is True:
            shown.append(f" {name}")
        elif isinstance(value, float):
            shown.append(f' {name}="{short(value)}"')
        else:
            shown.append(f' {name}="{html.escape(str(value))}"')
    return "".join(shown)


def short(value: float) -> str:
    """Write a coordinate short: one decimal, none where it is zero."""
    return f"{value:.1f}".removesuffix(".0")
