"""A case out of a real situation: what one member did and got, with every name replaced.

Names become aliases that the caller gives, ids are dropped, free texts are numbered in the order of their
words, so that whatever depends on that order stays. Words that the rulebook itself uses stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from dutyscore.model.columns import NO_DAY, Column, Days, Numbers, Words
from dutyscore.model.days import iso
from dutyscore.model.exact import decimal_text, decimals_of
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History, PastResult
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result, RowInfo
from dutyscore.rulebook.case_schema import NONE
from dutyscore.rulebook.cases import confirming_words
from dutyscore.rulebook.schema import Fact, Rulebook

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Alias:
    """What replaces names: `members` in their order, and a text for the n-th free text of a field."""

    members: Sequence[str]
    text: str
    """`{field}{number}` with places for both"""
    case: str


class Capture:
    """Writes the case of one member of a result; `everybody` takes all members in, where the case depends on them."""

    def __init__(
        self, result: Result, rulebook: Rulebook, history: History, words: frozenset[str], alias: Alias
    ) -> None:
        self.result, self.rulebook, self.history = result, rulebook, history
        self.words, self.alias = words, alias
        self._tokens: dict[str, dict[str, str]] = {}
        self._order: list[int] = []
        self._taken = 0

    def content(self, member: int, *, everybody: bool, period: bool) -> Json:
        """The case as it would be read from a file."""
        result = self.result
        members = [each for each in range(len(result.roster)) if everybody or each == member]
        self._tokens, self._taken = {}, len(members)
        self._order = [*members, *(other for other in range(len(result.roster)) if other not in members)]
        case: Json = {"case": self.alias.case}
        refs = list(dict.fromkeys(ref for node in result.nodes for ref in node.ref if self._touched(member, node.id)))
        case |= {"ref": refs} if refs else {}
        if result.as_of != result.selection.last:
            case["as_of"] = iso(result.as_of)
        if period or result.selection != result.period:
            dates = {"from": iso(result.selection.first), "to": iso(result.selection.last)}
            case["period"] = result.selection.label or dates
        case["roster"] = {self._name(each): self._facts(each) for each in members}
        history = {self._name(each): past for each in members if (past := self._history(each))}
        case |= {"history": history} if history else {}
        entries = {self._name(each): rows for each in members if (rows := list(self._entries(each)))}
        case |= {"entries": entries} if entries else {}
        numbers = self._numbers(members)
        case["expect"] = {self._name(member): self._expectation(member, numbers, everybody)}
        return case

    def _name(self, member: int) -> str:
        return self.alias.members[self._order.index(member)]

    def _touched(self, member: int, node: str) -> bool:
        ledger = self.result.ledger
        index = [info.id for info in self.result.nodes].index(node)
        return bool(((ledger.member == member) & (ledger.node == index)).any())

    # ------------------------------------------------------------ facts

    def _facts(self, member: int) -> Json | list[Json]:
        roster = self.result.roster
        rows = []
        for row in (roster.member == member).nonzero()[0].tolist():
            facts: Json = {}
            for name, column in roster.facts.items():
                facts |= self._fact(name, self.rulebook.roster[name], column, row)
            for key, day in (("from", int(roster.first[row])), ("to", int(roster.last[row]))):
                facts |= {key: iso(day)} if abs(day) < _OPEN else {}
            rows.append(facts)
        return rows[0] if len(rows) == 1 else rows or {}

    def _fact(self, name: str, fact: Fact, column: Column, row: int) -> Json:
        text = self._text(column, row)
        if not text:
            return {}
        if fact.kind in ("text", "member", "people") or fact.group:
            text = self._replaced(name, text, column)
        return {name: self._spelt(fact, text)}

    @staticmethod
    def _spelt(fact: Fact, text: str) -> str:
        """Yes and no as the rulebook writes them."""
        return {"true": fact.yes, "false": fact.no}.get(text, text) if fact.kind == "yes_no" else text

    @staticmethod
    def _text(column: Column, row: int) -> str:
        """The value as text; empty for a blank."""
        if isinstance(column, Words):
            code = int(column.codes[row])
            return column.words[code] if code >= 0 else ""
        if isinstance(column, Numbers):
            if column.blank[row]:
                return ""
            return decimal_text(Fraction(int(column.values[row]), 10**column.decimals))
        assert isinstance(column, Days)
        day = int(column.values[row])
        return "" if day == NO_DAY else iso(day)

    def _replaced(self, name: str, text: str, column: Column) -> str:
        """A name becomes the member's alias, any other text a numbered one."""
        roster = self.result.roster
        for known in (roster.ids, roster.names):
            if text in known:
                return self._name(known.index(text))
        if text in self.words:
            return text
        if name not in self._tokens:
            words = sorted(self._said(column)) if isinstance(column, Words) else [text]
            places = len(str(len(words)))
            numbered = enumerate(words, start=1)
            self._tokens[name] = {
                word: self.alias.text.format(field=name, number=str(n).zfill(places)) for n, word in numbered
            }
        return self._tokens[name][text]

    def _said(self, column: Words) -> set[str]:
        """The words of a column that stand in the case."""
        if len(column.codes) != len(self.result.entries):  # a fact of the roster
            return set(column.words)
        rows = [row for member in self._order[: self._taken] for row in self._rows(member)]
        return {column.words[code] for code in column.codes[rows].tolist() if code >= 0}

    # ------------------------------------------------------------ entries

    def _rows(self, member: int) -> list[int]:
        found: list[int] = (self.result.entries.member == member).nonzero()[0].tolist()
        return found

    def _numbers(self, members: Sequence[int]) -> Mapping[int, int]:
        """The number in the case of each entry."""
        rows = [row for member in members for row in self._rows(member)]
        return {row: number for number, row in enumerate(rows, start=1)}

    def _entries(self, member: int) -> Iterator[Json]:
        entries, columns = self.result.entries, self.rulebook.entries.columns
        confirmed = confirming_words(self.rulebook)
        for row in self._rows(member):
            told: Json = {columns.date[0]: iso(int(entries.day[row]))}
            told[columns.item[0]] = entries.project.words[int(entries.project.codes[row])]
            for name, fact in self.rulebook.fields_.items():
                found = self._fact(name, fact, entries.facts[name], row)
                if found and found[name] == fact.default:
                    continue
                if confirmed.get(name) == found.get(name) and name in found:
                    continue
                if name in confirmed and not found:
                    found = {name: ""}  # blank is not confirmed
                told |= found
            yield told

    # ------------------------------------------------------------ history

    def _history(self, member: int) -> Json | list[Json]:
        """Every earlier period up to the first in which nothing is known of the member."""
        who = self.result.roster.ids[member]
        found = []
        for back in range(1, len(self.history.periods) + 1):
            past = self.history.past(who, back)
            if past is None:
                break
            found.append(self._standing(past))
        return {"last_period": found[0]} if len(found) == 1 else found

    def _standing(self, past: PastResult) -> Json:
        nodes = {node.id for node in self.result.nodes}
        exact = {name: value for name, value in past.values.items() if decimals_of(value) is not None}
        told: Json = {"total": decimal_text(exact["total"])} if "total" in exact else {}
        told |= {"grade": past.grade} if past.grade else {}
        told |= {"band": past.band} if past.band else {}
        if past.rank:
            told |= {"rank": str(past.rank), "n": str(past.rank + past.rank_from_end - 1 if past.rank_from_end else 0)}
        totals = set(self.rulebook.totals or {})
        for key, names in (("nodes", nodes), ("totals", totals), ("measures", set(self.rulebook.measures))):
            values = {name: decimal_text(value) for name, value in exact.items() if name in names}
            told |= {key: values} if values else {}
        met = {name: "met" if is_met else "unmet" for name, is_met in past.requirements.items()}
        told |= {"requirements": met} if met else {}
        told |= {"vetoes": list(past.vetoes)} if past.vetoes else {}
        rows = {name: one.row for name, one in past.sets.items() if one.row}
        return {**told, "standings": rows} if rows else told

    # ------------------------------------------------------------ what came out

    def _expectation(self, member: int, numbers: Mapping[int, int], everybody: bool) -> Json:
        result = self.result
        told: Json = {"total": self._points(int(result.totals[member]))}
        told |= {"grade": _row(result.grades, int(result.grade[member]))} if result.grades else {}
        told |= {"band": _row(result.bands, int(result.band[member]))} if result.bands else {}
        sets = {one.rank.name: _row(one.rows, int(one.row[member])) for one in result.standings}
        told |= {"standings": sets} if sets else {}
        if everybody:
            told["rank"] = str(int(result.rank.places[member]) or NONE)
        values = {node.id: int(value) for node, value in zip(result.nodes, result.values[member], strict=True)}
        told["nodes"] = {node: self._points(value) for node, value in values.items() if value}
        measures = {measure.id: measure.values[member] for measure in result.measures}
        told["measures"] = {
            name: decimal_text(value)
            for name, value in measures.items()
            if value is not None and decimals_of(value) is not None
        }
        told["requirements"] = {gate.id: "met" if gate.members[member] else "unmet" for gate in result.requirements}
        told["vetoes"] = [gate.id for gate in result.vetoes if gate.members[member]]
        told["lists"] = [each.name for each in result.lists if member in each.members]
        told["postings"] = list(self._postings(member, numbers))
        return {key: value for key, value in told.items() if value or key == "lists"}

    def _postings(self, member: int, numbers: Mapping[int, int]) -> Iterator[Json]:
        """Every posting that is more than the plain award of an entry: the reasons."""
        ledger = self.result.ledger
        for row in (ledger.member == member).nonzero()[0].tolist():
            kind, entry, node = Kind(int(ledger.kind[row])), int(ledger.entry[row]), int(ledger.node[row])
            if kind in (Kind.award, Kind.member_award):
                continue
            told: Json = {"entry": str(numbers[entry]) if entry >= 0 else NONE, "kind": kind.name}
            told["amount"] = self._points(int(ledger.amount[row]))
            yield {**told, **({"node": self.result.nodes[node].id} if node >= 0 else {})}

    def _points(self, steps: int) -> str:
        return decimal_text(self.result.scale.points(steps))


_OPEN = 2**31 - 2
"""An open end of a validity."""


def _row(rows: tuple[RowInfo, ...], index: int) -> str:
    return rows[index].name if index >= 0 else NONE
