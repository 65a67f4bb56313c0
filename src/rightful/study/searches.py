"""Search in what governments said and in what binds them: a typed request in, hits out."""

from __future__ import annotations

import hashlib
import json
import math
import sys
import time
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.coding import ACTS_SCHEMA, CODED, KINDS, SPEECH_ACTS
from rightful.core.errors import StoreError, UnknownName, UsageError
from rightful.core.names import RIGHTS, fold, resolve, suggest
from rightful.core.statement import FORUMS, RESPONSES, STATEMENTS
from rightful.discourse.search import coded, export, filters, find, index, saved
from rightful.discourse.search.snippet import Snippet
from rightful.discourse.search.words import clean
from rightful.record import instruments, legal_texts, states
from rightful.record.all_statements import not_read, users_statements
from rightful.record.baseline import Baseline, shipped
from rightful.record.locks import locked
from rightful.record.own_statements import own_files
from rightful.record.read_corpora import readings
from rightful.record.recipe import NAME as RECIPE
from rightful.record.statements import rights_of_tags, statement_sources, statements
from rightful.record.store import Store
from rightful.study import Progress
from rightful.study.coded import coded_statements
from rightful.study.outputs import check_out, write_out
from rightful.study.paraphrased import tables_state, with_paraphrases
from rightful.study.strands import table_of

TEXTS = "treaty_texts"
FOLDER, SAVED, LOCK = "index", "searches.json", ".lock-index"
MOST_SHOWN, MOST_WRITTEN = 10, find.MOST
MOST_OFFERED = 3  # acts, to who mistyped one
BUILD_WAIT = 600.0  # seconds for another run's build
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


def search(
    query: str,
    state: str | None = None,
    addressee: str | None = None,
    forum: str | None = None,
    act: str | None = None,
    right: str | None = None,
    article: str | None = None,
    first: int | None = None,
    last: int | None = None,
    most: int | None = None,
    save: str | None = None,
    out: Path | None = None,
    *,
    response: str | None = None,
    language: str | None = None,
    kind: str | None = None,
    offset: int = 0,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return what is found in all statements of the store and in the articles of instruments.

    The index is built when it is absent or when the store changed.

    Parameters
    ----------
    query
        Words, "phrases", beginnings*, AND, OR, NOT, parentheses; ``*`` for everything.
    state, addressee
        Who speaks, and to whom: any name of a state.
    act
        An act of speech, or an act and its kind (``concede:step``).
    article
        An instrument, or an instrument and an article (``ICCPR 7``).
    first, last
        Years, both included.
    most
        Hits to return: by default 10, and 10,000 with ``out``.
    save
        Keep the search under this name.
    out
        Write the hits as .csv, .json or .md.

    Raises
    ------
    UnknownName
        With suggestions, when a state, forum, act, right, instrument, response is not known.
    UsageError
        When the query cannot be read, years are the wrong way round, ``out`` cannot be written, or
        the engine is not installed.
    StoreError
        When the store or the index cannot be read or written.
    """
    asked = filters.Filters(
        state=_codes(state, last),
        addressee=_codes(addressee, last),
        forum=_forum(forum),
        act=_act(act),
        right=resolve(right, RIGHTS, "right") if right else None,
        article=_article(article),
        response=resolve(response, RESPONSES, "response") if response else None,
        language=language.strip().casefold() if language else None,
        first=first,
        last=last,
        kind=resolve(kind, filters.KINDS, "kind of hit") if kind else None,
    )
    _check_years(first, last)
    if save is not None:
        saved.check_name(save)
    told = _run(query, asked, most, offset, out, progress)
    if save is not None:
        saved.save(_saved_file(), save, query, asked)
    return {**told, "saved": save}


def run_saved(
    name: str,
    most: int | None = None,
    out: Path | None = None,
    *,
    offset: int = 0,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return what the search saved under ``name`` finds now; raises as ``search``."""
    kept = saved.saved(_saved_file(), name)
    told = _run(kept.query, kept.filters, most, offset, out, progress)
    return {**told, "saved": name}


def saved_searches() -> list[dict[str, Any]]:
    """Return the saved searches: name, query, filters."""
    return [
        {"name": one.name, "query": one.query, "filters": one.filters.as_dict()}
        for one in saved.listed(_saved_file())
    ]


def remove_saved(name: str) -> dict[str, Any]:
    """Forget a saved search and return it.

    Raises
    ------
    UnknownName
        With suggestions, when none has the name.
    """
    gone = saved.remove(_saved_file(), name)
    return {"removed": gone.name, "query": gone.query, "filters": gone.filters.as_dict()}


def search_text(told: dict[str, Any], *, colour: bool | None = None) -> str:
    """Return what was found as text; what matched is bold on a terminal, else between « and »."""
    # Standard output may be closed.
    watched = sys.stdout is not None and sys.stdout.isatty()
    bold = watched if colour is None else colour
    lines = [_summary(told), *(f"note: {note}" for note in told["notes"])]
    for number, hit in enumerate(told["hits"], told["offset"] + 1):
        lines += ["", *_hit_lines(number, hit, bold=bold)]
    return "\n".join(lines)


def saved_text(rows: list[dict[str, Any]]) -> str:
    """Return saved searches as text, one a line."""
    if not rows:
        return "no search is saved"
    width = max(len(row["name"]) for row in rows)
    return "\n".join(
        f"{row['name'].ljust(width)}  {_asked(row['query'], row['filters'])}" for row in rows
    )


def _run(
    query: str,
    asked: filters.Filters,
    most: int | None,
    offset: int,
    out: Path | None,
    progress: Progress | None,
) -> dict[str, Any]:
    if out is not None:
        export.check_ending(out.suffix)
        check_out(out)
    wanted = most if most is not None else MOST_SHOWN if out is None else MOST_WRITTEN
    # A mistake in the query is told before an index is built for it.
    find.checked(query, asked, wanted, offset)
    store = Store()
    folder = store.root / FOLDER
    took = _ensure_index(store, folder, progress)
    try:
        found = find.search(folder, query, asked, wanted, offset)
    except StoreError:
        if not index.is_damaged(folder):
            raise
        again = _ensure_index(store, folder, progress, damaged=True)
        took = (took or 0.0) + (again or 0.0)
        found = find.search(folder, query, asked, wanted, offset)
    rows = [export.row_of(hit, _named) for hit in found.hits]
    about = {"query": query, "filters": asked.as_dict(), "total": found.total, "offset": offset}
    if out is not None:
        write_out(out, export.as_text(rows, out.suffix, about))
    return {
        **about,
        "milliseconds": round(found.milliseconds, 2),
        "build_seconds": None if took is None else round(took, 2),
        "hits": rows,
        "notes": _notes(found.index, asked),
        "index": asdict(found.index),
        "out": None if out is None else str(out),
    }


def _ensure_index(
    store: Store, folder: Path, progress: Progress | None, *, damaged: bool = False
) -> float | None:
    """Build the index where there is none or the store changed; return seconds, None if it did not.

    The seconds count the reading of the store, and the wait for another run that builds.
    """
    stamp = _stamp(store)
    if not damaged and index.is_current(folder, stamp):
        return None
    began = time.perf_counter()
    busy = "another run builds the search index"
    with locked(store.root / LOCK, busy, BUILD_WAIT):
        # Another run may have built it meanwhile.
        if (damaged and index.is_damaged(folder)) or not index.is_current(folder, stamp):
            index.clear_unfinished(folder)
            told = _paced(progress) if progress else None
            index.build_index(folder, *_frames(store), told, stamp=stamp)
    return time.perf_counter() - began


def _frames(store: Store) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return statements, acts and articles, as the index takes them."""
    held, own, codes = not_read(statements(store), store.root), _own(store), coded_statements()
    said, acts = gathered(held, own, codes)
    said = with_paraphrases(said, codes, _named)
    return said.with_columns(_left_open(own, codes)), acts, article_rows(store)


def _left_open(own: pl.DataFrame, codes: pl.DataFrame) -> pl.Expr:
    """Whether the coder read a statement and could not tell; it decides on an act otherwise."""
    read = Baseline(shipped()).frame("probabilities", pl.col("abstained"))["statement"]
    mine = own.join(codes, on="statement", how="anti")["statement"]
    known = pl.concat([read.cast(pl.String), mine.cast(pl.String)])
    return pl.col("statement").is_in(known.implode()).alias("left_open")


def _paced(progress: Progress) -> index.Progress:
    """Return what tells a build's progress: the share that is done, and seconds left."""
    began = time.perf_counter()

    def told(done: float, total: float, text: str) -> None:
        share = done / total if total else 1.0
        left = (time.perf_counter() - began) * (1 - share) / share if share else math.nan
        progress(share, left, text)

    return told


def gathered(
    held: pl.DataFrame, own: pl.DataFrame, codes: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return statements, with the rights of their tags, and acts, for the index.

    ``held`` and ``own`` have columns ``STATEMENTS``, ``codes`` has columns ``CODED``. A statement
    of the user's own takes the place of one with its id; one that is known by its codes alone is
    there without a text.
    """
    place = [name for name in CODED if name in STATEMENTS]
    coded_only = codes.select(place).unique("statement", maintain_order=True)
    parts = [own, held, coded_only]
    said = pl.concat(parts, how="diagonal").unique("statement", keep="first", maintain_order=True)
    acts = codes.select(list(ACTS_SCHEMA))
    return with_rights(said.select(list(STATEMENTS))).sort("statement"), acts


def _own(store: Store) -> pl.DataFrame:
    """Return the statements that the user read and added."""
    return users_statements(store.root).select(
        pl.col(name).cast(kind) for name, kind in STATEMENTS.items()
    )


def _stamp(store: Store) -> str:
    """Return a fingerprint of all that is searched, without reading the statements."""
    held = sorted(
        (holding.source, holding.edition, holding.table_sha256)
        for holding in store.holdings()
        if holding.source in (*statement_sources(), TEXTS)
    )
    codes = hashlib.sha256((shipped() / RECIPE).read_bytes()).hexdigest()
    rights = index.fingerprint(_rights_of_articles())
    users = [
        _lines(own_files(store.root).drop("number", "at").sort(pl.all())),
        _lines(readings(store.root)),
    ]
    parts = [index.FORMAT, held, codes, users, rights, tables_state()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _lines(ledger: pl.DataFrame) -> list[list[str]]:
    return [[str(value) for value in row] for row in ledger.iter_rows()]


def with_rights(said: pl.DataFrame) -> pl.DataFrame:
    """Add the rights that publishers' tags stand for."""
    known = {tags: list(rights_of_tags(tags)) for tags in said["tags"].unique() if tags}
    rights = [known.get(tags) for tags in said["tags"]]
    return said.with_columns(pl.Series("rights", rights, dtype=pl.List(pl.String)))


def article_rows(store: Store) -> pl.DataFrame:
    """Return articles: those that touch a right, and with the treaty texts pulled all of them.

    ``text`` is null where the store does not hold the text.
    """
    texts = table_of(store, TEXTS)
    rights = _rights_of_articles()
    if texts is None:
        return rights.with_columns(pl.lit(None, dtype=pl.String).alias("text"))
    held = texts.select("instrument", "article", "text")
    return _titled(
        rights.select("instrument", "article", "rights")
        .join(held, on=["instrument", "article"], how="full", coalesce=True)
        .sort("instrument", "article")
    ).select("instrument", "article", "rights", "title", "year", "text")


@cache
def _rights_of_articles() -> pl.DataFrame:
    touched = legal_texts.rights_of_articles().group_by(
        "instrument", "article", maintain_order=True
    )
    rows = touched.agg(pl.col("right").sort().alias("rights")).sort("instrument", "article")
    return _titled(rows)


def _titled(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the title and the year of adoption of each row's instrument."""
    table = instruments.instruments().frame
    called = dict(table.select("instrument", "name").iter_rows())
    called[legal_texts.UDHR] = "Universal Declaration of Human Rights"
    adopted = dict(table.select("instrument", "adopted_year").iter_rows())
    adopted[legal_texts.UDHR] = legal_texts.UDHR_ADOPTED.year
    name = pl.col("instrument")
    return rows.with_columns(
        name.replace_strict(called, return_dtype=pl.String, default=name).alias("title"),
        name.replace_strict(adopted, return_dtype=pl.Int64, default=None).alias("year"),
    )


def _codes(name: str | None, last: int | None) -> tuple[int, ...]:
    """Return every code that the legal person of this name has borne.

    A name that several persons bore is taken as its bearer's at the end of ``last``; where they had
    one code among them (Yugoslavia, Serbia), records do not tell them apart.
    """
    if name is None:
        return ()
    spells = states.find(name).states
    if len({spell.ccode for spell in spells}) != 1 and len({s.state_id for s in spells}) != 1:
        person = states.state(name, last).state_id
        spells = tuple(spell for spell in states.all_states() if spell.state_id == person)
    codes = {spell.ccode: None for spell in spells if spell.ccode is not None}
    if not codes:
        raise UsageError(
            f"{name!r} has no Correlates of War code",
            allowed="members of the state system",
            next_step=f"rightful states {name!r} shows its codes",
        )
    return tuple(codes)


def _forum(name: str | None) -> str | None:
    if name is None:
        return None
    by_label = {fold(label): forum for forum, label in FORUMS.items()}
    return by_label.get(fold(name)) or resolve(name, FORUMS, "forum")


def _act(name: str | None) -> str | None:
    if name is None:
        return None
    act, _, kind = name.partition(":")
    known = _act_named(act)
    return f"{known}:{resolve(kind, KINDS.get(known, ()), f'kind of {known}')}" if kind else known


def _act_named(name: str) -> str:
    """Return the act; one that is cut short (``deny``) is answered with those that begin so."""
    begun = [act for act in SPEECH_ACTS if fold(name) and fold(act).startswith(fold(name))]
    try:
        return resolve(name, SPEECH_ACTS, "act of speech")
    except UnknownName:
        offered = dict.fromkeys([*begun, *suggest(name, SPEECH_ACTS)])
        few = tuple(offered)[:MOST_OFFERED]
        raise UnknownName("act of speech", name, few, options=SPEECH_ACTS) from None


def _article(name: str | None) -> str | None:
    if name is None:
        return None
    known = (*instruments.instrument_names(), legal_texts.UDHR)
    try:
        return resolve(name, known, "instrument")
    except UnknownName:
        instrument, at = coded.parted(name)
        return f"{resolve(instrument, known, 'instrument')} {at or ''}".strip()


def _check_years(first: int | None, last: int | None) -> None:
    if first is not None and last is not None and first > last:
        raise UsageError(
            f"the first year, {first}, is after the last, {last}",
            allowed="a first year up to the last",
            next_step="exchange them",
        )


@cache
def _named(ccode: int, year: int | None) -> str | None:
    """Return the name a state bore in a year; without one, or outside its life, its last."""
    name = states.name_of(ccode, year) if year is not None else None
    spells = [spell.name for spell in states.all_states() if spell.ccode == ccode]
    return name or (spells[-1] if spells else None)


def _saved_file() -> Path:
    return Store().root / SAVED


def _notes(facts: index.IndexFacts, asked: filters.Filters) -> list[str]:
    notes = []
    if not facts.statements:
        notes.append(
            "the store holds no statements, so articles alone are searched; "
            f"`rightful pull {' '.join(statement_sources())}` brings them"
        )
    elif facts.texts < facts.statements:
        notes.append(
            f"{facts.statements - facts.texts} of {facts.statements} statements are searched by "
            "their codes alone and shown in our words; their texts appear once their source is "
            "pulled"
        )
    if facts.articles and not facts.article_texts:
        notes.append("articles are searched by the rights we code them for; no text is at hand")
    if asked.right and not facts.coded:
        notes.append("statements are found by the rights of publishers' tags; none is coded yet")
    if (persons := _bearers(asked.state)) and len(persons) > 1:
        notes.append(f"the codes of the speaker are those of {', '.join(persons)}")
    if asked.act and not facts.coded:
        notes.append("no statement in the index is coded, so no act can be found")
    return notes


def _bearers(codes: tuple[int, ...]) -> list[str]:
    """Return the legal persons that bore one of the codes: some codes were handed on."""
    spells = [spell for spell in states.all_states() if spell.ccode in codes]
    return list({spell.state_id: spell.name for spell in spells}.values())


def _summary(told: dict[str, Any]) -> str:
    held = told["index"]
    searched = f"{held['statements']} statements and {held['articles']} articles"
    shown = len(told["hits"])
    begin = told["offset"] + 1
    listed = f", {begin}-{begin + shown - 1} listed" if shown and shown < told["total"] else ""
    took = f"{told['milliseconds']:.0f} ms"
    if told["build_seconds"] is not None:
        took += f" after {told['build_seconds']:.1f} s for the index"
    where = f"; written to {told['out']}" if told["out"] else ""
    what = _asked(told["query"], told["filters"])
    return f"{clean(what)}: {told['total']} found{listed}, in {searched}, {took}{where}"


def _asked(query: str, narrowed: dict[str, Any]) -> str:
    told = [query.strip() or "*"]
    for name, value in narrowed.items():
        text = _names(value, narrowed.get("last")) if isinstance(value, list) else str(value)
        told.append(f"{name}={text}")
    return "  ".join(told)


def _names(codes: list[int], year: int | None) -> str:
    """Return the states of a filter by name: one name for codes that one state bore."""
    return ", ".join(dict.fromkeys(_named(code, year) or str(code) for code in codes))


def _hit_lines(number: int, hit: dict[str, Any], *, bold: bool) -> list[str]:
    """One hit: who, when and where; the document; the acts; the place that shows why."""
    lead = f"{number}."
    gap = " " * (len(lead) + 1)
    who = hit["state"] or (hit["title"] if hit["kind"] == "article" else "no state")
    to = f" to {hit['addressee_name']}" if hit["addressee_name"] else ""
    head = [str(hit["date"] or hit["year"] or "undated"), f"{who}{to}"]
    head += [str(part) for part in (hit["forum"], hit["response"]) if part]
    if hit["kind"] == "statement" and hit["language"] not in (None, "en"):
        head.append(f"in {hit['language']}")
    source = " ".join(part for part in (hit["document"], hit["paragraph"]) if part)
    # The id of an article is its source.
    places = dict.fromkeys(part for part in (source, hit["link"], hit["statement"]) if part)
    lines = [f"{lead} {'  '.join(head)}", gap + "  ".join(places)]
    codes = [*_acts(hit), *(hit["rights"] if hit["basis"] != "codes" else [])]
    lines += [f"{gap}{', '.join(codes)}"] if codes else []
    # Names come from users' files; a snippet is clean already.
    return [*(clean(line) for line in lines), f"{gap}{_marked(hit, bold=bold)}"]


def _acts(hit: dict[str, Any]) -> list[str]:
    """Return a hit's acts as they are told: that there is none, or that none was decided on."""
    if hit["kind"] == "article":
        return []
    if not hit["acts"]:
        return [hit["coding"]]
    return ["no act" if act == "none" else act for act in hit["acts"]]


def _marked(hit: dict[str, Any], *, bold: bool) -> str:
    shown = Snippet(hit["shown"], tuple((start, end) for start, end in hit["places"]))
    return shown.marked(BOLD, PLAIN) if bold else shown.marked()
