"""Who shames whom: pairs of states by year, from coded statements."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from rightful.core.errors import StoreError, UsageError
from rightful.core.statement import FORUMS
from rightful.discourse.diffusion.intervals import Finding
from rightful.discourse.diffusion.shamers import PAIR, dyads, spared
from rightful.record import states
from rightful.record.regions import region_of
from rightful.record.store import Store
from rightful.study.coded import coded_frames, coded_probabilities, coded_statements
from rightful.study.diffusions import NEXT, name_of
from rightful.study.strands import table_of

ALLIANCES: Final = ("alliances", "5-dyad-year")
LAST_ALLIANCE: Final = 2018
MOST_SHOWN: Final = 10
BLAMES, IS_BLAMED = "blames", "is blamed"
# One state's yearly reports on all others are no choice of whom to blame.
SPOKEN: Final = pl.col("forum").fill_null("other") != "country_report"


def shamers(
    state: str | None = None,
    year: int | None = None,
    store: Store | None = None,
    coded: pl.DataFrame | None = None,
) -> dict[str, Any]:
    """Return who shames whom, the expected number of passages, and whether allies are spared.

    Parameters
    ----------
    state
        Sender or target; without it, every pair. With ``year``, the one alive in it.
    coded
        Coded acts (columns ``CODED``); without it those of the package or of the store.

    Raises
    ------
    UnknownName
        With suggestions, when no state is called so.
    UsageError
        When no coded statement is at hand.
    """
    shelf = store or Store()
    acts = (frames(shelf)["acts"] if coded is None else coded).with_columns(
        pl.col("forum").fill_null("other")
    )
    pairs = dyads(acts.filter(SPOKEN))
    codes = () if state is None else codes_of(state, year)
    shown = dyads(acts, ("forum",))
    if codes:
        shown = shown.filter(pl.col("sender").is_in(codes) | pl.col("target").is_in(codes))
    if year is not None:
        shown = shown.filter(pl.col("year") == year)
    rows = [
        {**row, "sender_name": name_of(row["sender"], row["year"]),
         "target_name": name_of(row["target"], row["year"]),
         "way": _way(row, codes)}
        for row in shown.sort(["expected", *PAIR, "forum"],
                              descending=[True, *[False] * 4]).to_dicts()
    ]  # fmt: skip
    findings, missing = ties_findings(pairs, shelf)
    return {
        "state": state,
        "year": year,
        "forums": _forums(acts),
        "rows": rows,
        "findings": [one.as_dict() for one in findings],
        "missing": missing,
    }


def shamers_text(told: dict[str, Any], most: int = MOST_SHOWN) -> str:
    """Return who shames whom, a table per forum and way, then what can be told of ties.

    ``most`` is the number of rows of each table.
    """
    lines: list[str] = []
    for held in told["forums"]:
        here = [row for row in told["rows"] if row["forum"] == held["forum"]]
        years = f"{held['first']}-{held['last']}"
        speakers = "1 speaker" if held["states"] == 1 else f"{held['states']} speakers"
        lines += [f"{held['name']} (coded statements of {years}, {speakers})"]
        if not here:
            lines += [
                "  no shaming of a named state that was asked for; no sign that there was none"
            ]
        for way in (BLAMES, IS_BLAMED):
            rows = [row for row in here if row["way"] == way]
            lines += _table(rows, way, told["state"], most) if rows else []
        lines.append("")
    if not told["forums"]:
        lines = ["No shaming of a named state is at hand; that is no sign that there was none.", ""]
    lines += [
        "note: forums hold other years and speakers: numbers of two are not to be compared.",
        "",
        "Over all pairs and years, reports of one state on others left out:",
    ]
    lines += [one["said"] + (f" ({one['why']})" if one["why"] else "") for one in told["findings"]]
    return "\n".join([*lines, *(f"note: {one}" for one in told["missing"])])


def _table(rows: list[dict[str, Any]], way: str, state: str | None, most: int) -> list[str]:
    kept = rows[:most]
    width = max([len(row["sender_name"]) for row in kept] + [6])
    wide = max([len(row["target_name"]) for row in kept] + [6])
    lines = [] if state is None else [f"  {state} {way}"]
    lines += [f"  {'sender':<{width}}  {'target':<{wide}}  year  expected passages"]
    lines += [
        f"  {row['sender_name']:<{width}}  {row['target_name']:<{wide}}  {row['year']}  "
        f"{row['expected']:.2f}"
        for row in kept
    ]
    left = len(rows) - len(kept)
    return [*lines, *([f"  and {left} more in the data"] if left > 0 else [])]


def _way(row: dict[str, Any], codes: tuple[int, ...]) -> str:
    return IS_BLAMED if row["target"] in codes and row["sender"] not in codes else BLAMES


def _forums(acts: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the forums in which anybody shames, with the years and speakers that are coded."""
    shaming = acts.filter(pl.col("act") == "shame")["forum"].drop_nulls().unique().to_list()
    held = (
        acts.filter(pl.col("forum").is_in(shaming))
        .group_by("forum")
        .agg(
            first=pl.col("year").min(),
            last=pl.col("year").max(),
            states=pl.col("ccode").n_unique(),
        )
        .to_dicts()
    )
    order = list(FORUMS)
    rows = [{**row, "name": FORUMS.get(row["forum"], row["forum"])} for row in held]
    return sorted(rows, key=lambda row: (order.index(row["forum"]) if row["forum"] in order
                                         else len(order)))  # fmt: skip


def frames(store: Store) -> dict[str, pl.DataFrame]:
    """Return ``acts`` and ``probabilities``: the package's, or coded from the store's texts.

    Raises
    ------
    UsageError
        When neither is at hand.
    """
    try:
        return {"acts": coded_statements(), "probabilities": coded_probabilities()}
    except StoreError:
        found = coded_frames(store)
    if found is None:
        raise UsageError(
            "no coded statement is at hand",
            where=str(store.root),
            allowed="codes in the baseline, or a corpus in the store",
            next_step=NEXT,
        )
    return found


def codes_of(state: str, year: int | None = None) -> tuple[int, ...]:
    """Return every Correlates of War code that the legal person of this name has borne.

    ``year`` is one in which it was alive; without it the person of today is meant.

    Raises
    ------
    UnknownName
        With suggestions, when no state is called so.
    UsageError
        When it has no such code.
    """
    person = states.state(state, year).state_id
    spells = [one for one in states.all_states() if one.state_id == person]
    codes = {spell.ccode: None for spell in spells if spell.ccode is not None}
    if not codes:
        raise UsageError(
            f"{state!r} has no Correlates of War code",
            allowed="members of the state system",
            next_step=f"rightful states {state!r} shows its codes",
        )
    return tuple(codes)


def ties_findings(pairs: pl.DataFrame, store: Store) -> tuple[list[Finding], list[str]]:
    """Return whether neighbours in a region and allies are spared, and what is missing."""
    every = pl.concat([pairs["sender"], pairs["target"]]).unique()
    region = pl.DataFrame(
        {"ccode": every, "region": [region_of(code) for code in every]},
        schema={"ccode": pairs.schema["sender"], "region": pl.String},
    ).drop_nulls()
    both = region.join(region, on="region", suffix="_2")
    years = pairs.select("year").unique()
    same = both.select(sender="ccode", target="ccode_2").join(years, how="cross")
    findings = [spared(pairs, same, "states of one's own region")]
    allied = table_of(store, *ALLIANCES)
    if allied is None:
        return findings, ["alliances are not in the store: rightful pull alliances --from DIR"]
    ties = allied.filter(pl.col("defense") == 1).select(
        sender="ccode1", target="ccode2", year="year"
    )
    known = pairs.filter(pl.col("year") <= LAST_ALLIANCE)
    return [*findings, spared(known, ties, "allies")], []
