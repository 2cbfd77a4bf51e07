"""Names in a case that must resolve: header words, facts, nodes, measures, grades, lists, members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dutyscore.model.written import nearest
from dutyscore.rulebook.case_schema import NONE, Expectation, WrittenCase
from dutyscore.rulebook.deciding import SHOWN
from dutyscore.rulebook.nodes import Group
from dutyscore.rulebook.placing import Report, Steps
from dutyscore.rulebook.schema import Fact, Rulebook


def check_names(
    report: Report, path: Steps, written: WrittenCase, expect: Mapping[str, Expectation], rulebook: Rulebook
) -> None:
    """Report every name of the case at `path` that means nothing in the rulebook, or nobody in the case."""
    _Names(report, path, rulebook).check(written, expect)


class _Names:
    def __init__(self, report: Report, path: Steps, rulebook: Rulebook) -> None:
        self.report = report
        self.path = tuple(path)
        self.rulebook = rulebook

    def check(self, written: WrittenCase, expect: Mapping[str, Expectation]) -> None:
        headers = list(header_words(self.rulebook))
        for member, rows in written.entries.items():
            for index, row in enumerate(rows):
                self._known(("entries", member, index), row, headers, "column")
        facts = [*_words(self.rulebook.roster), "from", "to"]
        for member, rows in (written.roster or {}).items():
            for index, row in enumerate(rows):
                self._known(("roster", member, index), row, facts, "fact")
        if written.roster is not None:
            self._known(("expect",), expect, [*written.roster], "name")
            self._known(("history",), written.history, [*written.roster], "name")
        for member, expected in expect.items():
            self._expectation(("expect", member), expected)

    def _expectation(self, path: Steps, expected: Expectation) -> None:
        book = self.rulebook
        nodes = node_ids(book)
        vetoes = [word for id_, veto in book.vetoes.items() for word in (id_, veto.name)]
        grades = [NONE, *(row.name for row in book.grades)]
        self._known((*path, "nodes"), expected.nodes, nodes, "node")
        self._known((*path, "totals"), expected.totals, [*(book.totals or {})], "total")
        self._known((*path, "standings"), expected.standings, list(set_words(book)), "standings")
        for name, row in expected.standings.items():
            self._one((*path, "standings", name), row, [NONE, *set_words(book).get(name, (row,))], "row")
        self._known((*path, "shown"), expected.shown, [*SHOWN], "column")
        self._known((*path, "measures"), expected.measures, [*book.measures], "measure")
        self._known((*path, "requirements"), expected.requirements, [*book.requirements], "requirement")
        self._listed((*path, "vetoes"), expected.vetoes or (), vetoes, "veto")
        self._listed((*path, "lists"), expected.lists or (), [*book.lists], "name")
        for key, word in (("grade", expected.grade), ("points_grade", expected.points_grade)):
            self._one((*path, key), word, grades, "grade")
        self._one((*path, "band"), expected.band, [NONE, *(row.name for row in book.bands)], "band")
        for index, posting in enumerate(expected.postings):
            self._one((*path, "postings", index, "node"), posting.node, nodes, "node")

    def _known(self, path: Steps, names: Iterable[str], known: list[str], expected: str) -> None:
        """Keys of a mapping."""
        for name in names:
            if name not in known:
                self.report.unknown((*self.path, *path, name), name, nearest(name, known), expected, at_key=True)

    def _listed(self, path: Steps, words: Iterable[str], known: list[str], expected: str) -> None:
        for index, word in enumerate(words):
            self._one((*path, index), word, known, expected)

    def _one(self, path: Steps, word: str | None, known: list[str], expected: str) -> None:
        if word is not None and word not in known:
            self.report.unknown((*self.path, *path), word, nearest(word, known), expected)


def _words(facts: Mapping[str, Fact]) -> Iterator[str]:
    for name, fact in facts.items():
        yield name
        yield from fact.aliases


def header_words(rulebook: Rulebook) -> Iterator[str]:
    """Header words that a row of a case may have; the member stands above its rows."""
    columns = rulebook.entries.columns
    for words in (columns.date, columns.item, columns.reviewer, columns.row):
        yield from words
    yield from _words(rulebook.fields_)


def set_words(rulebook: Rulebook) -> dict[str, list[str]]:
    """Every name by which a case calls a further set of grades or bands, with its rows."""
    words: dict[str, list[str]] = {}
    for name, spec in rulebook.standings.items():
        rows = [row.name for row in spec.rows]
        words |= {f"{name}.{thing}": rows for thing in spec.of} | ({name: rows} if len(spec.of) == 1 else {})
    return words


def node_ids(rulebook: Rulebook) -> list[str]:
    """The ids of all nodes, in the order of the tree."""
    return [name for id_, category in rulebook.categories.items() for name in _nodes(id_, category)]


def _nodes(node_id: str, group: Group) -> Iterator[str]:
    yield node_id
    for child_id, child in group.children():
        if isinstance(child, Group):
            yield from _nodes(child_id, child)
        else:
            yield child_id
