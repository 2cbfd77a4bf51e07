"""What in a rulebook speaks of a name: a change of something that nothing speaks of cannot move anybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dutyscore.compare.book import Book, BookNode
from dutyscore.compare.implied import mentions
from dutyscore.compare.ruling import RANKS, Ruling
from dutyscore.compare.walk import CHILDREN
from dutyscore.model.condition import Condition, Test
from dutyscore.rulebook.deciding import ListRow, Row
from dutyscore.rulebook.schema import Measure
from dutyscore.rulebook.words import own_words, taken_words


def words_in(data: Any) -> set[str]:
    """Every key and every text of a part of a file."""
    if isinstance(data, dict):
        return {str(key) for key in data}.union(*(words_in(inner) for inner in data.values())) if data else set()
    if isinstance(data, list):
        return set().union(*(words_in(inner) for inner in data)) if data else set()
    return {data} if isinstance(data, str) else set()


def node_words(book: Book, node: BookNode) -> set[str]:
    """Every word of a node's own text, without its children."""
    data = book.at(node.path)
    return (
        words_in({key: inner for key, inner in data.items() if key not in CHILDREN})
        if isinstance(data, dict)
        else set()
    )


def speakers(book: Book, name: str) -> set[str]:
    """Ids of the nodes whose text contains the name, directly or by way of measures."""
    names = {name, *measures_of(book, name)}
    return {node.id for node in book.nodes.values() if node_words(book, node) & names}


def measures_of(book: Book, name: str) -> set[str]:
    """Measures that look at a name, also through other measures."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        wanted = waiting.pop()
        for measure in book.rulebook.measures:
            if measure not in found and wanted in words_in(book.at(("measures", measure))):
                found.add(measure)
                waiting.append(measure)
    return found


def in_section(book: Book, name: str, sections: Iterable[str]) -> bool:
    return any(name in words_in(book.at((section,))) for section in sections)


def counted_elsewhere(book: Book, words: set[str]) -> bool:
    """Whether a measure or a condition over entries names one of an item's words."""
    rulebook = book.rulebook
    texts = [words_in(book.at(("measures",))), words_in(book.at(("entries",)))]
    for node in book.nodes.values():
        texts += [mentions(node.spec.when), {word for link in node.spec.pick for word in link.keep.order}]
    return bool(words & set().union(*texts)) or any(mentions(veto.when) & words for veto in rulebook.vetoes.values())


def item_words(book: Book, node: BookNode) -> set[str]:
    assert node.item
    return set(taken_words(node.id, node.item))


def own(book: Book, node: BookNode) -> set[str]:
    assert node.item
    return set(own_words(node.id, node.item))


def known_words(book: Book) -> set[str]:
    """Every project word that a log may use."""
    words = set().union(*(item_words(book, node) for node in book.items)) if book.items else set()
    return words | {node.item.repairs.entry for node in book.items if node.item and node.item.repairs}


def names_items(book: Book) -> bool:
    """Whether anything in the book looks at the column of items: a condition, duplicates, what is told apart by it."""
    data = {**book.data, "entries": {key: inner for key, inner in book.data["entries"].items() if key != "columns"}}
    return bool(words_in(data) & {*book.rulebook.entries.columns.item})


def looks_at_any(book: Book) -> bool:
    """Whether entries of a word that nobody knows yet would matter to something else: a measure that does not say of
    which items, duplicates of other items."""
    rule = book.rulebook.entries.duplicate_of
    if rule and not {*book.rulebook.entries.columns.item} & {*rule.fields_}:
        return True
    return any(_reads_any(book, measure) for measure in book.rulebook.measures.values())


def _reads_any(book: Book, measure: Measure) -> bool:
    """Whether a measure reads entries of any item."""
    if measure.kind == "count":
        return not _says_items(book, measure.count)
    if measure.kind in ("sum", "last", "mean"):
        return not _says_items(book, measure.of)
    if measure.kind == "share" and isinstance(measure.among, Condition):  # the share is a part of these
        return not _says_items(book, measure.among)
    if isinstance(measure.share, Condition):
        return not _says_items(book, measure.share) or measure.among in book.rulebook.fields_
    named = (measure.share, measure.among, measure.value, measure.behind, measure.plan)
    return any(name in book.rulebook.fields_ for name in named)


def _says_items(book: Book, condition: Condition | None) -> bool:
    """Whether a condition over entries says of which items they are."""
    item = {*book.rulebook.entries.columns.item}
    return condition is not None and all(any(_names_items(test, item) for test in group) for group in condition.any_of)


def _names_items(test: Test, item: set[str]) -> bool:
    return test.name in item and bool(test.equals) and not test.negated


def gathers_places(book: Book) -> bool:
    """Whether somebody's grade, band or place on a list hangs on others: ranks, top and quota."""
    rulebook = book.rulebook
    rows: list[Row | ListRow] = [*rulebook.grades, *rulebook.bands, *rulebook.lists.values()]
    return bool(rulebook.rankings) or any(row.top or row.quota for row in rows)


def rows_ask_sets(book: Book) -> bool:
    """Whether grades or bands look at further sets of rows, and so at whatever these look at."""
    rulebook = book.rulebook
    tests = Ruling(book).tests((*rulebook.grades, *rulebook.bands))
    return any(test.name.split(".")[0] in rulebook.standings for test in tests)


def rows_rank(book: Book) -> bool:
    """Whether grades or bands themselves look at places, or at sets of rows that may do so."""
    if rows_ask_sets(book):
        return True
    rulebook = book.rulebook
    rows = (*rulebook.grades, *rulebook.bands)
    ranks = {*RANKS, "slice", *rulebook.rankings}
    return any(row.top or row.quota for row in rows) or any(test.name in ranks for test in Ruling(book).tests(rows))
