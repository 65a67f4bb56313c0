"""Who could still take which step in which year, and whether it was taken: the hazard form.

A state-year is at risk of a step from the day the step is open to the state until the step is
taken; then it leaves the risk set. Years in which another person's act binds it are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rightful.measures.strands._commitment_record import Deeds, Life, Reach, Register
from rightful.measures.strands._commitment_steps import COSTLY, Step, of_step

NOTHING, SIGNED, BOUND = 0, 1, 2
FIRST_YEARS: Final = 2  # the opening, with its ceremony
EARLY_YEARS: Final = 10
SETTLING_YEARS: Final = 5
SOON_YEARS: Final = 5  # after a signature
ALL: Final = "all"


@dataclass(frozen=True)
class Exposure:
    """One state-year that could still take the next step about one instrument.

    Attributes
    ----------
    stage
        How long the step has been open to this state, see ``stage_of``.
    since_signature
        ``soon`` or ``long`` after its signature, None when it has not signed.
    signable
        Whether it could sign that year and the tables would show it.
    taken
        ``NOTHING``, ``SIGNED`` or ``BOUND``: the highest step taken in the year.
    """

    state_id: str
    year: int
    instrument: str
    stage: str
    since_signature: str | None
    signable: bool
    taken: int


@dataclass(frozen=True)
class Observation:
    """One rating of one item: ``item`` names what was open, ``category`` what was done."""

    state_id: str
    year: int
    item: str
    category: int


def stage_of(year: int, start: int, opened: int) -> str:
    """Return the stage of the baseline hazard; every stage has its own, constant within it.

    A state that was there when the instrument opened goes through ``opening``, ``early``, ``late``
    by the age of the instrument. One to which it became open later (by birth, or because it joined
    the parent) has ``joining``, its first year, and ``settling``, the next four, before it is
    compared with the others: an old treaty is new to a young state.
    """
    if start > opened and year < start + SETTLING_YEARS:
        return "joining" if year == start else "settling"
    if year < opened + FIRST_YEARS:
        return "opening"
    return "early" if year < opened + EARLY_YEARS else "late"


def exposures(facts: Register, table: tuple[Step, ...]) -> tuple[Exposure, ...]:
    """Return every state-year at risk of an instrument's next step."""
    binding, signing = of_step(table, "binding"), of_step(table, "signature")
    return tuple(
        one
        for state_id, life in facts.lives.items()
        for instrument, step in binding.items()
        if instrument in facts.reaches
        for one in _of_pair(facts, state_id, life, step, signing.get(instrument))
    )


def _of_pair(
    facts: Register, state_id: str, life: Life, binding: Step, signing: Step | None
) -> Iterator[Exposure]:
    reach = facts.reaches[binding.instrument]
    if life.ended and not reach.former:
        return
    deeds = facts.deeds.get((state_id, binding.instrument), Deeds())
    open_from = _opens(facts, state_id, life, binding, reach)
    if open_from is None:
        return
    years = range(open_from, min(reach.known, life.last) + 1)
    allowed = _allowed_years(facts, life, binding, reach, years)
    for year in allowed:
        if deeds.binds_before(year) or (deeds.carried_in(year) and year not in deeds.bound):
            continue
        signed_before = deeds.signed is not None and deeds.signed < year
        # The stage of a member state runs from the first year in which it could act.
        stage = stage_of(year, allowed[0], reach.opened)
        yield Exposure(
            state_id,
            year,
            binding.instrument,
            stage,
            _since(year, deeds.signed) if signed_before else None,
            not signed_before and _is_signable(year, life, signing, reach),
            _taken(year, deeds),
        )


def _opens(facts: Register, state_id: str, life: Life, binding: Step, reach: Reach) -> int | None:
    """Return the first year in which the step is open to the state; None where it never is."""
    start = max(reach.opened, life.first)
    if binding.gate not in ("parent_signed", "parent_bound") or reach.parent is None:
        return start
    parent = facts.deeds.get((state_id, reach.parent), Deeds())
    years = [*parent.bound, *(first for first, _ in parent.carried)]
    if binding.gate == "parent_signed" and parent.signed is not None:
        years.append(parent.signed)
    return max(start, min(years)) if years else None


def _allowed_years(
    facts: Register, life: Life, binding: Step, reach: Reach, years: range
) -> list[int]:
    """Keep the years of membership where only members can be party."""
    if binding.gate != "member":
        return list(years)
    members = facts.members.get(reach.system, frozenset())
    inside = {year for code, year in life.codes if (code, year) in members}
    return [year for year in years if year in inside]


def _is_signable(year: int, life: Life, signing: Step | None, reach: Reach) -> bool:
    """Say whether a signature was possible and would be seen: dead states stand in no list."""
    if signing is None or life.ended or reach.signed is None or year > reach.signed:
        return False
    return signing.closes is None or year <= signing.closes


def _since(year: int, signed: int | None) -> str | None:
    if signed is None:
        return None
    return "soon" if year - signed <= SOON_YEARS else "long"


def _taken(year: int, deeds: Deeds) -> int:
    if year in deeds.bound:
        return BOUND
    return SIGNED if deeds.signed == year else NOTHING


def observations(
    facts: Register, at_risk: Iterable[Exposure], table: tuple[Step, ...], series: str
) -> list[Observation]:
    """Return what a series (``cheap``, ``costly`` or ``all``) observes.

    An instrument whose signature and binding both belong to the series gives an ordinal item
    (nothing, signed, bound) until it is signed, and a binary one after; one of which only a part
    belongs gives that part alone.
    """
    counted = [one for one in table if series in (ALL, one.series)]
    signing = of_step(tuple(counted), "signature")
    binding = of_step(tuple(counted), "binding")
    rows = [
        found
        for one in at_risk
        if (found := _observed(one, one.instrument in signing, one.instrument in binding))
    ]
    if series in (ALL, COSTLY):
        rows += _reservations(facts, of_step(tuple(counted), "reservation"))
        rows += _withdrawals(facts, of_step(tuple(counted), "withdrawal"))
    return rows


def _observed(one: Exposure, signing: bool, binding: bool) -> Observation | None:
    name, stage, bound = one.instrument, one.stage, int(one.taken == BOUND)
    if signing and binding and one.signable:
        item, category = f"{name}:first:{stage}", one.taken
    elif signing and binding and one.since_signature:
        item, category = f"{name}:signed:{one.since_signature}", bound
    elif binding:
        item, category = f"{name}:bound:{stage}", bound
    elif signing and one.signable:
        item, category = f"{name}:signature:{stage}", int(one.taken >= SIGNED)
    else:
        return None
    return Observation(one.state_id, one.year, item, category)


def _reservations(facts: Register, counted: Mapping[str, Step]) -> list[Observation]:
    """Return whether a state reserved, once, in the year it bound itself.

    Reservations are made on signing or joining; no table dates them.
    """
    rows = []
    for (state_id, instrument), deeds in facts.deeds.items():
        life, reach = facts.lives.get(state_id), facts.reaches.get(instrument)
        if instrument not in counted or not life or not reach or not deeds.bound or life.ended:
            continue
        year = deeds.bound[0]
        if reach.reserved is not None and life.first <= year <= reach.reserved:
            item = f"{instrument}:reservation"
            rows.append(Observation(state_id, year, item, int(deeds.reserved)))
    return rows


def _withdrawals(facts: Register, counted: Mapping[str, Step]) -> list[Observation]:
    """Return, for each year in which something could be left, whether anything was."""
    found: dict[tuple[str, int], int] = {}
    for (state_id, instrument), deeds in facts.deeds.items():
        life, reach = facts.lives.get(state_id), facts.reaches.get(instrument)
        if instrument not in counted or not life or not reach or not deeds.bound:
            continue
        for year in range(max(deeds.bound[0], life.first), min(reach.known, life.last) + 1):
            if deeds.binds_before(year):
                key = (state_id, year)
                found[key] = max(found.get(key, 0), int(year in deeds.left))
    return [Observation(state, year, "withdrawal", left) for (state, year), left in found.items()]
