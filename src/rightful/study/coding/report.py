"""How good the coder is: its codes against gold codes that took no part in its fit.

Passages are shown to the coder as the gold coders had them (``passages``). Two layers are
measured beside each other: the rules alone, and the rules with the statistical layer. The page is
``report_page.report_page``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rightful.core.coding import KINDS, SPEECH_ACTS
from rightful.discourse.coder.coder import bounds_of, code
from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.weights import Weights, shipped, uncalibrated
from rightful.discourse.reliability.area import auc
from rightful.discourse.reliability.evaluate import (
    LEAST_POSITIVES,
    Estimate,
    Scores,
    evaluate,
    evaluate_by_cell,
)
from rightful.discourse.scheme import codebook
from rightful.record.statements import statements
from rightful.record.store import Store
from rightful.study.coding.coder_names import coder_names
from rightful.study.coding.gold import gold_units
from rightful.study.coding.made_up import made_up
from rightful.study.coding.passages import (
    act_standings,
    gold_marks,
    gold_passages,
    gold_table,
    shown_passages,
)
from rightful.study.coding.training import silver_units

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SEED: Final = 20261128
DRAWS: Final = 1000
# Ids of units that the rules chose; the others are the main sample.
TARGETED: Final = "targeted:"
BY: Final = ("group", "region", "decade")
NONE: Final = SPEECH_ACTS.index("none")
# What a share of acts is taken over when all acts are put together: ``none`` says nothing new.
_ACTS: Final = tuple(place for place in range(len(SPEECH_ACTS)) if place != NONE)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer's codes of n passages; arrays are n x acts, columns ``SPEECH_ACTS``.

    Attributes
    ----------
    name, version
        ``rules`` or ``coder``, and the name of its weights.
    yes, unsure
        Acts said to be there, and acts of which the coder cannot tell.
    chance
        Probabilities; nan where none could be given.
    abstained
        n: passages on which the coder says nothing at all.
    marks
        (row, act) -> kind and argument of what is said.
    """

    name: str
    version: str
    yes: Bools
    unsure: Bools
    chance: Floats
    abstained: Bools
    marks: dict[tuple[int, str], tuple[str | None, str | None]]


def coder_report(store: Store, *, population: bool = True, seed: int = SEED) -> dict[str, Any]:
    """Return what the coder of the package is worth, as JSON carries it.

    Parameters
    ----------
    store
        Holds the corpora of statements.
    population
        Code every passage of the corpora too, for the shares of acts (a minute).

    Raises
    ------
    DataError
        When no coded passage has a text in the store.
    """
    shown = shown_passages(statements(store))
    return report_of(
        shown,
        gold_units(),
        gold_table(),
        shipped(),
        taught=silver_units()["statement"].to_list(),
        population=population,
        seed=seed,
    )


def report_of(
    shown: pl.DataFrame,
    units: pl.DataFrame,
    gold: pl.DataFrame,
    weights: Weights | None,
    *,
    taught: Collection[str] = (),
    population: bool = True,
    least: int = LEAST_POSITIVES,
    draws: int = DRAWS,
    seed: int = SEED,
) -> dict[str, Any]:
    """Return the report of given passages, units, gold codes and weights.

    Parameters
    ----------
    shown
        From ``passages.shown_passages``.
    units, gold
        Columns as of ``gold_units.csv`` and ``gold.csv``.
    weights
        Of the statistical layer; without them the rules are measured alone.
    taught
        Statements outside the gold sample from whose codes the coder learnt.
    least
        Positives that a cell needs to be shown.
    """
    everything, lost = gold_passages(shown, units)
    marks = gold_marks(everything, gold)
    kept = marks.select(pl.all_horizontal(pl.col(SPEECH_ACTS).is_not_null())).to_series()
    passages, truth = everything.filter(kept), _array(marks.filter(kept))
    asked = (passages["split"] == "held").to_numpy()
    # The samples were split apart: a document held out in one may have taught in another.
    lessons = pl.concat(
        [
            passages["whole"].filter(pl.Series(~asked)),
            shown.filter(pl.col("statement").is_in(list(taught)))["whole"],
        ]
    )
    held = asked & ~passages["whole"].is_in(lessons.implode()).to_numpy()
    targeted = passages["stratum"].str.starts_with(TARGETED).to_numpy()
    standings = act_standings(units, gold)
    bare = uncalibrated(codebook().version, lexicon().fingerprint)
    fits = [("rules", bare), *([] if weights is None else [("coder", weights)])]
    layers = [_layer(name, passages, one) for name, one in fits]
    by = _By(passages, truth, draws, seed, least)
    return {
        "codebook": codebook().version,
        "lexicon": lexicon().fingerprint,
        "weights": None if weights is None else weights.version,
        "fitted_with": None if weights is None else [weights.codebook, weights.lexicon],
        "units": units.height,
        "without_text": list(lost),
        "undecided": everything.filter(~kept)["unit"].to_list(),
        "held": {"main": int((held & ~targeted).sum()), "targeted": int((held & targeted).sum())},
        "documents_held": passages.filter(pl.Series(held))["whole"].n_unique(),
        "taught_apart": len(taught),
        "held_left_out": int((asked & ~held).sum()),
        "composition": _composition(passages.filter(pl.Series(~targeted))),
        "standings": {
            act: {"alpha": _null(value), "standing": name}
            for act, (value, name) in standings.items()
        },
        "acts": [
            row
            for layer in layers
            for part, inside, weighted in (
                ("main", held & ~targeted, False),
                ("weighted", held & ~targeted, True),
                ("targeted", held & targeted, False),
            )
            for row in by.acts(layer, part, inside, weighted)
        ],
        "together": [
            by.together(layer, part, held & inside)
            for layer in layers
            for part, inside in (("main", ~targeted), ("targeted", targeted))
            if (held & inside).any()
        ],
        "cells": [
            row
            for layer in layers
            for name in BY
            for row in by.cells(layer, name, held & ~targeted)
        ],
        "cells_together": [
            row
            for layer in layers
            for name in BY
            for row in by.cells_together(layer, name, held & ~targeted)
        ],
        "hits": by.hits(targeted),
        "plain": [row for name, one in fits for row in plain_rows(name, one)],
        "kinds": [row for layer in layers for row in _kinds(layer, passages, gold, truth, held)],
        "shares": by.shares(shown, held, ~targeted, fits, layers) if population else None,
        "least": least,
        "draws": draws,
        "seed": seed,
    }


# ------------------------------------------------------------------ the coder's word


def _layer(name: str, passages: pl.DataFrame, weights: Weights) -> Layer:
    coding = code(passages, coder_names(), weights)
    chance = coding.probabilities.select(SPEECH_ACTS).to_numpy().astype(np.float64)
    place = {statement: row for row, statement in enumerate(passages["statement"])}
    yes = np.zeros(chance.shape, dtype=bool)
    marks: dict[tuple[int, str], tuple[str | None, str | None]] = {}
    for statement, act, kind, argument in coding.acts.select(
        "statement", "act", "kind", "argument"
    ).iter_rows():
        yes[place[statement], SPEECH_ACTS.index(act)] = True
        marks[place[statement], act] = (kind, argument)
    low = np.array([bounds_of(act, weights).low for act in SPEECH_ACTS])
    abstained = coding.probabilities["abstained"].to_numpy()
    unsure = ~yes & (np.isnan(chance) | (chance > low))
    # A passage is ``none`` by what is said of the other acts, not by a bound of its own.
    unsure[:, NONE] = abstained
    return Layer(name, coding.weights, yes, unsure, chance, abstained, marks)


def _array(marks: pl.DataFrame) -> Bools:
    return np.asarray(marks.select(SPEECH_ACTS).to_numpy() == 1)


def plain_rows(name: str, weights: Weights) -> list[dict[str, Any]]:
    """Return how a coder does on the made-up passages that taught it nothing: a row per act.

    The last row, ``together``, counts every passage and act but ``none`` as one decision.
    """
    said, codes = made_up("held")
    layer = _layer(name, said, weights)
    wide = codes.pivot(on="act", index="statement", values="code")
    truth = _array(said.select("statement").join(wide, on="statement", maintain_order="left"))
    return [
        {
            "layer": name,
            "act": act,
            "passages": said.height,
            "carry": int(real.sum()),
            "said": int(yes.sum()),
            "right": int((real & yes).sum()),
            "open": float(layer.unsure[:, places].mean()),
        }
        for act, places in [*((act, [i]) for i, act in enumerate(SPEECH_ACTS)), ("together", _ACTS)]
        for real, yes in [(truth[:, places], layer.yes[:, places])]
    ]


# ------------------------------------------------------------------ the numbers


@dataclass(frozen=True, slots=True)
class _By:
    """Measures of a layer on passages whose acts are known."""

    passages: pl.DataFrame
    truth: Bools
    draws: int
    seed: int
    least: int

    def acts(self, layer: Layer, part: str, inside: Bools, weighted: bool) -> list[dict[str, Any]]:
        if not inside.any():
            return []
        weights = self.passages["weight"].to_numpy()[inside] if weighted else None
        whole = self._whole(inside)
        rows = []
        for place, act in enumerate(SPEECH_ACTS):
            scores = self._scores(
                self.truth[inside, place],
                layer.yes[inside, place],
                layer.unsure[inside, place],
                layer.chance[inside, place],
                whole,
                weights,
            )
            order = self._order(self.truth[inside, place], layer.chance[inside, place], whole)
            row = {"layer": layer.name, "part": part, "act": act, **_told(scores), "auc": order}
            if part == "targeted":
                # What rules chose cannot say what rules miss.
                row |= dict.fromkeys(("recall", "recall_of_all", "f1", "auc"))
            rows.append(row)
        return rows

    def _order(self, truth: Bools, chance: Floats, whole: list[str]) -> dict[str, float] | None:
        """Return how well the probability orders passages, whatever the bounds; unweighted."""
        return _ends(auc(np.nan_to_num(chance), truth, whole, seed=self.seed, draws=self.draws))

    def together(self, layer: Layer, part: str, inside: Bools) -> dict[str, Any]:
        """Return measures over all acts but ``none``, each passage and act one decision."""
        scores = self._scores(*self._stacked(layer, inside), None)
        decided = inside & ~layer.abstained
        same = (layer.yes == self.truth).all(axis=1)[decided]
        return {
            "layer": layer.name,
            "part": part,
            **_told(scores),
            "bins": [
                {"low": one.low, "high": one.high, "decisions": one.passages, "mean": one.mean,
                 "share": _ends(one.share)}
                for one in scores.bins
            ],
            "passages_abstained": float(layer.abstained[inside].mean()),
            "passages_all_right": float(same.mean()) if len(same) else None,
            "passages_decided": int(decided.sum()),
            "macro_f1": self._macro(layer, inside) if part == "main" else None,
        }  # fmt: skip

    def _macro(self, layer: Layer, inside: Bools, fewest: int = 10) -> dict[str, Any]:
        """Return mean F1, abstentions counted as no, over acts with enough positives."""
        acts = [place for place in _ACTS if self.truth[inside, place].sum() >= fewest]
        f1 = []
        for place in acts:
            real, yes = self.truth[inside, place], layer.yes[inside, place]
            f1.append(2 * (real & yes).sum() / max(real.sum() + yes.sum(), 1))
        return {
            "value": float(np.mean(f1)) if f1 else None,
            "acts": [SPEECH_ACTS[place] for place in acts],
            "fewest": fewest,
        }

    def cells(self, layer: Layer, by: str, inside: Bools) -> list[dict[str, Any]]:
        """Return every act and cell: its scores, or only its positives where they are too few."""
        rows = []
        names = self._cell_names(by, inside)
        for place, act in enumerate(SPEECH_ACTS) if inside.any() else ():
            arrays = (self.truth[inside, place], layer.yes[inside, place],
                      layer.unsure[inside, place])  # fmt: skip
            found = self._in_cells(*arrays, self._whole(inside), names)
            rows += [
                {"layer": layer.name, "by": by, "cell": cell, "act": act, **row}
                for cell, row in found.items()
            ]
        return rows

    def cells_together(self, layer: Layer, by: str, inside: Bools) -> list[dict[str, Any]]:
        """Return every cell with all acts but ``none`` put together."""
        if not inside.any():
            return []
        truth, yes, unsure, _, whole = self._stacked(layer, inside)
        names = self._cell_names(by, inside) * len(_ACTS)
        found = self._in_cells(truth, yes, unsure, whole, names)
        return [{"layer": layer.name, "by": by, "cell": cell, **row} for cell, row in found.items()]

    def _in_cells(
        self, truth: Bools, yes: Bools, unsure: Bools, whole: list[str], cells: list[str | None]
    ) -> dict[str, dict[str, Any]]:
        found = evaluate_by_cell(
            truth, yes, unsure, whole, cells, seed=self.seed, least=self.least, draws=self.draws
        )
        scored = {cell: _told(one, decisions=True) for cell, one in found.scores.items()}
        few = {
            cell: {"positives": count, "too_few": True} for cell, count in found.left_out.items()
        }
        return dict(sorted((scored | few).items()))

    def hits(self, targeted: Bools) -> list[dict[str, Any]]:
        """Return, per act that units were drawn for, how many of them carry it."""
        drawn = self.passages["stratum"].str.strip_prefix(TARGETED).to_list()
        rows = []
        for place, act in enumerate(SPEECH_ACTS):
            mine = targeted & np.array([name == act for name in drawn])
            if not mine.any():
                continue
            carry = self.truth[mine, place]
            every = np.ones(len(carry), dtype=bool)
            scores = self._scores(carry, every, ~every, every * 1.0, self._whole(mine), None)
            rows.append({"act": act, "drawn": len(carry), "carry": int(carry.sum()),
                         "precision": _ends(scores.precision)})  # fmt: skip
        return rows

    def shares(
        self,
        shown: pl.DataFrame,
        held: Bools,
        main: Bools,
        fits: Sequence[tuple[str, Weights]],
        layers: Sequence[Layer],
    ) -> list[dict[str, Any]]:
        """Return the share of passages with each act: of gold codes, of the coder, corrected.

        The corrected share is the mean probability over the corpora plus the weighted mean of code
        minus probability over the held-out main sample: right on average however bad the coder is.
        """
        rows = []
        weight = self.passages["weight"].to_numpy()
        for (name, weights), layer in zip(fits, layers, strict=True):
            everywhere = _layer(name, shown, weights)
            for place, act in enumerate(SPEECH_ACTS):
                chance = layer.chance[:, place]
                known = held & main & ~np.isnan(chance)
                mean = float(np.nanmean(everywhere.chance[:, place]))
                off = self._mean(
                    (self.truth[known, place] - chance[known]), weight[known], self._whole(known)
                )
                gold = self._mean(
                    self.truth[main, place].astype(np.float64), weight[main], self._whole(main)
                )
                rows.append({
                    "layer": name,
                    "act": act,
                    "gold": _ends(gold),
                    "said": float(everywhere.yes[:, place].mean()),
                    "unsure": float(everywhere.unsure[:, place].mean()),
                    "expected": mean,
                    # A share lies between none and all, whatever the correction.
                    "corrected": _ends(Estimate(*(min(max(mean + end, 0.0), 1.0) for end in
                                                  (off.value, off.low, off.high)))),
                    "passages": shown.height,
                })  # fmt: skip
        return rows

    def _mean(self, values: Floats, weight: Floats, whole: list[str]) -> Estimate:
        """Return a weighted mean; whole documents are drawn anew for its interval."""
        if not len(values):
            return Estimate(math.nan, math.nan, math.nan)
        names, group = np.unique(np.asarray(whole, dtype=str), return_inverse=True)
        sums = np.zeros((len(names), 2))
        np.add.at(sums, group, np.column_stack([values * weight, weight]))
        times = np.random.default_rng(self.seed).multinomial(
            len(names), np.full(len(names), 1 / len(names)), size=self.draws
        )
        again = times @ sums
        low, high = np.quantile(again[:, 0] / again[:, 1], [0.025, 0.975])
        return Estimate(float(sums[:, 0].sum() / sums[:, 1].sum()), float(low), float(high))

    def _scores(
        self,
        truth: Bools,
        yes: Bools,
        unsure: Bools,
        chance: Floats,
        whole: list[str],
        weights: Floats | None,
    ) -> Scores:
        """Return scores of what is said, with the calibration of the probabilities behind it."""
        said = evaluate(
            truth, yes, unsure, whole, seed=self.seed, weights=weights, draws=self.draws
        )
        known = ~np.isnan(chance)
        if not known.any():
            nothing = Estimate(math.nan, math.nan, math.nan)
            return replace(said, brier=nothing, calibration_error=nothing, bins=())
        behind = evaluate(
            truth[known],
            chance[known],
            np.zeros(int(known.sum()), dtype=bool),
            [name for name, told in zip(whole, known, strict=True) if told],
            seed=self.seed,
            weights=None if weights is None else weights[known],
            draws=self.draws,
        )
        return replace(
            said, brier=behind.brier, calibration_error=behind.calibration_error, bins=behind.bins
        )

    def _stacked(
        self, layer: Layer, inside: Bools
    ) -> tuple[Bools, Bools, Bools, Floats, list[str]]:
        arrays = (self.truth, layer.yes, layer.unsure, layer.chance)
        truth, yes, unsure, chance = (
            np.concatenate([array[inside, place] for place in _ACTS]) for array in arrays
        )
        return truth, yes, unsure, chance, self._whole(inside) * len(_ACTS)

    def _whole(self, inside: Bools) -> list[str]:
        return self.passages["whole"].filter(pl.Series(inside)).to_list()

    def _cell_names(self, by: str, inside: Bools) -> list[str | None]:
        return self.passages[by].cast(pl.String).filter(pl.Series(inside)).to_list()


def _told(scores: Scores, decisions: bool = False) -> dict[str, Any]:
    names = ["precision", "recall", "recall_of_all", "f1", "abstention"]
    names += [] if decisions else ["brier", "calibration_error"]
    return {
        "passages": scores.passages,
        "documents": scores.documents,
        "positives": scores.positives,
        "found": scores.found,
        **{name: _ends(getattr(scores, name)) for name in names},
    }


def _ends(estimate: Estimate) -> dict[str, float] | None:
    """Return an estimate as JSON carries it; null where nothing can be said."""
    if math.isnan(estimate.value):
        return None
    ends = {"low": _null(estimate.low), "high": _null(estimate.high)}
    return {"value": estimate.value, **ends}  # type: ignore[dict-item]


def _null(value: float) -> float | None:
    return None if math.isnan(value) else value


def _kinds(
    layer: Layer, passages: pl.DataFrame, gold: pl.DataFrame, truth: Bools, held: Bools
) -> list[dict[str, Any]]:
    """Return how often kind and argument agree, where both say the act and both name one."""
    told = {(u, a): (k, g) for u, a, k, g in
            gold.select("unit", "act", "kind", "argument").iter_rows()}  # fmt: skip
    rows = []
    units = passages["unit"].to_list()
    for act in SPEECH_ACTS:
        place = SPEECH_ACTS.index(act)
        both = np.flatnonzero(held & truth[:, place] & layer.yes[:, place]).tolist()
        for column, name in enumerate(("kind", "argument")):
            if name == "kind" and act not in KINDS:
                continue
            pairs = [(told[units[row], act][column], layer.marks[row, act][column]) for row in both]
            named = [(one, other) for one, other in pairs if one is not None and other is not None]
            known = sum(one is not None for one, _ in pairs)
            if known:
                same = sum(one == other for one, other in named)
                rows.append({"layer": layer.name, "act": act, "what": name, "gold": known,
                             "named": len(named), "same": same})  # fmt: skip
    return rows


def _composition(main: pl.DataFrame) -> list[dict[str, Any]]:
    """Return what each forum weighs in the corpora, by the weights of the main sample."""
    return (
        main.group_by("group")
        .agg(units=pl.len(), share=pl.col("weight").sum())
        .with_columns(pl.col("share") / pl.col("share").sum())
        .sort("share", "group", descending=[True, False])
        .to_dicts()
    )
