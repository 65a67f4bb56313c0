"""What ``study`` answers with: everything a report may say about a state, as plain arrays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class StateRecord:
    """Who is spoken of. ``born`` and ``died`` bound its life under its name.

    ``continued_as`` names what the same legal person was called next (Russia after the Soviet
    Union); None for one that lives, or that ended for good.
    """

    name: str
    ccode: int | None
    gwcode: int | None
    iso3: str | None
    born: dt.date | None
    died: dt.date | None
    notes: tuple[str, ...] = ()
    continued_as: str | None = None


@dataclass(frozen=True)
class Promise:
    """One act of commitment, or one obligation carried from a predecessor.

    ``bound_from`` and ``bound_until`` (exclusive; ``None`` while it lasts) say when the act bound
    the state; both are ``None`` for acts that do not bind (a signature) or whose date is unknown.
    ``known_until`` is the last day to which the tables speak; after it nothing is known, so an act
    whose ``bound_from`` lies later has not been seen to bind. ``precision`` is ``year`` where
    ``bound_from`` is only the latest day it can have been, ``until_precision`` the same of
    ``bound_until``. ``articles`` are those that a reservation or declaration names.
    """

    instrument: str
    title: str
    kind: str  # core | protocol | procedure | other, from the instruments table
    act: str
    date: dt.date | None
    bound_from: dt.date | None
    bound_until: dt.date | None
    authority: str
    carried_from: str | None = None
    note: str = ""
    known_until: dt.date | None = None
    year: int | None = None  # known where the day is not
    precision: str = "day"  # day | year
    until_precision: str = "day"  # day | year
    articles: tuple[str, ...] = ()


@dataclass(frozen=True)
class PracticeSeries:
    """Latent respect of a family of rights in one state; every array has shape (Y,).

    ``low`` and ``high`` bound the central 90 % interval. Percentiles are the share of the other
    states of the year that do worse, in 0-100, with their 90 % interval. ``world_*`` are the
    quartiles, over the other states of the year, of the posterior means. ``first_graded`` is the
    first year in which an item with grades rates the state, None where none does: before it only
    lists of events speak, and no year is singled out.
    """

    years: Ints
    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    percentile: Floats
    percentile_low: Floats
    percentile_high: Floats
    world_q25: Floats
    world_median: Floats
    world_q75: Floats
    first_graded: int | None = None


@dataclass(frozen=True)
class RightSeries:
    """Probability of the worst category of a right's main item at the reference standard; (Y,).

    ``last_rated`` is the last year in which an item of this right alone rated the state; later
    years are read from scales that rate several rights at once. None where there is none.
    ``first_graded`` is that of ``PracticeSeries``.
    """

    years: Ints
    p_worst: Floats
    low: Floats
    high: Floats
    item: str
    category: str  # the publisher's meaning of the worst category, in our words
    last_rated: int | None = None
    first_graded: int | None = None


@dataclass(frozen=True)
class GapSeries:
    """Promise against deed; every array has shape (Y,), NaN where nothing binds.

    ``promise_unmet`` is P(practice below the anchor while an article that forbids it binds),
    ``below_anchor`` the same probability whatever binds; ``mean``, ``low``, ``high`` are the
    standardized difference of commitment and practice, a secondary measure. ``binds`` is 1 where
    an article that forbids it binds, 0 where none does, NaN where the register no longer speaks.
    ``commitment`` is the depth in 0-1, NaN where a table it needs no longer speaks. Where
    ``first_graded`` is given, no run of years is counted from before it.
    """

    years: Ints
    below_anchor: Floats
    promise_unmet: Floats
    mean: Floats
    low: Floats
    high: Floats
    commitment: Floats
    binds: Floats
    first_graded: int | None = None


@dataclass(frozen=True)
class StrandSeries:
    """A series of another strand in one state; every array has shape (Y,).

    ``low`` and ``high`` bound the central 90 % interval; both are NaN where the value is observed
    and not estimated. ``standing`` is the share of the other states of the year with a lower
    value, in 0-100, NaN where it is the only one. Years of which nothing speaks are not there.
    """

    name: str
    label: str
    strand: str  # commitment | opportunity | network | regime | acceptance | discourse
    measure: str
    unit: str
    note: str
    years: Ints
    mean: Floats
    low: Floats
    high: Floats
    standing: Floats
    rests_on: tuple[str, ...] = ()  # the records that its measure reads, by title


@dataclass(frozen=True)
class ClaimTold:
    """A claim of the literature and what the record says of it.

    ``verdict`` is of the register of claims: holds, does not hold, cannot tell, measured;
    ``about_the_state`` tells claims on this state from those on all; ``outdated``: computed on
    another baseline.
    """

    number: int
    restatement: str
    verdict: str
    sentence: str
    about_the_state: bool
    outdated: bool


@dataclass(frozen=True)
class Contradicted:
    """Sides of the record that pull apart, and what may be said for the state.

    ``sides`` are (date, our own sentence, where it stands); ``strength`` is in 0-1, with its 90 %
    interval ``low`` to ``high``, and is no probability: ``band`` (strong, fair, faint) says how
    much the pair weighs. It is a question to put, not a verdict.
    """

    kind: str
    right: str
    sides: tuple[tuple[str, str, str], ...]
    strength: float
    low: float
    high: float
    innocent_reading: str
    band: str = ""


@dataclass(frozen=True)
class Change:
    """How practice moved between two years, beside the world's move, from the joint draws.

    ``own`` is the state's change, ``world`` the change of the mean over the states alive in both
    years, ``beyond`` their difference; each with a 90 % interval. ``p_rise`` is P(own > 0) and
    ``p_beyond`` is P(own > world).
    """

    family: str
    standard: str
    first_year: int
    last_year: int
    why: str  # what the first year is: first_promise | ten_years
    own: float
    own_low: float
    own_high: float
    world: float
    world_low: float
    world_high: float
    beyond: float
    beyond_low: float
    beyond_high: float
    p_rise: float
    p_beyond: float


@dataclass(frozen=True)
class OpenQuestion:
    """A question without an answer: a clause, and the phases that yes or no would leave."""

    clause: str
    if_yes: tuple[str, ...]
    if_no: tuple[str, ...]


@dataclass(frozen=True)
class PhaseSeries:
    """Phases of the spiral under one reading (``core.phase``); tuples of length Y, one per year.

    ``possible`` holds the phases that the evidence leaves possible, in the order of the climb. Of
    the last year: ``alone`` are those of its own evidence, before the rule that a move up takes two
    years; ``says`` is what the rules that fired, or may, say, by phase; ``open`` are the questions
    that would narrow them, the most telling first; ``p`` is the latent model's probability of each
    phase, None where its evidence moved it too little. ``relegated`` says of an orthodox reading
    whether the revised one takes its rank away (None: undetermined), and is empty of the revised.
    """

    possible: tuple[tuple[str, ...], ...]
    alone: tuple[str, ...]
    says: dict[str, str]
    open: tuple[OpenQuestion, ...] = ()
    relegated: tuple[bool | None, ...] = ()
    p: dict[str, float] | None = None


@dataclass(frozen=True)
class Marker:
    """A marker of the revised reading: whether it holds (None: not seen), and clauses why."""

    name: str
    holds: bool | None
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spiral:
    """Where a state stands on the spiral, by rules, human rights at large.

    ``years`` has shape (Y,); ``readings`` are by name; ``markers`` are those of the last year.
    ``answered`` counts the questions of the revised reading, ``asked`` of them, that evidence
    answers, shape (Y,); ``by_origin`` those of the last year by where the answer comes from:
    record, proxy (a part of the record that stands for what nobody recorded), statement, analyst.
    ``latent`` says whether the latent model was asked, ``process_case`` whether analysts' codings
    of our own speak of the state.
    """

    years: Ints
    readings: dict[str, PhaseSeries]
    markers: tuple[Marker, ...]
    answered: Ints
    asked: int
    by_origin: dict[str, int] = field(default_factory=dict)
    latent: bool = False
    process_case: bool = False


@dataclass(frozen=True)
class SourceRecord:
    """A source that was used: how to cite it, which edition, how many ratings for this state."""

    name: str
    title: str
    edition: str
    sha256: str
    reference: str
    citation: str
    licence: str
    address: str
    ratings: int


@dataclass(frozen=True)
class Rating:
    """A pointer to one rating behind an estimate; its value stays in the publisher's file."""

    year: int
    item: str
    source: str
    edition: str
    row: int | None  # null for a recorded zero: a list of events that does not name the state


@dataclass(frozen=True)
class Answer:
    """Everything a dossier may say.

    Attributes
    ----------
    deeds
        family -> standard -> series.
    rights
        right -> standard -> series.
    gap
        family or right -> standard -> series.
    changes
        How practice moved, per family, standard and window.
    unknown_instruments
        Instruments for which no table in hand has dates; whether they bind is not known.
    first_year, last_year
        First and last year of data for this state; nothing is known after it. None without data.
    recipe
        How the baseline was made: versions, seeds, fingerprints.
    titles
        instrument -> what it is called in full, for every instrument of the register.
    strands
        Series of commitment, opportunity, network, acceptance and discourse that speak of the
        state.
    contradictions
        The strongest ones, best first.
    spiral
        Its phases under three readings; None where no practice is estimated.
    claims
        What came of the literature's claims, those on all states first.
    """

    state: StateRecord
    promises: tuple[Promise, ...]
    unknown_instruments: tuple[str, ...]
    deeds: dict[str, dict[str, PracticeSeries]]
    rights: dict[str, dict[str, RightSeries]]
    gap: dict[str, dict[str, GapSeries]]
    changes: tuple[Change, ...]
    sources: tuple[SourceRecord, ...]
    ratings: tuple[Rating, ...]
    first_year: int | None
    last_year: int | None
    recipe: dict[str, str]
    titles: dict[str, str] = field(default_factory=dict)
    strands: tuple[StrandSeries, ...] = ()
    contradictions: tuple[Contradicted, ...] = ()
    spiral: Spiral | None = None
    claims: tuple[ClaimTold, ...] = ()
