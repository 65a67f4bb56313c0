"""How a term spreads in what governments say: `rightful diffusion TERM`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from rightful.core.document import Line
from rightful.core.errors import UsageError, shown
from rightful.core.names import resolve
from rightful.core.statement import FORUMS, STATEMENTS
from rightful.discourse.diffusion import meaning, terms
from rightful.discourse.diffusion.phrases import Phrase, phrase
from rightful.record import states
from rightful.record.catalogue import source
from rightful.record.checks import Sifted
from rightful.record.corpora.general_debate import Speech, is_hit, speeches_in
from rightful.record.regions import REGIONS, with_region
from rightful.record.sources._debate_states import with_speakers
from rightful.record.statements import statement_sources, statements
from rightful.record.store import Store
from rightful.reports.render.text import sparkline

BY: Final = ("year", "decade", "region", "state")
DEBATE: Final = "general_debate"
# What organizations widened "security" to: democracy, rights, environment.
COMPANY: Final = ("democracy", "human rights", "environment")
MOST_SHOWN: Final = 12
MOST_WORDS: Final = 8
YEARS_SHOWN: Final = 20
NEXT: Final = "rightful pull general_debate --from DIR"


def diffusion(
    term: str,
    by: str = "year",
    beside: str | None = None,
    first: int | None = None,
    last: int | None = None,
    store: Store | None = None,
    *,
    forum: str = DEBATE,
    speeches: Path | None = None,
) -> dict[str, Any]:
    """Return how a term spreads, who took it up when, and how its company shifts.

    Parameters
    ----------
    term
        A word or a short phrase; case, number and accents do not matter.
    by
        Rows by ``year``, ``decade``, ``region`` or ``state``.
    beside
        Terms, parted by commas, whose use in the same sentence is followed; by default
        democracy, human rights and environment.
    first, last
        Years, both included.
    forum
        Where it is said; the General Debate alone is comparable over all years.
    speeches
        A folder or an archive of whole speeches as the publishers of the General Debate give them,
        read in place of the store's passages.

    Raises
    ------
    UsageError
        When the term cannot be read, years are the wrong way round, or no text is at hand.
    UnknownName
        When ``by`` or ``forum`` is not known.
    """
    asked = phrase(term)
    others = [phrase(one) for one in _beside(beside) if phrase(one).words != asked.words]
    way = resolve(by, BY, "way to group")
    if first is not None and last is not None and first > last:
        raise UsageError(f"the years {first} to {last} are the wrong way round")
    said, corpus = texts(store or Store(), forum, speeches)
    ready = terms.prepared(with_region(_between(said, first, last)))
    if not ready.height:
        raise UsageError(
            f"no text of the {FORUMS[corpus['forum']]} is at hand between these years",
            allowed=_held(said),
            next_step=NEXT,
        )
    used = terms.uses(ready, asked)
    company = meaning.company(ready, asked)
    return {
        "term": asked.term,
        "corpus": {**corpus, **_size(ready)},
        "by": way,
        "rows": _rows(used, way),
        "regions": _rows(used, "region"),
        "years": terms.rates(used).to_dicts(),
        "adopters": _named(terms.adopters(used)),
        "adoption": terms.adoption(used).to_dicts(),
        "peak": terms.peak(used),
        "trend": terms.recent_change(used, asked).as_dict(),
        "meaning": {
            "decades": _shift(meaning.decades(company)),
            "regions": _shift(company.with_columns(group=pl.col("region"))),
        },
        "beside": [_beside_of(ready, asked, other, corpus) for other in others],
        "missing": _missing(asked, corpus, used),
    }


def texts(
    store: Store, forum: str = DEBATE, speeches: Path | None = None
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Return statements with their texts, and what they are: forum, sources, how chosen.

    Raises
    ------
    UsageError
        When the store holds none of the forum.
    """
    where = resolve(forum, FORUMS, "forum")
    if speeches is not None:
        return whole_speeches(speeches)
    held = {one.source for one in store.holdings()} & set(statement_sources())
    here = (pl.col("forum") == where) & pl.col("text").is_not_null()
    parts = {name: statements(store, (name,)).filter(here) for name in sorted(held)}
    said = pl.concat([pl.DataFrame(schema=STATEMENTS), *parts.values()])
    if not said.height:
        raise UsageError(
            f"no text of the {FORUMS[where]} is at hand: texts of others are not shipped",
            where=str(store.root),
            allowed="a corpus that the store holds, or --speeches with whole speeches",
            next_step=NEXT,
        )
    named = [name for name, part in parts.items() if part.height]
    return said, {
        "forum": where,
        "sources": [{"source": one, "title": source(one).title} for one in named],
        "chosen": where == DEBATE,
        "skipped": [],
    }


def whole_speeches(path: Path) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Return whole speeches of the General Debate as statements, and what was skipped."""
    rows, skipped = [], []
    for number, each in enumerate(speeches_in(path), 1):
        if isinstance(each, Speech):
            rows.append((number, each.speech_id, each.iso3, each.year, each.text))
        else:
            skipped.append({"name": each.name, "reason": each.reason})
    schema = {"row": pl.Int32, "statement": pl.String, "iso3": pl.String, "year": pl.Int32,
              "text": pl.String}  # fmt: skip
    sifted = with_speakers(Sifted(pl.DataFrame(rows, schema=schema, orient="row")))
    names = {row: name for row, name, *_ in rows}
    skipped += [{"name": names.get(row, str(row)), "reason": why} for row, why in sifted.dropped]
    absent = [pl.lit(None, kind).alias(name) for name, kind in STATEMENTS.items()]
    missing = [one for one in absent if one.meta.output_name() not in sifted.frame.columns]
    said = sifted.frame.with_columns(missing).with_columns(forum=pl.lit(DEBATE))
    return said.select(pl.col(name).cast(kind) for name, kind in STATEMENTS.items()), {
        "forum": DEBATE,
        "sources": [{"source": DEBATE, "title": source(DEBATE).title}],
        "chosen": False,
        "skipped": skipped,
    }


def diffusion_text(told: dict[str, Any], most: int = MOST_SHOWN) -> str:
    """Return what was found in plain words, with a table and a curve."""
    corpus, curve = told["corpus"], told["adoption"]
    if not told["adopters"]:
        return shown(_nobody(told), 4000)
    lines = [
        f"{told['term']}: {FORUMS[corpus['forum']]}, {corpus['first']}-{corpus['last']}, "
        f"{corpus['statements']} {'passages' if corpus['chosen'] else 'texts'} of "
        f"{corpus['states']} states",
        "",
        *_first_sentences(told),
        "",
        f"states that speak and have used it  {_spark(curve, 'share')}  0 to 100 %",
        f"uses per 1,000 words                {_spark(told['years'], 'rate')}  "
        f"0 to {max(row['rate'] or 0 for row in told['years']):.2g}",
        f"(years {curve[0]['year']} to {curve[-1]['year']}, left to right)",
        "",
        *_table(told["rows"], told["by"]),
        "",
        "first to use it: "
        + _few([f"{one['name']} {one['year']}" for one in told["adopters"]], most),
        *_meaning_lines(told["meaning"]),
        "",
        *(one["finding"]["said"] + _because(one["finding"]) for one in told["beside"]),
        "",
        *(f"note: {one}" for one in told["missing"]),
        "sources: " + "; ".join(one["title"] for one in corpus["sources"]),
    ]
    return "\n".join(shown(line, 4000) if line else "" for line in lines)


def _beside(beside: str | None) -> list[str]:
    if beside is None:
        return list(COMPANY)
    return [part for part in beside.split(",") if part.strip()]


def _between(said: pl.DataFrame, first: int | None, last: int | None) -> pl.DataFrame:
    low = pl.lit(value=True) if first is None else pl.col("year") >= first
    high = pl.lit(value=True) if last is None else pl.col("year") <= last
    return said.filter(low, high)


def _held(said: pl.DataFrame) -> str:
    years = sorted(said["year"].drop_nulls().unique())
    return f"{years[0]} to {years[-1]}" if years else "no year"


def _size(ready: pl.DataFrame) -> dict[str, Any]:
    return {
        "statements": ready.height,
        "words": int(ready["words"].sum()),
        "states": ready["ccode"].n_unique(),
        "first": ready["year"].min(),
        "last": ready["year"].max(),
    }


def _rows(used: pl.DataFrame, way: str) -> list[dict[str, Any]]:
    if way == "year":
        return terms.rates(used).to_dicts()
    if way == "decade":
        ten = used.with_columns(decade=pl.col("year") // 10 * 10)
        return terms.rates(ten, ("decade",)).to_dicts()
    if way == "region":
        found = terms.rates(used.drop_nulls("region"), ("region",)).to_dicts()
        return [{**row, "name": REGIONS[row["region"]]} for row in found]
    found = terms.rates(used, ("ccode",)).to_dicts()
    return sorted(
        ({**row, "name": name_of(row["ccode"])} for row in found), key=lambda row: -row["rate"]
    )


def _named(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [{**row, "name": name_of(row["ccode"], row["year"])} for row in frame.to_dicts()]


@cache
def name_of(ccode: int, year: int | None = None) -> str:
    """Return the name of a state in a year; without one, or outside its life, its last."""
    name = states.name_of(ccode, year) if year is not None else None
    spells = [spell.name for spell in states.all_states() if spell.ccode == ccode]
    return name or (spells[-1] if spells else str(ccode))


def _shift(near: pl.DataFrame) -> list[dict[str, Any]]:
    return meaning.shift(near, MOST_WORDS).to_dicts()


def _beside_of(
    ready: pl.DataFrame, term: Phrase, other: Phrase, corpus: dict[str, Any]
) -> dict[str, Any]:
    # Passages that a pattern chose for a word cannot say how often that word comes.
    selected = corpus["chosen"] and is_hit(other.term)
    years = terms.joint(ready, term, other)
    return {
        "term": other.term,
        "selected": selected,
        "finding": terms.joint_trend(ready, term, other, selected=selected).as_dict(),
        "years": years.to_dicts(),
    }


def _missing(term: Phrase, corpus: dict[str, Any], used: pl.DataFrame) -> list[str]:
    notes = []
    if corpus["chosen"]:
        notes.append(
            "read are passages that touch human rights, sovereignty or double standards, not whole "
            "speeches: uses elsewhere in a speech are not seen, so that presence is a lower bound, "
            "first uses are the first at hand, and the company of a term leans to human rights. "
            "Whole speeches: --speeches DIR."
        )
        if is_hit(term.term):
            notes.append("the passages were chosen by this very term: its rate is of no use.")
    if not int(used["hits"].sum()):
        notes.append("the term is not in these texts; that is no sign that nobody spoke it.")
    if corpus["skipped"]:
        few = [f"{one['name']} ({one['reason']})" for one in corpus["skipped"]]
        notes.append(f"{len(few)} speeches were left out: {_few(few, 5)}")
    return notes


def _first_sentences(told: dict[str, Any]) -> list[str]:
    curve, adopters = told["adoption"], told["adopters"]
    end, tenth = curve[-1], next((row for row in curve if row["share"] >= 0.1), None)
    lines = [
        f"First at hand: {adopters[0]['name']}, {adopters[0]['year']}. "
        f"States that have used it: {len(adopters)}; of those that spoke in {end['year']}, "
        f"{end['share']:.0%} ({end['low']:.0%} to {end['high']:.0%})."
    ]
    if tenth is not None:
        lines.append(f"One in ten of a year's speakers had used it by {tenth['year']}.")
    top = told["peak"]
    lines.append(
        f"Most used in the {top['decade']}s: by {top['share']:.1%} of speakers "
        f"({top['share_low']:.1%} to {top['share_high']:.1%})."
    )
    return [*lines, told["trend"]["said"] + _because(told["trend"])]


def _nobody(told: dict[str, Any]) -> str:
    corpus = told["corpus"]
    return (
        f"Nobody uses {told['term']} in the {corpus['statements']} "
        f"{'passages' if corpus['chosen'] else 'texts'} at hand of {corpus['states']} states "
        f"({FORUMS[corpus['forum']]}, {corpus['first']}-{corpus['last']}); that is no sign that "
        "nobody spoke it."
    )


def _because(finding: dict[str, Any]) -> str:
    return f" ({finding['why']})" if finding["why"] else ""


def _spark(rows: list[dict[str, Any]], column: str) -> str:
    years = np.array([row["year"] for row in rows], dtype=np.int64)
    values = np.array([row[column] or 0.0 for row in rows], dtype=np.float64)
    top = 1.0 if column == "share" else float(values.max()) or 1.0
    return sparkline(Line(years, values, "discourse", column), 0.0, top)


def _table(rows: list[dict[str, Any]], way: str) -> list[str]:
    key = {"year": "year", "decade": "decade"}.get(way, "name")
    shown_rows = rows if way != "state" else rows[:MOST_SHOWN]
    if way == "year":
        shown_rows = rows[-YEARS_SHOWN:]
    width = max([len(str(row[key])) for row in shown_rows] + [len(way)])
    head = f"{way:<{width}}  speeches  using  share (95 %)          per 1,000 words (95 %)"
    body = [
        f"{row[key]!s:<{width}}  {row['speeches']:>8}  {row['using']:>5}  "
        f"{row['share']:>4.0%} ({row['share_low']:>4.0%} to {row['share_high']:>4.0%})"
        f"   {row['rate']:.3f} ({row['rate_low']:.3f} to {row['rate_high']:.3f})"
        for row in shown_rows
    ]
    left = len(rows) - len(shown_rows)
    more = "earlier years" if way == "year" else "more rows"
    return [head, *body, *([f"and {left} {more} in the data"] if left > 0 else [])]


def _meaning_lines(found: dict[str, Any]) -> list[str]:
    lines = []
    for title, rows in (("decade", found["decades"]), ("region", found["regions"])):
        telling = [row for row in rows if row["stands_out"]]
        groups = dict.fromkeys(row["group"] for row in telling)
        told = [
            f"{REGIONS.get(group, group)}: "
            + ", ".join(f"{r['word']} ({r['z']:.1f})" for r in telling if r["group"] == group)
            for group in groups
        ]
        lines.append(f"company that marks a {title} (z):" + ("" if told else " none stands out"))
        lines += [f"  {one}" for one in told]
    return lines


def _few(names: list[str], most: int) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return (", ".join(names[:most]) + more) or "nobody"
