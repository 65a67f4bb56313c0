"""Premises that the record decides: law in force, membership, practice, promises kept or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import polars as pl

from rightful.core.names import RIGHTS_BY_FAMILY
from rightful.discourse.arguments.build import Premise
from rightful.discourse.arguments.schemes import law
from rightful.discourse.contradictions.rules import deeds
from rightful.record import commitments, instruments
from rightful.record.baseline import Baseline
from rightful.reports.series import main_standard
from rightful.study.selves import Self

# How sure the estimates must be before a premise on practice holds, or does not.
LIKELY: Final = 0.9
# Practice of so many years before may speak where the year itself is not estimated.
OLDEST: Final = 3
# A promise is asked about when so many years have passed.
PATIENCE: Final = 3


@dataclass(frozen=True)
class ArguedRecord:
    """The record of one self on one right on one day."""

    shelf: Baseline
    asked: Self
    right: str
    day: date

    def premises(
        self, keys: tuple[str, ...], first_promise: int | None, seen: bool
    ) -> list[Premise]:
        """Return the premises among ``keys`` that the record speaks to.

        Parameters
        ----------
        first_promise
            Year of the first promise on the right among the statements at hand.
        seen
            Whether the state has spoken in an organ of which only members of the UN are part.
        """
        by_article = {"in_force": self._in_force, "no_reservation": self._no_reservation}
        told: dict[str, Callable[[], Premise]] = {
            "un_member": lambda: self._member(seen),
            "affirmed:vienna_1993": self._vienna,
            "practice_below_anchor": self._below,
            "deed_event": self._deed,
            "promise_unkept": lambda: self._unkept(first_promise),
            "practice_improved": lambda: self._improved(first_promise),
        }
        found = []
        for key in keys:
            what, _, article = key.partition(":")
            if what in by_article:
                found.append(by_article[what](key, article))
            elif key in told:
                found.append(told[key]())
        return found

    # Law

    @cached_property
    def _bound(self) -> pl.DataFrame:
        return self.shelf.frame("obligations", pl.col("state_id") == self.asked.spell.state_id)

    def _in_force(self, key: str, article: str) -> Premise:
        instrument = article.partition(":")[0]
        rows = self._bound.filter(pl.col("instrument") == instrument).sort("bound_from")
        for row in rows.iter_rows(named=True):
            told = self._holds(row)
            if told is not False:
                source = f"{instrument}: in force for it from {row['bound_from']}"
                unknown = f"; the tables speak to {row['known_until']}" if told is None else ""
                strength = None if told is None else 1.0
                return Premise(key, told, strength, (source + unknown,), str(row["bound_from"]))
        return self._not_in_force(key, instrument)

    def _holds(self, row: dict[str, Any]) -> bool | None:
        """Say whether an obligation holds on the day; None past the day its tables speak to."""
        ended = row["bound_until"] is not None and row["bound_until"] <= self.day
        if row["bound_from"] > self.day or ended:
            return False
        if row["bound_until"] is not None:
            return True
        return True if row["known_until"] is None or row["known_until"] >= self.day else None

    def _not_in_force(self, key: str, instrument: str) -> Premise:
        undated = commitments.unknown(self.asked.spell.state_id, self.asked.end)
        known_until = _known_until(instrument)
        if instrument in undated or (known_until is not None and known_until < self.day):
            return Premise(key, None, None, (f"{instrument}: no table in hand tells",))
        return Premise(key, False, 1.0, (f"{instrument}: not in force for it on {self.day}",))

    def _no_reservation(self, key: str, article: str) -> Premise:
        instrument, _, number = article.partition(":")
        mine = (pl.col("state_id") == self.asked.spell.state_id, pl.col("act") == "reservation")
        rows = self.shelf.frame("acts", *mine, pl.col("instrument") == instrument)
        named = [row for row in rows["articles"] if row and number in row.split(";")]
        if named:
            why = (
                f"{instrument}: a reservation names article {number} (table of March 2015, undated)"
            )
            return Premise(key, False, 1.0, (why,))
        return Premise(
            key, True, 1.0, (f"{instrument}: none names article {number} (table of March 2015)",)
        )

    def _member(self, seen: bool) -> Premise:
        told, since = self._membership(self.day)
        if told is None and seen:
            return Premise("un_member", True, 1.0, ("it has spoken or voted as a member",))
        return Premise("un_member", told, None if told is None else 1.0, (since,))

    def _vienna(self) -> Premise:
        key = "affirmed:vienna_1993"
        endorsed = date.fromisoformat(law()["united_nations"]["endorsed_vienna"])
        if self.day < endorsed:
            return Premise(key, False, 1.0, (f"not before {endorsed}",))
        if self.asked.start > endorsed:
            return Premise(key, False, 1.0, (f"it was not a state on {endorsed}",))
        told, since = self._membership(endorsed)
        return Premise(key, told, None if told is None else 1.0, (since,), str(endorsed))

    def _membership(self, day: date) -> tuple[bool | None, str]:
        """Say whether the state was a member of the United Nations on a day, and how we know."""
        table, spell = law()["united_nations"], self.asked.spell
        if spell.iso3 in table["never"]:
            return False, "never a member"
        if spell.iso3 in table["late"]:
            joined = date.fromisoformat(table["late"][spell.iso3])
            return joined <= day, f"a member from {joined}"
        endorsed = date.fromisoformat(table["endorsed_vienna"])
        if spell.iso3 and spell.kind == "state" and day >= endorsed >= self.asked.start:
            return True, f"a member by {endorsed}"
        return None, "no table in hand tells when it became a member"

    # Practice

    @cached_property
    def _family(self) -> str | None:
        families = self.shelf.recipe["families"]
        own = (name for name, rights in RIGHTS_BY_FAMILY.items() if self.right in rights)
        return next((name for name in own if name in families), None)

    @cached_property
    def _standard(self) -> str | None:
        if self._family is None:
            return None
        return main_standard(self.shelf.recipe["families"][self._family]["diagnostics"])

    @cached_property
    def _estimates(self) -> pl.DataFrame:
        """Rows of the right up to the year, by year."""
        mine = (
            pl.col("ccode") == self.asked.spell.ccode,
            pl.col("right") == self.right,
            pl.col("standard") == (self._standard or ""),
            pl.col("year") <= self.day.year,
        )
        return self.shelf.frame("estimates", *mine).drop_nulls("below_anchor").sort("year")

    def _latest(self) -> dict[str, Any] | None:
        rows = self._estimates.filter(pl.col("year") >= self.day.year - OLDEST)
        return rows.row(-1, named=True) if rows.height else None

    def _below(self) -> Premise:
        key = "practice_below_anchor"
        row = self._latest()
        if row is None:
            return Premise(key, None, None, ("practice of this right is not estimated here",))
        chance = float(row["below_anchor"])
        source = (
            f"P(below the level typically graded worst in 2000) = {chance:.2f} in {row['year']}, "
            f"{self._standard} standard"
        )
        return _likely(key, chance, source, str(row["year"]))

    def _deed(self) -> Premise:
        """A breach of the right in the register of deeds: never denied, for it is not complete."""
        key = "deed_event"
        when = pl.col("date").str.slice(0, 4).cast(pl.Int32)
        rows = deeds().filter(
            pl.col("ccode") == self.asked.spell.ccode,
            pl.col("right") == self.right,
            pl.col("effect") == "breach",
            when >= self.day.year - OLDEST,
            pl.col("date") <= str(self.day),
        )
        if not rows.height:
            return Premise(key, None, None, ("no deed is in our register, which is not complete",))
        seen = rows.filter(pl.col("seen") == "seen")
        told = [
            f"{row['date']}: {row['what']} ({row['authority']})"
            for row in (seen if seen.height else rows).iter_rows(named=True)
        ]
        # What was only remembered waits for its source.
        holds = True if seen.height else None
        return Premise(key, holds, 1.0 if holds else None, tuple(told), rows["date"].max())  # type: ignore[arg-type]

    def _unkept(self, first_promise: int | None) -> Premise:
        """A promise is unkept where, years after it, practice is at the level graded worst."""
        key, below = "promise_unkept", self._below()
        if first_promise is None:
            return Premise(key, None, None, ("no promise on the right among statements at hand",))
        if self.day.year - first_promise < PATIENCE:
            return Premise(
                key, None, None, (f"the first promise is of {first_promise}: too soon to tell",)
            )
        source = (f"first promise in {first_promise}", *below.sources)
        return Premise(key, below.holds, below.strength, source, below.date)

    def _improved(self, first_promise: int | None) -> Premise:
        key = "practice_improved"
        rows = self._estimates
        row = self._latest()
        if first_promise is None or row is None or not rows.height:
            return Premise(key, None, None, ("no promise, or no estimate, to set out from",))
        if row["year"] - first_promise < PATIENCE or first_promise not in set(rows["year"]):
            return Premise(
                key, None, None, (f"first promise {first_promise}: too few years known",)
            )
        chance = self._rise(first_promise, row["year"])
        source = (
            f"P(practice of the family rose, {first_promise}-{row['year']}) = {chance:.2f}, "
            f"{self._standard} standard"
        )
        return _likely(key, chance, source, str(row["year"]))

    def _rise(self, first: int, last: int) -> float:
        """Return the share of joint draws in which practice is higher in the last year."""
        assert self._family is not None
        assert self._standard is not None
        mine = (
            pl.col("family") == self._family,
            pl.col("standard") == (self._standard or ""),
            pl.col("ccode") == self.asked.spell.ccode,
            pl.col("year").is_in([first, last]),
        )
        rows = self.shelf.frame("draws", *mine).sort("year")
        low, high = (
            row["mean"] + row["step"] * pl.Series(row["draws"], dtype=pl.Float64)
            for row in rows.iter_rows(named=True)
        )
        return float((high > low).to_numpy().mean())


def _likely(key: str, chance: float, source: str, when: str) -> Premise:
    """Return a premise that holds where it is likely, does not where it is unlikely, else open."""
    if chance >= LIKELY:
        return Premise(key, True, chance, (source,), when)
    if chance <= 1 - LIKELY:
        return Premise(key, False, 1 - chance, (source,), when)
    return Premise(key, None, None, (source,), when)


def _known_until(instrument: str) -> date | None:
    frame = instruments.instruments().frame
    found: date | None = frame.filter(pl.col("instrument") == instrument)["known_until"].item()
    return found


def parties(shelf: Baseline, articles: tuple[str, ...], day: date) -> tuple[int, int] | None:
    """Return states bound by one of the articles' treaties without a reservation on it, and with.

    None where no table speaks to the day.
    """
    told = list(_standing(shelf, articles, day))
    if not told:
        return None
    free = {state for state, reserved in told if not reserved}
    return len(free), len({state for state, _ in told} - free)


def _standing(shelf: Baseline, articles: tuple[str, ...], day: date) -> Iterator[tuple[str, bool]]:
    for article in articles:
        instrument, _, number = article.partition(":")
        rows = shelf.frame(
            "obligations",
            pl.col("instrument") == instrument,
            pl.col("bound_from") <= day,
            pl.col("bound_until").is_null() | (pl.col("bound_until") > day),
            pl.col("known_until") >= day,
        )
        acts = shelf.frame(
            "acts", pl.col("instrument") == instrument, pl.col("act") == "reservation"
        )
        named = acts.filter(pl.col("articles").str.split(";").list.contains(number))
        reserved = set(named["state_id"])
        for state in rows["state_id"]:
            yield state, state in reserved
