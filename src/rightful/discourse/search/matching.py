"""What was asked, as the engine's query: words become stems, filters become conditions."""

from __future__ import annotations

import re
from typing import Any, Final

from rightful.discourse.search import words
from rightful.discourse.search.coded import asked_codes
from rightful.discourse.search.engine import engine
from rightful.discourse.search.filters import Filters
from rightful.discourse.search.query import And, Node, Not, Or, Phrase, Word
from rightful.discourse.search.schema import (
    ADDRESSEE,
    CODES,
    EXACT,
    FORMS,
    PAIRS,
    PLAIN,
    STATE,
    WORDS,
    YEAR,
)

# What we say is short, and BM25 favours what is short: it comes after texts.
WEIGHT_OF_CODES: Final = 0.1
# The commonest words with a beginning, by which hits of the beginning are ranked.
MOST_ENDINGS: Final = 10


def matching(asked: Node, filters: Filters, schema: Any, searcher: Any) -> Any:
    """Return the engine's query; filters narrow it and leave the ranking as it is."""
    makes = _Makes(schema, searcher)
    conditions = [makes.unscored(one) for one in makes.conditions(filters)]
    return makes.all_of([makes.node(asked), *conditions])


def is_ranked(asked: Node) -> bool:
    """Whether anything must be there: without that, every hit is as good as another."""
    if isinstance(asked, And | Or):
        return any(is_ranked(part) for part in asked.parts)
    return not isinstance(asked, Not)


class _Makes:
    """Makes queries of one index."""

    def __init__(self, schema: Any, searcher: Any) -> None:
        search = engine()
        self.searcher = searcher
        self.schema, self.query, self.field_type = schema, search.Query, search.FieldType
        self.must, self.should = search.Occur.Must, search.Occur.Should
        self.must_not = search.Occur.MustNot

    def node(self, asked: Node) -> Any:
        if isinstance(asked, Or):
            return self.any_of([self.node(part) for part in asked.parts])
        if isinstance(asked, And):
            return self._and(asked)
        if isinstance(asked, Not):
            return self._and(And((asked,)))
        if isinstance(asked, Word) and asked.prefix:
            return self._beginning(asked)
        return self._text(asked)

    def _and(self, asked: And) -> Any:
        wanted = [self.node(part) for part in asked.parts if not isinstance(part, Not)]
        absent = [self.node(part.part) for part in asked.parts if isinstance(part, Not)]
        if not absent:
            return self.all_of(wanted)
        present = wanted or [self._everything()]
        return self.query.boolean_query(
            [(self.must, one) for one in present] + [(self.must_not, one) for one in absent]
        )

    def _text(self, asked: Word | Phrase) -> Any:
        """A word or phrase: its part in spaced scripts by stem, its runs as strings."""
        slop = asked.slop if isinstance(asked, Phrase) else 0
        wanted = [self._run(run) for run in words.runs(asked.text)]
        if stems := words.stems(asked.text):
            forms = words.forms(asked.text)
            wanted.append(self._words(stems, forms, slop))
        return self.all_of(wanted) if wanted else self.query.empty_query()

    def _words(self, stems: list[str], forms: list[str], slop: int = 0) -> Any:
        plain = self._row(WORDS, [PLAIN + form for form in forms], slop)
        told = self._row(WORDS, words.stems(words.told(" ".join(forms))), slop)
        weak = self.query.boost_query(told, WEIGHT_OF_CODES)
        return self.any_of([self._row(WORDS, stems, slop), plain, weak])

    def _row(self, field: str, terms: list[str], slop: int) -> Any:
        if len(terms) == 1:
            return self.query.term_query(self.schema, field, terms[0])
        return self.query.phrase_query(self.schema, field, terms, slop)

    def _run(self, run: str) -> Any:
        if len(run) == 1:
            return self.query.regex_query(self.schema, PAIRS, f".?{re.escape(run)}.?")
        return self._row(PAIRS, words.pairs(run), 0)

    def _beginning(self, asked: Word) -> Any:
        if words.runs(asked.text):
            return self._text(asked)
        forms = words.forms(asked.text)
        if len(forms) != 1:
            return self._text(asked)
        begins = self.query.regex_query(self.schema, FORMS, f"{re.escape(forms[0])}.*")
        endings = self.searcher.terms_with_prefix(FORMS, forms[0], limit=MOST_ENDINGS)
        ranking = {tuple(words.stems(form)): [form] for form, _ in endings}
        return self.query.boolean_query(
            [(self.must, self.unscored(begins))]
            + [(self.should, self._words(list(stems), form)) for stems, form in ranking.items()]
        )

    def conditions(self, filters: Filters) -> list[Any]:
        """One query for every filter that is set."""
        found = [self._codes(STATE, filters.state)] if filters.state else []
        found += [self._codes(ADDRESSEE, filters.addressee)] if filters.addressee else []
        exact = {name: getattr(filters, name) for name in EXACT} | {CODES: asked_codes(filters)}
        found += [
            self.query.term_query(self.schema, name, value)
            for name, value in exact.items()
            if value is not None
        ]
        if filters.first is not None or filters.last is not None:
            found.append(self._years(filters.first, filters.last))
        return found

    def _codes(self, field: str, codes: tuple[int, ...]) -> Any:
        return self.any_of([self.query.term_query(self.schema, field, code) for code in codes])

    def _years(self, first: int | None, last: int | None) -> Any:
        return self.query.range_query(self.schema, YEAR, self.field_type.Integer, first, last)

    def unscored(self, one: Any) -> Any:
        return self.query.const_score_query(one, 0.0)

    def _everything(self) -> Any:
        return self.unscored(self.query.all_query())

    def all_of(self, parts: list[Any]) -> Any:
        if not parts:
            return self._everything()
        if len(parts) == 1:
            return parts[0]
        return self.query.boolean_query([(self.must, part) for part in parts])

    def any_of(self, parts: list[Any]) -> Any:
        if len(parts) == 1:
            return parts[0]
        return self.query.boolean_query([(self.should, part) for part in parts])
