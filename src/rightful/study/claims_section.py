"""What came of the paper's claims, for a state's page: the same register as `rightful claims`."""

from __future__ import annotations

from typing import Any, Final

from rightful.core.answer import ClaimTold
from rightful.estimation.claims import MEASURED
from rightful.study.claims_register import claims

LAW: Final = "law"
# Parts of the register that speak of one state, by its ISO3 code.
OF_A_STATE: Final = {"KHM": "cambodia"}


def claims_of(iso3: str | None) -> tuple[ClaimTold, ...]:
    """Return the claims on law and behaviour that were judged, then those on the state itself."""
    asked = (LAW, *([OF_A_STATE[iso3]] if iso3 in OF_A_STATE else []))
    rows = [row for part in asked for row in claims(part=part) if row["result"] is not None]
    judged = [r for r in rows if r["part"] != LAW or r["result"]["verdict"] != MEASURED]
    return tuple(_told(row) for row in judged)


def _told(row: dict[str, Any]) -> ClaimTold:
    found = row["result"]
    return ClaimTold(
        number=row["id"],
        restatement=row["restatement"],
        verdict=found["verdict"],
        sentence=found["sentence"],
        about_the_state=row["part"] != LAW,
        outdated=found["outdated"],
    )
