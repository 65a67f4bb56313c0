"""Build the index and open it: one folder per state of its inputs, one small file that names it.

Layout::

    current.json     what the index was built from and holds; written last
    <stamp>/         the engine's files
    part-<random>/   a build under way, removed when it fails, or by the build after a killed one

A build never touches the index that is read: it is written beside it, renamed, and then named in
``current.json``. ``stamp`` is the fingerprint of the inputs; a caller that has a cheaper one (the
store's manifest) hands it in.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from rightful.core.coding import ACTS_SCHEMA
from rightful.core.errors import DataError, StoreError
from rightful.core.statement import FORUMS, STATEMENTS
from rightful.discourse.search import schema as fields
from rightful.discourse.search import words
from rightful.discourse.search.coded import Codes, codes_of, codes_of_article
from rightful.discourse.search.engine import engine, engine_errors
from rightful.discourse.search.languages import ENGLISH, language_of

# Raised when the fields or the words of an index change: older ones are built anew.
FORMAT: Final = 3
CURRENT: Final = "current.json"
PART: Final = "part-"
HEAP: Final = 256_000_000  # bytes; with one thread the order of documents is that of the frames
ARTICLES: Final = {
    "instrument": pl.String,
    "article": pl.String,
    "title": pl.String,
    "text": pl.String,
}
_BLOCK: Final = 20_000  # rows
_JSON: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False)

Progress = Callable[[float, float, str], None]


@dataclass(frozen=True)
class IndexFacts:
    """What an index holds.

    Attributes
    ----------
    stamp
        Fingerprint of the inputs.
    statements, articles
        Documents of each kind.
    texts, coded
        Statements whose text is at hand; statements with a coded act.
    article_texts
        Articles whose text is at hand.
    languages
        Statements by language of their text; ``""`` where it cannot be told.
    seconds, size
        Time the build took; bytes on disk.
    """

    stamp: str
    statements: int
    articles: int
    texts: int
    coded: int
    article_texts: int
    languages: Mapping[str, int]
    seconds: float
    size: int


@dataclass(frozen=True)
class Opened:
    """An index ready to be asked."""

    facts: IndexFacts
    schema: Any
    searcher: Any


def build_index(
    folder: Path,
    statements: pl.DataFrame,
    acts: pl.DataFrame | None = None,
    articles: pl.DataFrame | None = None,
    progress: Progress | None = None,
    *,
    stamp: str | None = None,
) -> IndexFacts:
    """Build the index of these frames in ``folder``, in place of the one that is there.

    Parameters
    ----------
    folder
        Where the index lies; nothing else may lie there.
    statements
        Columns ``STATEMENTS``; further ones are ``paraphrase`` (stands in where the text is null),
        ``rights`` (list of text: those that the publisher's tags stand for) and ``left_open``
        (true where the coder read the statement and could not tell).
    acts
        Columns ``ACTS_SCHEMA``.
    articles
        Columns ``ARTICLES``; further ones are ``rights`` (list of text) and ``year`` (of adoption).
    progress
        Called with documents done, documents in all, and a few words.
    stamp
        Fingerprint of the inputs; computed from the frames when absent.

    Raises
    ------
    DataError
        When a column is missing.
    StoreError
        When the folder cannot be written.
    UsageError
        When the engine is not installed.
    """
    _check(statements, STATEMENTS, "statements")
    acts = _checked(acts, ACTS_SCHEMA, "acts")
    articles = _checked(articles, ARTICLES, "articles")
    stamp = stamp or fingerprint(statements, acts, articles)
    began = time.perf_counter()
    # The inner one sees a full disk before the unfinished build is removed.
    with engine_errors(folder), _aside(folder) as part, engine_errors(folder):
        counts = _written(part, statements, acts, articles, progress or _silent)
        size = sum(path.stat().st_size for path in part.iterdir())
        facts = IndexFacts(stamp, **counts, seconds=time.perf_counter() - began, size=size)
        _put_in_place(folder, part, facts)
    return facts


def fingerprint(*frames: pl.DataFrame) -> str:
    """Return a fingerprint of the contents of frames."""
    made = hashlib.sha256(f"{FORMAT}".encode())
    for frame in frames:
        for block in frame.iter_slices(_BLOCK):
            content = io.BytesIO()
            block.rechunk().write_ipc(content)
            made.update(content.getvalue())
    return made.hexdigest()


def facts_of(folder: Path) -> IndexFacts | None:
    """Return what the index in ``folder`` holds; ``None`` where none of this version is whole."""
    told = _told(folder)
    return told[1] if told else None


def is_current(folder: Path, stamp: str) -> bool:
    """Whether the index in ``folder`` was built from the inputs with this fingerprint."""
    facts = facts_of(folder)
    return facts is not None and facts.stamp == stamp


def is_damaged(folder: Path) -> bool:
    """Whether a file of the index holds something else than was written; reads all of them."""
    return _told(folder, thorough=True) is None


def clear_unfinished(folder: Path) -> None:
    """Remove what killed builds left; for who holds the lock, so that no build is under way."""
    for left in folder.glob(f"{PART}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def open_index(folder: Path) -> Opened:
    """Open the index in ``folder``.

    Raises
    ------
    StoreError
        When none is there, or it cannot be read.
    """
    told = _told(folder)
    if told is None:
        raise StoreError(
            "there is no search index of this version, or it is not whole",
            where=str(folder),
            allowed="an index that build_index wrote",
            next_step="build it from the statements in the store",
        )
    with engine_errors(folder):
        return _opened(folder / told[0], told[1].stamp, told[1].seconds)


@lru_cache(maxsize=2)
def _opened(place: Path, stamp: str, seconds: float) -> Opened:  # noqa: ARG001  # a rebuild is another
    told = _told(place.parent)
    index = engine().Index.open(str(place))
    fields.register(index)
    index.reload()
    if told is None:  # replaced meanwhile
        raise OSError(f"{place} was replaced while it was opened")
    return Opened(told[1], index.schema, index.searcher())


def _told(folder: Path, *, thorough: bool = False) -> tuple[str, IndexFacts] | None:
    """What ``current.json`` names, where every file is as it was written.

    A file that has not been touched since is taken for whole, unless the check is ``thorough``.
    """
    try:
        told = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
        if told["format"] != FORMAT or told["engine"] != engine().__version__:
            return None
        place = folder / told["folder"]
        if not all(_is_whole(place / name, mark, thorough) for name, mark in told["files"].items()):
            return None
        return told["folder"], IndexFacts(**told["facts"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _mark(path: Path) -> dict[str, Any]:
    """What a file is known by: size in bytes, time of its last change in ns, fingerprint."""
    held = path.stat()
    with path.open("rb") as file:
        made = hashlib.file_digest(file, "sha256").hexdigest()
    return {"size": held.st_size, "changed": held.st_mtime_ns, "sha256": made}


def _is_whole(path: Path, mark: Mapping[str, Any], thorough: bool) -> bool:
    held = path.stat()
    if held.st_size != mark["size"]:
        return False
    if held.st_mtime_ns == mark["changed"] and not thorough:
        return True
    if _mark(path)["sha256"] != mark["sha256"]:
        return False
    # A copy, whole: with the time it was written, the next search need not read it all.
    with suppress(OSError):
        os.utime(path, ns=(held.st_atime_ns, mark["changed"]))
    return True


class _aside:  # noqa: N801  # reads as a word where it is used
    """A folder beside the index for a build; removed unless it was renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.part = Path(tempfile.mkdtemp(prefix=PART, dir=self.folder))
        return self.part

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.part, ignore_errors=True)


def _put_in_place(folder: Path, part: Path, facts: IndexFacts) -> None:
    name = f"{facts.stamp[:16]}-{part.name.removeprefix(PART)}"
    files = {path.name: _mark(path) for path in part.iterdir() if path.suffix != ".lock"}
    part.rename(folder / name)
    told = {
        "format": FORMAT,
        "engine": engine().__version__,
        "folder": name,
        "facts": asdict(facts),
        "files": files,
    }
    unfinished = folder / f"{PART}{name}.json"
    unfinished.write_text(json.dumps(told, indent=1), encoding="utf-8")
    os.replace(unfinished, folder / CURRENT)
    for other in folder.iterdir():
        # Builds under way have the prefix; readers of the old index keep its files open.
        if other.is_dir() and other.name != name and not other.name.startswith(PART):
            shutil.rmtree(other, ignore_errors=True)


def _written(
    part: Path,
    statements: pl.DataFrame,
    acts: pl.DataFrame,
    articles: pl.DataFrame,
    progress: Progress,
) -> dict[str, Any]:
    index = engine().Index(fields.schema(), path=str(part))
    fields.register(index)
    writer = index.writer(heap_size=HEAP, num_threads=1)
    by_statement: dict[str, list[dict[str, Any]]] = {}
    for act in acts.iter_rows(named=True):
        by_statement.setdefault(act["statement"], []).append(act)
    total = statements.height + articles.height
    languages: Counter[str] = Counter()
    texts = coded = 0
    try:
        for done, row in enumerate(statements.iter_rows(named=True)):
            own = by_statement.get(row["statement"], ())
            codes = codes_of(own, row.get("rights") or ())
            language = _language(row)
            writer.add_document(_statement(row, codes, language))
            texts += row["text"] is not None
            coded += bool(codes.acts)
            languages[language or ""] += row["text"] is not None
            if done % 1000 == 0:
                progress(done, total, "statements")
        for row in articles.iter_rows(named=True):
            writer.add_document(_article(row))
        progress(total, total, "writing the index")
        writer.commit()
    finally:
        # Its threads write until they are told to end; without that, a failed build leaves files.
        writer.wait_merging_threads()
    return {
        "statements": statements.height,
        "articles": articles.height,
        "texts": texts,
        "coded": coded,
        "article_texts": articles.height - articles["text"].null_count(),
        "languages": dict(sorted(languages.items())),
    }


def _language(row: Mapping[str, Any]) -> str | None:
    if row["text"] is None or row["language"]:
        return row["language"] if row["text"] is not None else None
    return language_of(words.clean(row["text"]))


def _statement(row: Mapping[str, Any], codes: Codes, language: str | None) -> Any:
    basis, seen, searched = _searched(row, codes)
    shown = {name: row[name] for name in STATEMENTS if name not in ("language", "text", "tags")}
    return _document(
        searched,
        {
            **shown,
            "kind": "statement",
            "title": None,
            "language": language,
            "acts": codes.acts,
            "coding": _coding(row, codes),
            "rights": codes.rights,
            "articles": codes.articles,
            "basis": basis,
            "text": seen,
        },
        codes,
    )


def _searched(row: Mapping[str, Any], codes: Codes) -> tuple[str, str, str]:
    """Return the basis, what is shown, and what is searched: of a paraphrase, the codes as well."""
    if row["text"] is not None:
        return "text", row["text"], row["text"]
    told = _codes_as_text(row, codes)
    ours = row.get("paraphrase")
    return ("paraphrase", ours, f"{ours}\n{told}") if ours else ("codes", told, told)


def _coding(row: Mapping[str, Any], codes: Codes) -> str:
    return "coded" if codes.acts else "left open" if row.get("left_open") else "not coded"


def _codes_as_text(row: Mapping[str, Any], codes: Codes) -> str:
    """What is searched where no text is at hand: forum, codes and tags, in words."""
    parts = [
        FORUMS.get(row["forum"], row["forum"] or ""),
        *(name.replace("_", " ").replace(":", " ") for name in codes.acts),
        _rights_as_text(codes),
        *codes.articles,
        row["tags"] or "",
    ]
    return "; ".join(part for part in parts if part)


def _article(row: Mapping[str, Any]) -> Any:
    codes = codes_of_article(row["instrument"], row["article"], row.get("rights") or ())
    shown: dict[str, Any] = dict.fromkeys(STATEMENTS)
    del shown["tags"]
    parts = [part for part in (row["title"], row["text"] or _rights_as_text(codes)) if part]
    searched = "\n".join(parts)
    return _document(
        searched,
        {
            **shown,
            "statement": codes.articles[0],
            "year": row.get("year"),
            "document": row["instrument"],
            "paragraph": row["article"],
            "kind": "article",
            "title": row["title"],
            "language": ENGLISH,
            "acts": (),
            "coding": None,
            "rights": codes.rights,
            "articles": codes.articles,
            "basis": "text" if row["text"] else "codes",
            "text": searched,
        },
        codes,
    )


def _rights_as_text(codes: Codes) -> str:
    return ", ".join(right.replace("_", " ") for right in codes.rights)


def _document(searched: str, shown: dict[str, Any], codes: Codes) -> Any:
    document = engine().Document()
    text = words.clean(searched)
    stemmed = shown["language"] in (None, ENGLISH)
    apart = words.spaced(text)
    if shown["basis"] in ("codes", "paraphrase"):
        document.add_text(fields.WORDS, words.told(apart))
    elif stemmed:
        document.add_text(fields.WORDS, apart)
    else:
        marked = words.marked(text, fields.PLAIN, stemmed=False)
        document.add_pre_tokenized_text(fields.WORDS, marked)
    document.add_text(fields.FORMS, apart)
    if pairs := words.paired(text):
        document.add_text(fields.PAIRS, pairs)
    for term in codes.terms:
        document.add_text(fields.CODES, term)
    for name in fields.EXACT:
        if shown[name] is not None:
            document.add_text(name, shown[name])
    for name in (fields.YEAR, fields.STATE, fields.ADDRESSEE):
        if shown[name] is not None:
            document.add_integer(name, shown[name])
    document.add_bytes(fields.ROW, _JSON.encode(shown).encode())
    return document


def _checked(frame: pl.DataFrame | None, columns: Mapping[str, Any], what: str) -> pl.DataFrame:
    if frame is None:
        return pl.DataFrame(schema=columns)
    _check(frame, columns, what)
    return frame


def _check(frame: pl.DataFrame, columns: Mapping[str, Any], what: str) -> None:
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise DataError(
            f"the frame of {what} lacks the column {missing[0]!r}",
            where=f"columns: {', '.join(frame.columns)}",
            allowed=", ".join(columns),
            next_step="hand over a frame with these columns",
        )


def _silent(done: float, total: float, text: str) -> None:
    """Tell nobody."""
