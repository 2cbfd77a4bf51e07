"""Cases in a sheet that a clerk can fill: a row an entry, the log's own header words, and columns of what is expected.

A blank name of a case or member means the one above. What belongs to a member (facts, history, expectations) may stand
on any of his rows; what is expected of an entry stands on its own row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, Final

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.model.written import nearest
from dutyscore.rulebook.case_names import header_words, node_ids
from dutyscore.rulebook.case_schema import NONE, Expectation, Standing
from dutyscore.rulebook.cases import FINDINGS, Case, read_case
from dutyscore.rulebook.names import book_of
from dutyscore.rulebook.placing import Report, Steps
from dutyscore.rulebook.refusals import Refusal
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.yaml_text import YamlText
from dutyscore.tables.grid import Grid

OF_CASE: Final = ("case", "ref", "as_of", "period")
MEMBER: Final = "member"
POSTINGS: Final = "postings"
LISTED: Final = ("lists", "vetoes")
_SEPARATORS = re.compile(r"[;；,，、\n]+")

Key = tuple[str, ...]
"""What a column means: `case`, `entries 日期`, `roster 身份`, `history total`, `expect total`, `expect nodes base`."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What people call things, in every language: columns (word -> `expect.total`), kinds of postings (word -> name),
    and the words for nothing."""

    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    nothing: frozenset[str]


@dataclass(slots=True)
class _Draft:
    """A case as it grows row by row; `cells` remembers where each part of it stands."""

    content: dict[str, Any]
    cells: dict[Key, Place]
    rows: dict[str, list[tuple[dict[str, str], dict[str, str]]]] = field(default_factory=dict)
    """Per member his entries: the facts, and what is expected of the entry itself."""


def known_words(rulebook: Rulebook, spoken: Spoken) -> list[str]:
    """Header words by which a sheet of cases is known."""
    return [*spoken.columns, *header_words(rulebook)]


def load_case_sheet(grid: Grid, rulebook: Rulebook, spoken: Spoken) -> tuple[tuple[Case, ...], tuple[Diagnostic, ...]]:
    """The cases of a sheet, and what is wrong with it."""
    return _Sheet(grid, rulebook, spoken).read()


class _CellReport(Report):
    """Places are cells."""

    def __init__(self, file: str, cells: Mapping[Key, Place]) -> None:
        super().__init__(YamlText(file, (), None, ()))
        self.cells = cells

    def place(self, path: Steps, *, at_key: bool = False) -> Place:
        """The cell of a part of a case, or of the nearest thing around it that has one."""
        steps = tuple(str(step) for step in path)
        while steps and steps not in self.cells:
            steps = steps[:-1]
        return self.cells.get(steps, Place(self.text.file))

    def add(
        self, code: str, path: Steps, *, at_key: bool = False, fix: str = "", also: Iterable[Place] = (), **facts: str
    ) -> None:
        self.findings.append(Diagnostic(code, self.place(path), facts, fix, None, tuple(also)))


class _Sheet:
    def __init__(self, grid: Grid, rulebook: Rulebook, spoken: Spoken) -> None:
        self.grid, self.rulebook, self.spoken = grid, rulebook, spoken
        self.findings: list[Diagnostic] = []
        self.drafts: list[_Draft] = []
        book = book_of(rulebook)
        self.names: dict[str, Key] = {
            **{position.node.name: ("expect", "nodes", position.id) for position in reversed(book.places)},
            **{name: ("expect", "requirements", name) for name in rulebook.requirements},
            **{name: ("expect", "measures", name) for name in rulebook.measures},
            **{node: ("expect", "nodes", node) for node in node_ids(rulebook)},
        }

    def read(self) -> tuple[tuple[Case, ...], tuple[Diagnostic, ...]]:
        meanings = {position: self._meaning(position, text) for position, text in self.grid.header.items()}
        member = ""
        for row, texts in self.grid.rows:
            cells = {position: (meanings[position], text) for position, text in texts.items() if meanings[position]}
            member = self._row(row, cells, member)
        cases, findings = self._cases()
        return cases, tuple(sorted([*self.findings, *findings], key=lambda found: (found.place, found.code)))

    def _cases(self) -> tuple[tuple[Case, ...], list[Diagnostic]]:
        """The drafts as cases: what the schema or the rulebook refuses stands at its cell."""
        cells: dict[Key, Place] = {}
        for index, draft in enumerate(self.drafts):
            self._close(draft)
            cells |= {(str(index), *key): place for key, place in draft.cells.items()}
        report = _CellReport(self.grid.file, cells)
        refused: list[Refusal] = []
        contents = enumerate(draft.content for draft in self.drafts)
        cases = [read_case(report, index, content, self.rulebook, refused) for index, content in contents]
        for each in refused:
            report.findings.append(Diagnostic(each.code, report.place(each.path), each.facts))
        return tuple(case for case in cases if case is not None), report.findings

    # ------------------------------------------------------------ columns

    def _meaning(self, position: int, text: str) -> Key:
        """What a header means; the rulebook's own words come first. Empty, and told, if nobody knows it."""
        if text in self.rulebook.entries.columns.member:
            return (MEMBER,)
        if text in header_words(self.rulebook):
            return ("entries", text)
        prefix, _, rest = re.sub("[：:]", ".", text, count=1).partition(".")
        machine = self.spoken.columns.get(text) or (
            f"{self.spoken.columns.get(prefix, prefix)}.{rest}" if rest else text
        )
        group, _, name = machine.partition(".")
        if machine in (*OF_CASE, MEMBER):
            return (machine,)
        if group == "roster" and name:
            return (group, name)
        if group == "history" and name in Standing.model_fields:
            return (group, name)
        if group == "expect" and (name in Expectation.model_fields or name == FINDINGS):
            return (group, name)
        if group == "expect" and name in self.names:
            return self.names[name]
        known = [*self.spoken.columns, *header_words(self.rulebook)]
        facts = {"name": text, "nearest": nearest(text, known), "expected": "column"}
        self.findings.append(Diagnostic("DS208", self.grid.place(self.grid.line, position), facts, facts["nearest"]))
        return ()

    # ------------------------------------------------------------ rows

    def _row(self, row: int, cells: dict[int, tuple[Key, str]], member: str) -> str:
        """Take up one row; the member it is about."""
        said = {key: (text, self.grid.place(row, position)) for position, (key, text) in cells.items()}
        if ("case",) in said and (not self.drafts or said[("case",)][0] != self.drafts[-1].content["case"]):
            name, place = said[("case",)]
            cells_of = {(): self.grid.place(row, 0), ("case",): place}
            self.drafts.append(_Draft({"case": name, "entries": {}, "expect": {}}, cells_of))
            member = ""
        if not self.drafts:
            self._refuse(self.grid.place(row, 0), "", "no-case", "")
            return ""
        draft = self.drafts[-1]
        member = said[(MEMBER,)][0] if (MEMBER,) in said else member
        if not member and any(key[0] not in (*OF_CASE, MEMBER) and key != ("expect", FINDINGS) for key in said):
            self._refuse(self.grid.place(row, 0), draft.content["case"], "no-member", "")
            return ""
        facts = {key[1]: text for key, (text, _) in said.items() if key[0] == "entries"}
        asked = {key[1]: text for key, (text, _) in said.items() if key[1:] in ((POSTINGS,), (FINDINGS,))}
        if facts:
            self._entry(draft, member, row, said, facts, asked)
        elif asked:
            places = {key[1]: place for key, (_, place) in said.items() if len(key) > 1}
            self._of_entry(draft, member, None, asked, places)
        for key, (text, place) in said.items():
            if key[0] not in ("entries", MEMBER, "case") and key[1:] not in ((POSTINGS,), (FINDINGS,)):
                self._tell(draft, self._path(key, member), self._value(key, text), place)
        return member

    def _entry(
        self, draft: _Draft, member: str, row: int, said: dict[Key, tuple[str, Place]], facts: dict[str, str],
        asked: dict[str, str],
    ) -> None:  # fmt: skip
        number = len(draft.rows.setdefault(member, []))
        draft.rows[member].append((facts, asked))
        here = ("entries", member, str(number))
        draft.cells[here] = self.grid.place(row, 0)
        for key, (_, place) in said.items():
            if key[0] == "entries":
                draft.cells[(*here, key[1])] = place
            elif key[1:] in ((POSTINGS,), (FINDINGS,)):
                draft.cells[("asked", member, str(number), key[1])] = place

    def _path(self, key: Key, member: str) -> Key:
        if key[0] in ("roster", "expect"):
            return (key[0], member, *key[1:])
        if key[0] == "history":
            return ("history", member, "last_period", *key[1:])
        return key

    def _value(self, key: Key, text: str) -> object:
        if text in self.spoken.nothing:
            return [] if key[-1] in LISTED else NONE
        if key[-1] in LISTED and key[0] == "expect":
            return [word.strip() for word in _SEPARATORS.split(text) if word.strip()]
        return text

    def _tell(self, draft: _Draft, path: Key, value: object, place: Place) -> None:
        """Write a value into the case; the same part may be told twice only if it is the same."""
        inner: dict[str, Any] = draft.content
        for step in path[:-1]:
            inner = inner.setdefault(step, {})
        if inner.get(path[-1], value) != value:
            self._refuse(place, draft.content["case"], "told-twice", str(value))
            return
        inner[path[-1]] = value
        draft.cells.setdefault(path, place)
        draft.cells.setdefault(path[:2], place)

    # ------------------------------------------------------------ the whole case

    def _close(self, draft: _Draft) -> None:
        """Number the entries as a case does, member by member, and tie to them what is expected of each."""
        number = 0
        for member, rows in draft.rows.items():
            draft.content["entries"][member] = [facts for facts, _ in rows]
            for index, (_, asked) in enumerate(rows):
                number += 1
                places = {key: draft.cells[("asked", member, str(index), key)] for key in asked}
                self._of_entry(draft, member, number, asked, places)

    def _of_entry(
        self, draft: _Draft, member: str, number: int | None, asked: Mapping[str, str], places: Mapping[str, Place]
    ) -> None:
        """Postings and findings that an entry, or with None the member, must have."""
        expect = draft.content["expect"]
        if POSTINGS in asked:
            postings = expect.setdefault(member, {}).setdefault(POSTINGS, [])
            for posting in self._postings(asked[POSTINGS], draft, places[POSTINGS]):
                draft.cells[("expect", member, POSTINGS, str(len(postings)))] = places[POSTINGS]
                postings.append({"entry": NONE if number is None else str(number), **posting})
            draft.cells.setdefault(("expect", member), places[POSTINGS])
        if FINDINGS in asked:
            entry = {} if number is None else {"entry": str(number)}
            expect.setdefault(FINDINGS, []).append({"code": asked[FINDINGS], **entry})
            draft.cells.setdefault(("expect", FINDINGS), places[FINDINGS])

    def _postings(self, text: str, draft: _Draft, place: Place) -> Iterator[dict[str, str]]:
        """`award 2; over_cap -2`: kind and amount, either may be left out."""
        for part in filter(None, map(str.strip, _SEPARATORS.split(text))):
            found = re.fullmatch(r"(?P<kind>[^\s\d+-]*)\s*(?P<amount>[+-]?[0-9.]+)?", part)
            if not found:
                self._refuse(place, draft.content["case"], "not-a-posting", part)
                continue
            kind = self.spoken.kinds.get(found["kind"], found["kind"])
            yield {**({"kind": kind} if kind else {}), **({"amount": found["amount"]} if found["amount"] else {})}

    def _refuse(self, place: Place, case: str, problem: str, value: str) -> None:
        self.findings.append(Diagnostic("DS502", place, {"case": case, "problem": problem, "value": value}))
