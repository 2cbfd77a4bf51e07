"""What became of the cases of a rulebook: passed or not, and for each difference the postings that could make it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from dutyscore.compare.coverage import Coverage
from dutyscore.compare.expectation import Difference
from dutyscore.compare.rulebook_lines import RulebookLines
from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.exact import parse_decimal
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.result import Result
from dutyscore.rulebook.cases import Case

_MOST = 12
"""Postings that are shown of one difference, unless fewer explain it."""
_OF_POINTS = ("total", "nodes", "postings", "grade", "points_grade")
"""What is made of postings."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A posting in the region of a difference. `alone`: without it the value would be as expected."""

    entry: int
    kind: str
    amount: Fraction
    node: str
    place: Place
    alone: bool


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A difference, the places of the rulebook that it is about, and the postings concerned."""

    difference: Difference
    places: tuple[Place, ...]
    suspects: tuple[Suspect, ...]
    more: int
    """Further postings that are not shown."""
    excerpt: Excerpt | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case and everything that did not come out as expected."""

    case: Case
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        return not self.mismatches


@dataclass(frozen=True, slots=True)
class BookVerdict:
    """A rulebook, its files of cases, what is wrong with these files, and what became of the cases."""

    file: str
    cases_files: tuple[str, ...]
    id: str
    title: str
    version: str
    digest: str
    findings: tuple[Diagnostic, ...]
    verdicts: tuple[Verdict, ...]
    coverage: Coverage | None

    @property
    def failed(self) -> int:
        return sum(not verdict.passed for verdict in self.verdicts)


def mismatch(difference: Difference, result: Result | None, lines: RulebookLines, excerpt: Excerpt | None) -> Mismatch:
    """The difference with what there is to say about its origin."""
    words = _words(difference.expected) + _words(difference.found)
    places = tuple(dict.fromkeys(place for place in lines.of_expectation(difference.what, words) if place.line))
    suspects = list(_suspects(difference, result, lines)) if result is not None else []
    shown = [suspect for suspect in suspects if suspect.alone] or suspects[:_MOST]
    return Mismatch(difference, places, tuple(shown), len(suspects) - len(shown), excerpt)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.strip("[]").split(",")]


def _suspects(difference: Difference, result: Result, lines: RulebookLines) -> Iterator[Suspect]:
    """The postings of the member that make up the value in question."""
    kind = difference.what.partition(".")[0]
    if (
        kind not in ("total", "nodes", "postings", "grade", "points_grade")
        or difference.member not in result.roster.ids
    ):
        return
    member = result.roster.ids.index(difference.member)
    excess = _number(difference.found) - _number(difference.expected) if kind in ("total", "nodes") else Fraction(0)
    inside = _inside(result, difference.node) if kind == "nodes" else None
    entry = _entry(difference.expected if difference.expected != "none" else difference.found)
    ledger = result.ledger
    for row in (ledger.member == member).nonzero()[0].tolist():
        node, posted = int(ledger.node[row]), Kind(int(ledger.kind[row]))
        number = int(result.entries.row[int(ledger.entry[row])]) if ledger.entry[row] >= 0 else 0
        amount = result.scale.points(int(ledger.amount[row]))
        if inside is not None and node not in inside:
            continue
        if kind == "postings" and entry is not None and number != entry:
            continue
        if kind != "postings" and not amount:
            continue
        place = lines.of_posting(posted, node, int(ledger.cause[row]))
        name = result.nodes[node].id if node >= 0 else ""
        yield Suspect(number, posted.name, amount, name, place, bool(excess) and amount == excess)


def _number(text: str) -> Fraction:
    return parse_decimal(text) or Fraction(0)


def _entry(text: str) -> int | None:
    """The entry that a posting, written as a case writes it, is about; 0 for none."""
    found = re.search(r"entry: ([0-9]+|none)", text)
    return None if found is None else int(found[1]) if found[1].isdigit() else 0


def _inside(result: Result, node_id: str) -> set[int]:
    """A node and everything below it."""
    found: set[int] = set()
    for index, node in enumerate(result.nodes):
        if node.id == node_id or node.parent in found:
            found.add(index)
    return found
