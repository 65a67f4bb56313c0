"""Statements with their acts: of the store when it is coded anew, of the baseline otherwise."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from functools import cache
from pathlib import Path

import polars as pl

from rightful import __version__
from rightful.core.coding import CODED, SPEECH_ACTS
from rightful.core.errors import StoreError
from rightful.core.statement import STATEMENTS
from rightful.discourse.coder.coder import bounds_of, code
from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.rights import rights_in
from rightful.discourse.coder.sentences import folded
from rightful.discourse.coder.weights import shipped as weights_shipped
from rightful.discourse.coder.weights import uncalibrated
from rightful.discourse.contradictions.topics import topics_column
from rightful.discourse.evidence import remedy_column
from rightful.discourse.scheme import codebook
from rightful.record.all_statements import not_read, users_state, users_statements
from rightful.record.atomic import parquet_of, write_atomically
from rightful.record.baseline import Baseline, shipped
from rightful.record.locks import locked
from rightful.record.statements import statement_sources, statements
from rightful.record.store import Store
from rightful.study.coding.coder_names import coder_names

# A probability is kept in whole percent of a half: 200 steps, far below the coder's doubt.
STEPS = 200
DIGITS = 6
DIGITS_OF_KEY = 16
CODES_WAIT = 1.0  # seconds for another run that keeps codes
# A coded act with what it is about in words: the passage itself stays with its publisher.
# ``sure`` is false of an act that the coder left open and whose chance is still considerable.
# ``remedy`` is true where the passage speaks of prosecution, redress or complaints.
CODES = {**CODED, "topics": pl.List(pl.String), "remedy": pl.Boolean, "sure": pl.Boolean}
WHERE_SAID = tuple(name for name in CODED if name in STATEMENTS)


def coded_statements(
    ccode: int | None = None, likely: bool = False, baseline: Path | None = None
) -> pl.DataFrame:
    """Return coded acts, columns as ``CODES``: the baseline's, and of what the user read and added.

    A document that the user read from the publisher's own files takes the baseline's place.

    Parameters
    ----------
    ccode
        The speaker; without it, every state.
    likely
        Also those that the coder left open, whose chance is at least ``coder.LIKELY``.
    baseline
        A baseline folder; the package's own without it.
    """
    shelf = Baseline(baseline or shipped())
    where = () if ccode is None else (pl.col("ccode") == ccode,)
    root = Store().root
    mine = _own(root)
    shipped_codes = not_read(_typed(shelf.frame("codes", *where)), root)
    theirs = shipped_codes.join(mine.select("statement"), on="statement", how="anti")
    if ccode is not None:
        mine = mine.filter(pl.col("ccode") == ccode)
    whole = pl.concat([theirs, mine]).sort("statement", "act")
    return whole if likely else whole.filter("sure")


def coded_probabilities(ccode: int | None = None) -> pl.DataFrame:
    """Return where each statement was said and each act's probability, of the baseline.

    Columns: statement, ccode, year, date, forum, document, paragraph, addressee, voice, answers,
    response, ``remedy``, ``rights`` (those it names), one per act, ``abstained``.
    """
    where = () if ccode is None else (pl.col("ccode") == ccode,)
    return unpacked(Baseline(shipped()).frame("probabilities", *where))


def coded_frames(store: Store) -> dict[str, pl.DataFrame] | None:
    """Return ``acts`` and ``probabilities`` of all statements of a store; None where it has none.

    The frames are as ``coded_statements`` and ``coded_probabilities`` give them.
    """
    held = tuple(
        sorted(
            (one.source, one.edition)
            for one in store.holdings()
            if one.source in statement_sources()
        )
    )
    return _coded(store.root, held) if held else None


def talk_frames(store: Store) -> dict[str, pl.DataFrame]:
    """Return the baseline's frames of coded statements; without rows where the store has none."""
    coded = coded_frames(store) or code_all(pl.DataFrame(schema=STATEMENTS))
    return {"codes": coded["acts"], "probabilities": packed(coded["probabilities"])}


def coder_version() -> dict[str, str]:
    """Return the versions of the codebook and of the coder's weights."""
    nothing = code(pl.DataFrame(schema=STATEMENTS), coder_names())
    return {"codebook": codebook().version, "weights": nothing.weights}


def packed(probabilities: pl.DataFrame) -> pl.DataFrame:
    """Return probabilities as whole steps of one byte."""
    steps = (pl.col(*SPEECH_ACTS) * STEPS).round().cast(pl.UInt8)
    return probabilities.with_columns(steps)


def unpacked(probabilities: pl.DataFrame) -> pl.DataFrame:
    """Return what ``packed`` was given, up to half a step."""
    return probabilities.with_columns(pl.col(*SPEECH_ACTS).cast(pl.Float64) / STEPS)


@cache
def _coded(root: object, held: tuple[tuple[str, str], ...]) -> dict[str, pl.DataFrame]:  # noqa: ARG001
    store = Store(root)  # type: ignore[arg-type]
    return code_all(statements(store))


def code_all(said: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Code statements (columns ``STATEMENTS``): frames ``acts`` and ``probabilities``."""
    coding = code(with_context(said), coder_names(), likely=True)
    place = said.with_columns(topics_column(said["text"]), remedy_column(said["text"])).select(
        *WHERE_SAID, "topics", "remedy"
    )
    acts = place.join(coding.acts, on="statement").join(_decided(), on="act", how="left")
    # A vote and a passage without words are none without a doubt.
    known = acts.with_columns(
        # Sums on several threads differ in their last bit; the same texts give the same codes.
        pl.col("probability").round(DIGITS),
        sure=(pl.col("probability") >= pl.col("high")) | (pl.col("act") == "none"),
    )
    where = place.drop("topics").with_columns(rights_in(folded(said["text"])).alias("rights"))
    probabilities = where.join(coding.probabilities, on="statement").sort("statement")
    return {"acts": _typed(known).sort("statement", "act"), "probabilities": probabilities}


def _decided() -> pl.DataFrame:
    """Return act and ``high``, the probability from which on the coder decides on it."""
    weights = weights_shipped() or uncalibrated(codebook().version, lexicon().fingerprint)
    return pl.DataFrame(
        {"act": SPEECH_ACTS, "high": [bounds_of(act, weights).high for act in SPEECH_ACTS]}
    )


def with_context(said: pl.DataFrame) -> pl.DataFrame:
    """Add ``context``: the text of the statement that each one answers."""
    asked = said.select(answers="statement", context="text")
    return said.join(asked, on="answers", how="left", maintain_order="left")


def _own(root: Path) -> pl.DataFrame:
    """Return the acts of what the user read and added, coded once per state of the ledgers."""
    parts = [__version__, coder_version(), lexicon().fingerprint, users_state(root)]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:DIGITS_OF_KEY]
    return _own_codes(root, key)


@cache
def _own_codes(root: Path, key: str) -> pl.DataFrame:
    path = root / "statements" / f"codes-{key}.parquet"
    kept = _kept(path)
    if kept is not None:
        return kept
    said = users_statements(root)
    if said.is_empty():
        return pl.DataFrame(schema=CODES)
    acts = code_all(said)["acts"]
    # A store that cannot be written still answers: it is coded anew the next time.
    with contextlib.suppress(StoreError, OSError):
        _keep(path, acts)
    return acts


def _kept(path: Path) -> pl.DataFrame | None:
    """Return codes that were kept; None where there are none, or they are damaged."""
    try:
        return _typed(pl.read_parquet(io.BytesIO(path.read_bytes())))
    except (OSError, pl.exceptions.PolarsError):
        return None


def _keep(path: Path, acts: pl.DataFrame) -> None:
    with locked(path.parent / ".lock-codes", "another run of rightful keeps codes", CODES_WAIT):
        write_atomically(path, parquet_of(acts))
        for old in path.parent.glob("codes-*.parquet"):
            if old != path:
                old.unlink(missing_ok=True)


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(kind) for name, kind in CODES.items())
