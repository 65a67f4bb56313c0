"""Plug-ins are found because their file is there: one file, one name, one final class."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TypeVar

from rightful.core.errors import RightfulError

T = TypeVar("T")


@cache
def names(folder: str) -> tuple[str, ...]:
    """Return the plug-in names in a package, sorted: its modules without a leading underscore."""
    package = importlib.import_module(folder)
    found = (info.name for info in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def load(folder: str, name: str, contract: type[T]) -> T:
    """Return an instance of the one class in ``folder.name`` that fulfils ``contract``.

    Raises
    ------
    RightfulError
        When the file holds no such class, or more than one.
    """
    module = importlib.import_module(f"{folder}.{name}")
    classes = _final_classes(module, contract)
    if len(classes) != 1:
        raise RightfulError(
            f"{module.__name__} defines {len(classes)} classes of kind {contract.__name__}",
            where=str(module.__file__),
            allowed="exactly one",
            next_step="one plug-in, one file",
        )
    return classes[0]()


def _final_classes(module: ModuleType, contract: type[T]) -> list[type[T]]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, contract)
        and value is not contract
        and value.__module__ == module.__name__
        and not getattr(value, "__abstractmethods__", None)
    ]
