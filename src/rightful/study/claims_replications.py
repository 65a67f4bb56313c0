"""What named replications say of claims: one test of a study, one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from scipy import special

from rightful.estimation.claims import CANNOT_TELL, DOES_NOT_HOLD, HOLDS
from rightful.estimation.combine import LEVEL
from rightful.estimation.replication_design import SIGNS
from rightful.record.store import Store
from rightful.study.paper_tests import quiet
from rightful.study.replicate_studies import replicate

SEED: Final = 1
SCALES: Final = {"outcome": "points of the scale"}
NO_INGOS: Final = "Counts of international NGOs are not in hand."


@dataclass(frozen=True, slots=True)
class Part:
    """One test of a study as the answer to a claim, stated before looking.

    Attributes
    ----------
    key
        Name of the answer in the register of claims.
    study, label
        The replication, and its specification.
    sign
        The side that the claim names, of respect: 1 better, -1 worse.
    effect
        What the number is, as the subject of a sentence.
    limits
        What a reader must know beyond the replication's own page; may be empty.
    """

    key: str
    study: str
    label: str
    sign: int
    effect: str
    limits: str = ""


CAT: Final = "being party to the CAT"
CEDAW: Final = "being party to the convention on women"
# By study; of each claim the register names the main one.
PARTS: Final = (
    Part(
        "greenhill2010_igo",
        "greenhill2010",
        "fellow members' practice",
        1,
        "the fellows' practice the year before",
        "Fellows are often neighbours and alike: this is company, not yet influence.",
    ),
    Part(
        "greenhill2010_igo_within",
        "greenhill2010",
        "fellow members' practice, state effects",
        1,
        "the fellows' practice the year before, effects of states held,",
    ),
    Part(
        "hafner_burton_tsutsui2005_treaties",
        "hafner_burton_tsutsui2005",
        "six core treaties, civil society held",
        -1,
        "each core treaty, civil society held,",
    ),
    Part(
        "hafner_burton_tsutsui2005_society",
        "hafner_burton_tsutsui2005",
        "civil society (the proxy), treaties held",
        1,
        "V-Dem's civil society participation, from none to full,",
        f"{NO_INGOS} The proxy is of associations at home, not of ties abroad.",
    ),
    Part(
        "hafner_burton_tsutsui2005_secretariats",
        "hafner_burton_tsutsui2005",
        "secretariats of human rights NGOs (a second proxy), treaties held",
        1,
        "the log of human rights NGOs with their secretariat in the state",
        NO_INGOS,
    ),
    Part(
        "hathaway2002_cat_torture",
        "hathaway2002",
        "Convention against Torture, pooled",
        -1,
        CAT,
        "No clear change would be her finding too, and would not show that nothing changes.",
    ),
    Part(
        "hathaway2002_cat_torture_lagged",
        "hathaway2002",
        "Convention against Torture, last year's held",
        -1,
        f"{CAT}, last year's torture held,",
    ),
    Part("hill2010_cat_torture", "hill2010", "CAT, torture", -1, f"{CAT}, like matched with like,"),
    Part(
        "hill2010_cat_physint",
        "hill2010",
        "CAT, physical integrity",
        -1,
        f"{CAT}, like matched with like,",
    ),
    Part(
        "hill2010_cedaw_political",
        "hill2010",
        "CEDAW, women's political rights",
        1,
        f"{CEDAW}, like matched with like,",
        "Seats and offices that quotas fill are part of the index.",
    ),
    Part(
        "hill2010_cedaw_economic",
        "hill2010",
        "CEDAW, women's economic rights",
        1,
        f"{CEDAW}, like matched with like,",
    ),
)


def replication_answers(store: Store, parts: Sequence[Part] = PARTS) -> list[dict[str, Any]]:
    """Rerun the studies on the store, each once, and judge each part.

    Returns
    -------
    A dict a part: ``key``, ``verdict``, ``estimate``, ``low``, ``high`` (95 %), ``unit``,
    ``sentence``. The number is the author's own specification. The verdict ``holds`` where the
    interval lies on the side that the claim names, and still does with year effects; ``does not
    hold`` where both lie on the other side; else ``cannot tell``, as where the sign is there only
    without year effects, where the trend of the whole world counts.
    """
    found = []
    for study, mine in groupby(parts, key=lambda one: one.study):
        (told,) = replicate(study, None, SEED, quiet, store=store)
        found += [answer(one, told) for one in mine]
    return found


def answer(part: Part, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return one part's answer from what its study told."""
    rows = [row for row in told["author_rows"] if row["specification"] == part.label]
    own = next((row for row in rows if row["as_author"]), None)
    if own is None or own["estimate"] is None:
        return _unmet(part, told)
    beside = next((row for row in rows if row["year_effects"]), own)
    low, high = _interval(own)
    verdict = judged(part.sign, _side(own), _side(beside))
    unit = SCALES.get(own["scale"], own["scale"])
    said = [
        f"{_opened(part.effect)} moves {own['measure']} by {own['estimate']:+.3f} ({low:+.3f} to "
        f"{high:+.3f}; {unit}) in the specification of {part.study}: {SIGNS[_side(own) or 0]}."
    ]
    if beside is not own:
        said.append(_beside(beside))
    said += [_cells(told, own["treatment"]), part.limits]
    return {
        "key": part.key,
        "verdict": verdict,
        "estimate": own["estimate"],
        "low": low,
        "high": high,
        "unit": f"{unit}: {own['measure']}",
        "sentence": " ".join(line for line in said if line),
    }


def judged(sign: int, own: int | None, beside: int | None) -> str:
    """Return the verdict from the sides of the author's row and of that with year effects."""
    sides = {own, beside}
    if sides == {sign}:
        return HOLDS
    return DOES_NOT_HOLD if sides == {-sign} else CANNOT_TELL


def _interval(row: Mapping[str, Any]) -> tuple[float, float]:
    """Return the 95 % interval, by Student's t with a degree of freedom less than states."""
    reach = float(special.stdtrit(max(row["states"] - 1, 1), 0.5 + LEVEL / 2)) * row["std_error"]
    return row["estimate"] - reach, row["estimate"] + reach


def _side(row: Mapping[str, Any]) -> int | None:
    """Return 1 or -1 where the interval leaves zero out, 0 where not, None without estimate."""
    if row["estimate"] is None:
        return None
    low, high = _interval(row)
    return int(low > 0) - int(high < 0)


def _beside(row: Mapping[str, Any]) -> str:
    side = _side(row)
    if side is None:
        return "With year effects it has no estimate."
    low, high = _interval(row)
    return f"With year effects {row['estimate']:+.3f} ({low:+.3f} to {high:+.3f}): {SIGNS[side]}."


def _cells(told: Mapping[str, Any], treatment: str) -> str:
    """Return how many cells of the grid say what; the author's rows are not among them."""
    cells = [row for row in told["rows"][len(told["author_rows"]) :] if row["p"] is not None]
    mine = [row for row in cells if row["treatment"] == treatment]
    clear = [row["estimate"] > 0 for row in mine if row["p"] < 1 - LEVEL]
    if not mine:
        return ""
    return (
        f"Of {len(mine)} cells of its grid (our practice, each standard, each choice of effects) "
        f"{sum(clear)} are clearly above zero and {len(clear) - sum(clear)} clearly below."
    )


def _unmet(part: Part, told: Mapping[str, Any]) -> dict[str, Any]:
    absent = [need for need in told["absent"] if not need.startswith("facts/")]
    named = list(dict.fromkeys(need.partition("/")[0] for need in absent))
    said = f"Needs: {', '.join(absent)} (rightful pull {' '.join(named)} --from DIR)."
    if not absent:
        why = [line for line in told["unanswered"] if line.startswith(part.label)]
        said = f"Cannot tell: {'; '.join(why) or 'the specification has no estimate'}."
    return {"key": part.key, "verdict": CANNOT_TELL, "sentence": said}


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]
