"""The codes of a legal person through its life."""

from __future__ import annotations

from rightful.record import states


def codes_of(state_id: str) -> list[int]:
    """Return the COW codes of a legal person's whole life, newest first."""
    spells = (one for one in states.all_states() if one.state_id == state_id)
    newest = sorted(spells, key=lambda one: one.start, reverse=True)
    return list(dict.fromkeys(one.ccode for one in newest if one.ccode is not None))
