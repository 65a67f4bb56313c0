"""Our acts against labels that others gave to other texts: how far the coder carries.

Which label stands for which act is a judgement, written down in ``discourse/tables/transfer.csv``.
The coder was never shown these labels. Baselines, where there are any, are bags of words fitted to
the set itself and tried on other documents of it. The sets are read from a folder of theirs; no
text of them is kept.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.coding import SPEECH_ACTS
from rightful.core.errors import DataError, MissingFile
from rightful.core.statement import STATEMENTS
from rightful.discourse.coder.coder import code
from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.sentences import folded
from rightful.discourse.coder.weights import Weights, shipped, uncalibrated
from rightful.discourse.reliability.area import auc
from rightful.discourse.reliability.evaluate import Estimate, evaluate
from rightful.discourse.scheme import codebook
from rightful.record import states
from rightful.study.coding.coder_names import coder_names

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SEED: Final = 20261129
DRAWS: Final = 500
FITS: Final = ("close", "loose", "none")
EVERY_OTHER: Final = "*"
_SHORTEST_PARAGRAPH: Final = 60
# A party's name gives away who argues; the baseline did not see it either.
_PARTIES: Final = re.compile(
    r"(?i)\b(?:(?:the )?(?:respondent )?governments?|(?:the )?applicants?)\b"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One label of one set as acts of ours; ``acts`` is empty where none fits."""

    set: str
    task: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    acts: tuple[str, ...]
    fit: str
    baseline: float | None
    baseline_of: str | None
    judgement: str


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A set in hand: its file, and how it becomes statements with ``label`` and ``group``."""

    files: tuple[str, ...]
    read: Callable[[Path], pl.DataFrame]


def mappings() -> tuple[Judgement, ...]:
    """Return the judgements, in the order of the table.

    Raises
    ------
    DataError
        When a set, an act or a fit is unknown, or a mapping has acts and no fit.
    """
    table = files("rightful.discourse") / "tables" / "transfer.csv"
    return read_mappings(table.read_bytes())


def read_mappings(raw: bytes) -> tuple[Judgement, ...]:
    """Return the judgements that a table in CSV holds; errors as for ``mappings``."""
    rows = pl.read_csv(raw, infer_schema_length=0)
    found = tuple(
        Judgement(
            set=row["set"],
            task=row["task"],
            yes=_parts(row["yes"]),
            no=_parts(row["no"]),
            acts=_parts(row["acts"]),
            fit=row["fit"],
            baseline=None if row["baseline"] is None else float(row["baseline"]),
            baseline_of=row["baseline_of"],
            judgement=row["judgement"],
        )
        for row in rows.iter_rows(named=True)
    )
    wrong = [
        *(f"set {one.set!r}" for one in found if one.set not in BORROWED),
        *(f"act {act!r}" for one in found for act in one.acts if act not in SPEECH_ACTS),
        *(f"fit {one.fit!r} of {one.task!r}" for one in found
          if one.fit not in FITS or (one.fit == "none") != (not one.acts)),
    ]  # fmt: skip
    if wrong:
        raise DataError(
            f"mappings cannot be used: {'; '.join(wrong)}",
            where="transfer.csv",
            allowed=f"sets {', '.join(BORROWED)}; fits {', '.join(FITS)}",
        )
    return found


def _parts(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())


def transfer(
    folder: Path,
    *,
    weights: Weights | None = None,
    most: int | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
) -> list[dict[str, Any]]:
    """Measure the coder against the borrowed sets of a folder.

    Parameters
    ----------
    folder
        Holds ``labelled``, ``unsc`` and ``upr`` with the sets' files.
    weights
        Of the statistical layer: the package's, where none are given.
    most
        Read at most so many documents of each set, drawn at random; all without it.

    Returns
    -------
    list
        One mapping per row of ``transfer.csv`` and layer (``rules``, ``coder``): the row;
        ``passages``, ``positives``, ``documents``; ``auc`` of the probability that at least one of
        the acts is there; ``precision``, ``recall``, ``f1`` and ``macro_f1`` of what is said, what
        is left open counted as no; ``open``, the share of passages on which the coder says nothing;
        ``always``, the F1 of saying yes to everything; ``on_subject``, the same of texts that
        speak of a right or a rights subject; ``why`` where nothing was measured.
        Intervals draw whole documents anew.

    Raises
    ------
    MissingFile
        When no set is there.
    """
    fitted = weights or shipped()
    bare = uncalibrated(codebook().version, lexicon().fingerprint)
    fits = [("rules", bare), *([] if fitted is None else [("coder", fitted)])]
    judged = mappings()
    sets = {one.set: _set(one.set, Path(folder), most, seed) for one in judged}
    if all(isinstance(found, str) for found in sets.values()):
        raise MissingFile("none of the borrowed sets is there", where=str(folder))
    wanted = {one.set for one in judged if one.acts}
    coded = {
        (name, layer): _coded(said, fit)
        for name, said in sets.items()
        if name in wanted and not isinstance(said, str)
        for layer, fit in fits
    }
    rows: list[dict[str, Any]] = []
    for one in judged:
        said = sets[one.set]
        if isinstance(said, str):
            rows.append({"layer": None, **_told(one), "why": said})
        elif not one.acts:
            why = "no act of ours stands for it"
            rows.append({"layer": None, **_told(one), "why": why, "passages": said.height})
        else:
            rows += [
                {"layer": layer, **_told(one), **_measured(one, coded[one.set, layer], seed, draws)}
                for layer, _ in fits
            ]
    return rows


def _told(one: Judgement) -> dict[str, Any]:
    return {
        "set": one.set,
        "task": one.task,
        "acts": list(one.acts),
        "fit": one.fit,
        "baseline": one.baseline,
        "baseline_of": one.baseline_of,
        "judgement": one.judgement,
        "why": None,
    }


# ------------------------------------------------------------------ coding a set


@dataclass(frozen=True, slots=True)
class _Coded:
    """A set coded: labels, groups, and n x acts what is said and with what probability."""

    labels: list[str]
    groups: list[str]
    yes: Bools
    chance: Floats
    abstained: Bools
    subject: Bools
    weights: str


def _set(name: str, folder: Path, most: int | None, seed: int) -> pl.DataFrame | str:
    """Return a set as statements, or why there is none."""
    borrowed = BORROWED[name]
    missing = [file for file in borrowed.files if not (folder / file).is_file()]
    if missing:
        return f"not at hand: {', '.join(missing)}"
    said = _statements(borrowed.read(folder))
    if most is None:
        return said
    groups = said["group"].unique().sort()
    drawn = groups.sample(min(most, len(groups)), seed=seed)
    return said.filter(pl.col("group").is_in(drawn.implode()))


def _coded(said: pl.DataFrame, weights: Weights) -> _Coded:
    coding = code(said, coder_names(), weights)
    chance = coding.probabilities.select(SPEECH_ACTS).to_numpy().astype(np.float64)
    place = {statement: row for row, statement in enumerate(said["statement"])}
    yes = np.zeros(chance.shape, dtype=bool)
    for statement, act in coding.acts.select("statement", "act").iter_rows():
        yes[place[statement], SPEECH_ACTS.index(act)] = True
    return _Coded(
        labels=said["label"].to_list(),
        groups=said["group"].to_list(),
        yes=yes,
        # A text that cannot be read says nothing for an act.
        chance=np.nan_to_num(chance),
        abstained=coding.probabilities["abstained"].to_numpy(),
        subject=_on_subject(said["text"]),
        weights=coding.weights,
    )


def _on_subject(texts: pl.Series) -> Bools:
    """Return which texts speak of a right or a rights subject, by the rules' own words for it."""
    return folded(texts).str.to_lowercase().str.contains(lexicon().subject).to_numpy()


def _statements(raw: pl.DataFrame) -> pl.DataFrame:
    """Return a set as statements, numbered; ``label`` and ``group`` stay beside them."""
    given = raw.filter(pl.col("text").is_not_null(), pl.col("label").is_not_null())
    columns = [name for name in STATEMENTS if name not in given.columns]
    return given.with_columns(
        *(pl.lit(None, dtype=STATEMENTS[name]).alias(name) for name in columns),
    ).with_columns(
        statement=pl.int_range(pl.len()).cast(pl.String),
        ccode=pl.col("ccode").cast(pl.Int32) if "ccode" in given.columns else None,
        label=pl.col("label").str.strip_chars(),
        group=pl.col("group").cast(pl.String),
        context=pl.col("context") if "context" in given.columns else None,
    )


# ------------------------------------------------------------------ measuring


def _measured(one: Judgement, found: _Coded, seed: int, draws: int) -> dict[str, Any]:
    labels = np.array(found.labels, dtype=str)
    real: Bools = np.asarray(np.isin(labels, one.yes), dtype=bool)
    every_other = EVERY_OTHER in one.no
    inside = real | every_other | np.isin(labels, one.no)
    if not real.any() or real[inside].all():
        return {"passages": len(labels), "why": "labels of one kind only"}
    columns = [SPEECH_ACTS.index(act) for act in one.acts]
    chance = 1 - np.prod(1 - found.chance[:, columns], axis=1)
    said: Bools = np.asarray(found.yes[:, columns].any(axis=1))
    groups = np.array(found.groups, dtype=str)

    def scores(here: Bools) -> dict[str, Any]:
        return _scores(real[here], said[here], chance[here], groups[here].tolist(), seed, draws)

    return {
        **scores(inside),
        "open": float(found.abstained[inside].mean()),
        "on_subject": scores(inside & found.subject),
        "weights": found.weights,
    }


def _scores(
    truth: Bools, said: Bools, chance: Floats, groups: list[str], seed: int, draws: int
) -> dict[str, Any]:
    if not len(truth):
        nothing = dict.fromkeys(("auc", "precision", "recall", "f1", "macro_f1"))
        return {"passages": 0, "documents": 0, "positives": 0, "said": 0, "always": 0.0, **nothing}
    never = np.zeros(len(truth), dtype=bool)
    scores = evaluate(truth, said, never, groups, seed=seed, draws=draws)
    other = evaluate(~truth, ~said, never, groups, seed=seed, draws=1)
    share = float(truth.mean())
    macro = (scores.f1.value + other.f1.value) / 2
    return {
        "passages": len(truth),
        "documents": scores.documents,
        "positives": int(truth.sum()),
        "said": int(said.sum()),
        "auc": _ends(auc(chance, truth, groups, seed=seed, draws=draws)),
        "precision": _ends(scores.precision),
        "recall": _ends(scores.recall),
        "f1": _ends(scores.f1),
        "macro_f1": None if np.isnan(macro) else macro,
        "always": 2 * share / (1 + share),
    }


def _ends(estimate: Estimate) -> dict[str, float | None] | None:
    """Return an estimate as JSON carries it; null where nothing can be said."""
    value, low, high = (
        None if np.isnan(end) else float(end)
        for end in (estimate.value, estimate.low, estimate.high)
    )
    return None if value is None else {"value": value, "low": low, "high": high}


# ------------------------------------------------------------------ reading the sets


def _read(folder: Path, name: str, *columns: str) -> pl.DataFrame:
    """Return columns of a compressed table as text.

    Raises
    ------
    DataError
        When it cannot be read or lacks a column.
    """
    try:
        with gzip.open(folder / name) as file:
            raw = pl.read_csv(file.read(), infer_schema_length=0)
        return raw.select(columns)
    except (OSError, EOFError, pl.exceptions.PolarsError) as error:
        raise DataError(
            f"the set cannot be read: {error}", where=name, allowed=", ".join(columns)
        ) from error


AU: Final = "labelled/political_speech_acts_au2016.csv.gz"
MIMAC: Final = "labelled/mimac_pledges.csv.gz"
ASKED: Final = "labelled/qevasion_texts.csv.gz"
ANSWERED: Final = "labelled/qevasion_labels.csv.gz"
WHATABOUT: Final = "labelled/whataboutism_youtube_1645.csv.gz"
QUAD: Final = "labelled/un_quadclass_sentences_en.csv.gz"
ECHR: Final = "labelled/echr_argument_spans.csv.gz"
UNSCON: Final = "unsc/unscon_original_sentences.csv.gz"
UMUC: Final = "unsc/unscon_umuc_sentences.csv.gz"
ARGUNSC: Final = "unsc/argunsc_sentences.csv.gz"
TONE: Final = "upr/upr_rec_tone_coded.csv.gz"
PLEDGES: Final = "upr/upr_info_voluntary_pledges.csv.gz"
PARAGRAPHS: Final = "upr/upr_wg_report_paragraphs_2008-2014.csv.gz"
RECOMMENDED: Final = "upr/upr_info_recommendations_s1-20.csv.gz"


def _au(folder: Path) -> pl.DataFrame:
    raw = _read(folder, AU, "Sentence", "Categories", "doc")
    return raw.select(text="Sentence", label="Categories", group="doc").with_columns(
        _voice("domestic")
    )


def _mimac(country: str) -> Callable[[Path], pl.DataFrame]:
    def read(folder: Path) -> pl.DataFrame:
        raw = _read(folder, MIMAC, "text", "pledge", "file", "country")
        mine = raw.filter(pl.col("country") == country)
        return mine.select("text", label="pledge", group="file").with_columns(_voice("domestic"))

    return read


def _qevasion(folder: Path) -> pl.DataFrame:
    """Read questions and answers; the label is gold's, else what two of three annotators say."""
    texts = _read(folder, ASKED, "qa_id", "question", "interview_answer")
    given = _read(folder, ANSWERED, "qa_id", "annotator", "evasion_label")
    gold = given.filter(pl.col("annotator") == "gold").select("qa_id", label="evasion_label")
    voted = (
        given.filter(pl.col("annotator") != "gold")
        .group_by("qa_id", "evasion_label")
        .len()
        .filter(pl.col("len") >= 2)
        .select("qa_id", label="evasion_label")
        .join(gold, on="qa_id", how="anti")
    )
    return (
        texts.join(pl.concat([gold, voted]).unique("qa_id"), on="qa_id", maintain_order="left")
        .select("label", text="interview_answer", context="question", group="interview_answer")
        .with_columns(_voice("domestic"))
    )


def _whatabout(folder: Path) -> pl.DataFrame:
    raw = _read(folder, WHATABOUT, "Comments", "Label", "Title")
    return raw.select(text="Comments", label="Label", group="Title").with_columns(_voice("other"))


def _quad(folder: Path) -> pl.DataFrame:
    # No document is given: every sentence is one, and intervals are too narrow for it.
    raw = _read(folder, QUAD, "text", "quadclass_name").with_row_index("group")
    return raw.select("text", "group", label="quadclass_name").with_columns(_voice("other"))


def _unscon(folder: Path) -> pl.DataFrame:
    raw = _read(folder, UNSCON, "sentence_text", "A0", "B1", "filename", "country")
    return _council(raw.select("A0", "B1", "country", text="sentence_text", group="filename"))


def _umuc(folder: Path) -> pl.DataFrame:
    raw = _read(folder, UMUC, "text", "A0_Negative_Evaluation", "B1_ChallengeType", "fileid",
                "filename")  # fmt: skip
    country = pl.col("filename").str.extract(r"_preproc_(.+?)(?:\.txt)?$")
    return _council(
        raw.select(
            "text",
            A0="A0_Negative_Evaluation",
            B1="B1_ChallengeType",
            country=country,
            group="fileid",
        )
    )


def _council(raw: pl.DataFrame) -> pl.DataFrame:
    """Return sentences of the Security Council: the rarer label, B1, goes before A0."""
    spoken = {name: _ccode(name) for name in raw["country"].unique() if name is not None}
    b1, a0 = pl.col("B1"), pl.col("A0")
    return raw.select(
        "text",
        "group",
        label=pl.when(b1.str.strip_chars("_") != "").then(b1).otherwise(a0),
        ccode=pl.col("country").replace_strict(spoken, default=None, return_dtype=pl.Int32),
    ).with_columns(_voice("security_council"))


def _ccode(name: str) -> int | None:
    found = states.find(name.replace("_", " "), 2014).states
    return found[-1].ccode if found else None


def _argunsc(folder: Path) -> pl.DataFrame:
    raw = _read(folder, ARGUNSC, "Full_Sentence", "Component_Type", "Speech")
    return raw.select(text="Full_Sentence", label="Component_Type", group="Speech").with_columns(
        _voice("security_council")
    )


def _echr(folder: Path) -> pl.DataFrame:
    raw = _read(folder, ECHR, "doc", "agent_en", "text")
    argued = raw.filter(pl.col("agent_en").is_in(["state", "applicant"]))
    hidden = [_PARTIES.sub("the delegation", text) for text in argued["text"]]
    return argued.select(
        text=pl.Series(hidden, dtype=pl.String), label="agent_en", group="doc"
    ).with_columns(_voice("other", "reported"))


def _tone(folder: Path) -> pl.DataFrame:
    raw = _read(folder, TONE, "text", "sentiment").with_row_index("group")
    return raw.select("text", "group", label="sentiment").with_columns(
        _voice("upr_recommendation", "reported")
    )


def _pledges(folder: Path) -> pl.DataFrame:
    """Read pledges beside presentations, as if all were said in the review: the forum is hidden."""
    pledged = _read(folder, PLEDGES, "state", "text").select(
        "text", label=pl.lit("pledge"), group=_plain("state")
    )
    presented = (
        _read(folder, PARAGRAPHS, "country", "section", "text")
        .filter(pl.col("section") == "A", pl.col("text").str.len_chars() >= _SHORTEST_PARAGRAPH)
        .select("text", label=pl.lit("presentation"), group=_plain("country"))
    )
    return pl.concat([pledged, presented]).with_columns(_voice("upr_dialogue", "reported"))


def _plain(column: str) -> pl.Expr:
    # One file runs the words of a state's name together.
    return pl.col(column).str.to_lowercase().str.replace_all(r"[^a-z]", "")


def _response(folder: Path) -> pl.DataFrame:
    raw = _read(folder, RECOMMENDED, "text", "response", "state_under_review")
    return raw.select("text", label="response", group="state_under_review").with_columns(
        _voice("upr_recommendation", "reported")
    )


def _voice(forum: str, voice: str = "direct") -> tuple[pl.Expr, pl.Expr]:
    return pl.lit(forum).alias("forum"), pl.lit(voice).alias("voice")


BORROWED: Final[Mapping[str, Borrowed]] = {
    "au2016": Borrowed((AU,), _au),
    "mimac_india": Borrowed((MIMAC,), _mimac("India")),
    "mimac_sweden": Borrowed((MIMAC,), _mimac("Sweden")),
    "qevasion": Borrowed((ASKED, ANSWERED), _qevasion),
    "whataboutism": Borrowed((WHATABOUT,), _whatabout),
    "un_quadclass": Borrowed((QUAD,), _quad),
    "unscon": Borrowed((UNSCON,), _unscon),
    "umuc": Borrowed((UMUC,), _umuc),
    "argunsc": Borrowed((ARGUNSC,), _argunsc),
    "echr": Borrowed((ECHR,), _echr),
    "upr_tone": Borrowed((TONE,), _tone),
    "upr_pledges": Borrowed((PLEDGES, PARAGRAPHS), _pledges),
    "upr_response": Borrowed((RECOMMENDED,), _response),
}
