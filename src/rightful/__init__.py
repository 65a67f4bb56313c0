"""rightful: what states promise about human rights, what they do, and the distance between.

>>> import rightful
>>> rightful.dossier("KHM").answer.state.name
'Cambodia'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rightful.study import dossier, panel, states

__version__ = "0.1.0"
__all__ = ["__version__", "dossier", "panel", "states"]


def __getattr__(name: str) -> Any:
    """Load the workbench the first time it is used, so that the import stays fast."""
    if name in __all__:
        from rightful import study

        return getattr(study, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
