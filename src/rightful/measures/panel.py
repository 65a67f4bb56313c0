"""The columns of the panel: one row per state, year, family, right and standard."""

from __future__ import annotations

from typing import Final

from rightful.core.names import FAMILIES, RIGHTS_BY_FAMILY, STANDARDS
from rightful.core.variable import Variable

KEY: Final = ("ccode", "year", "family", "right", "standard")
_RIGHTS: Final = ("all", *(right for rights in RIGHTS_BY_FAMILY.values() for right in rights))

VARIABLES: Final[tuple[Variable, ...]] = (
    Variable(
        "ccode",
        "Correlates of War state code",
        "key",
        low=2,
        high=999,
        note="The code of the state alive on 31 December; Germany is 255 from 1990, 260 before.",
    ),
    Variable("gwcode", "Gleditsch-Ward state code", "key", low=2, high=999),
    Variable("iso3", "ISO 3166-1 alpha-3 code", "text", note="Null where it was withdrawn."),
    Variable("state", "Name of the state", "text"),
    Variable("year", "Year", "key", unit="year", low=1946, high=2100),
    Variable("family", "Family of rights", "text", values=dict(enumerate(FAMILIES))),
    Variable(
        "right",
        "Right; 'all' is the family",
        "text",
        values=dict(enumerate(_RIGHTS)),
        note="Rows of a right share the family's latent series; only the margin differs.",
    ),
    Variable(
        "standard",
        "Whether raters' standards may change",
        "text",
        values=dict(enumerate(STANDARDS)),
        note="changing: graded items move their cutpoints from year to year; constant: none does.",
    ),
    Variable(
        "freedom",
        "Freedom from fear or from want",
        "text",
        note="Of a right; null for 'all'. Which half of human security it serves.",
    ),
    Variable(
        "power_sensitivity",
        "How far respect would cost the government its hold on power",
        "text",
        note="Of a right; null for 'all'. high, medium or low: coded with a reason in rights.csv.",
    ),
    Variable(
        "centralization",
        "Whether the centre alone can carry the right out",
        "text",
        note="Of a right; null for 'all'. centralized, mixed or decentralized, coded likewise.",
    ),
    Variable(
        "practice_mean",
        "Practice: posterior mean (higher is more respect)",
        "number",
        unit="latent sd, or log-odds for a right",
        note="For 'all' the latent level. For a right its margin: the log-odds, at the standard "
        "of 2000, that its main item stands above its worst category; 0 is the anchor.",
    ),
    Variable("practice_sd", "Practice: posterior standard deviation", "number", low=0),
    Variable("practice_low", "Practice: 5th percentile of the posterior", "number"),
    Variable("practice_high", "Practice: 95th percentile of the posterior", "number"),
    Variable(
        "commitment",
        "Commitment depth: weighted share of what could bind that binds",
        "probability",
        low=0,
        high=1,
        note="Universal instruments only; see docs/commitment.md. For 'all' the mean over rights.",
    ),
    Variable(
        "below_anchor",
        "P(practice below the anchor), whatever binds",
        "probability",
        low=0,
        high=1,
        note="Anchor: cutpoint of the worst category of the right's main item at the standard of "
        "2000. For 'all': any of its rights, jointly.",
    ),
    Variable(
        "promise_unmet",
        "P(practice below the anchor while an article that promises it binds)",
        "probability",
        low=0,
        high=1,
        note="Null, never 0, where nothing binds on the year's last known day, "
        "or where the register no longer speaks.",
    ),
    Variable(
        "decoupling_mean",
        "Standardized commitment minus standardized practice: mean",
        "number",
        unit="sd of the reference set",
        note="Secondary; never ranked, never an outcome (leaving a treaty lowers it).",
    ),
    Variable(
        "decoupling_sd",
        "Standardized commitment minus standardized practice: sd",
        "number",
        low=0,
    ),
)
NAMES: Final = tuple(variable.name for variable in VARIABLES)

# The other strands, beside the panel: one row per state, year and series.
STRANDS: Final[tuple[Variable, ...]] = (
    Variable("ccode", "Correlates of War state code; 0 is the world", "key", low=0, high=999),
    Variable("year", "Year", "key", unit="year"),
    Variable("strand", "Strand of the design", "text"),
    Variable("measure", "Measure that gives the series", "text"),
    Variable("series", "Series", "key"),
    Variable("label", "What it is", "text"),
    Variable("unit", "Unit of measurement", "text"),
    Variable("mean", "Posterior mean, or the value observed", "number"),
    Variable("sd", "Posterior standard deviation", "number", low=0, note="Null where observed."),
    Variable("low", "5th percentile of the posterior", "number", note="Null where observed."),
    Variable("high", "95th percentile of the posterior", "number", note="Null where observed."),
    Variable("inputs", "How many records it rests on", "integer", low=0),
)
