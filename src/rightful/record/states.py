"""States in time: who they were, when, under which codes, and who followed them.

A dated crosswalk between Correlates of War, Gleditsch and Ward, ISO 3166 and V-Dem from 1945, in
our own table, useful alone: ``docs/states.md`` has the rules and examples. This module is its
front; ``state_table`` reads the table, ``state_lookup`` answers a person, ``state_codes`` joins
files, ``state_view`` describes a state.
"""

from __future__ import annotations

from rightful.record.state_bearers import KEYS, Key
from rightful.record.state_codes import (
    ccode_of,
    gwcode_of,
    iso3_of,
    name_of,
    state_of_ccode,
    state_years,
)
from rightful.record.state_lookup import (
    Match,
    find,
    name_of_person,
    party_of,
    predecessors,
    state,
    successors,
)
from rightful.record.state_table import State, Succession, all_states, successions
from rightful.record.state_view import as_text, describe

# The published lists whose dates of membership the table carries.
REFERENCES = ("cow2017", "gleditsch1999")

__all__ = [
    "KEYS",
    "REFERENCES",
    "Key",
    "Match",
    "State",
    "Succession",
    "all_states",
    "as_text",
    "ccode_of",
    "describe",
    "find",
    "gwcode_of",
    "iso3_of",
    "name_of",
    "name_of_person",
    "party_of",
    "predecessors",
    "state",
    "state_of_ccode",
    "state_years",
    "successions",
    "successors",
]
