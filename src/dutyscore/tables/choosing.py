"""Which sheets of a book are logs, which is the roster, and whether their headers will do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place, column_letters
from dutyscore.model.vocabulary import DATE, ITEM, MEMBER, Vocabulary
from dutyscore.tables.books import Book, Sheet
from dutyscore.tables.cells import RawTable
from dutyscore.tables.header import (
    EVENT_DATE,
    MEMBER_ID,
    MEMBER_NAME,
    PROJECT,
    Header,
    Row,
    Target,
    find_header,
    log_lexicon,
    roster_lexicon,
)
from dutyscore.tables.mapping import mapped_header
from dutyscore.tables.reading import Options
from dutyscore.tables.spelling import Nearest, header_keys, is_blank, word_key

_ROSTER_NAMES = ("名册", "roster")
_MOST_FOUND = 20
_LONGEST_FOUND = 40
_WIDEST = 500


class Candidate(NamedTuple):
    """A sheet with its header."""

    sheet: Sheet
    header: Header


@dataclass(slots=True)
class Choice:
    """The sheets of a book to read. `usable` is False when one that is needed is missing or its header will not do."""

    logs: list[Candidate] = field(default_factory=list)
    rosters: list[Candidate] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    roster_sound: bool = True

    @property
    def usable(self) -> bool:
        return all(finding.severity == "info" for finding in self.findings)

    def tell(self, code: str, place: Place, **facts: str) -> None:
        self.findings.append(Diagnostic(code, place, facts))


class Chooser:
    """Chooses sheets by one vocabulary and the user's options."""

    def __init__(self, vocabulary: Vocabulary, options: Options) -> None:
        self.vocabulary = vocabulary
        self._options = options
        self.log_words = log_lexicon(vocabulary)
        self._roster_words = roster_lexicon(vocabulary)
        layouts = options.layouts.sheets.values() if options.layouts else ()
        self._mapped = {header_keys(word)[0] for layout in layouts for word in layout.columns}

    def known(self, texts: Iterable[str]) -> int:
        """How many things of the rulebook the texts name, as the header of a log or of a roster."""
        listed = list(texts)
        mapped = sum(header_keys(text)[0] in self._mapped for text in listed)
        return max(self.log_words.known(listed), self._roster_words.known(listed), mapped)

    def of_log(self, book: Book, with_roster: bool) -> Choice:
        """The log sheets of a book and, where `with_roster`, its sheets 名册."""
        choice = Choice()
        visible = [sheet for sheet in book.sheets if self._is_visible(sheet, choice)]
        logs = [sheet for sheet in visible if not is_roster(sheet)]
        if self._options.sheet and book.kind == "xlsx":
            logs = [sheet for sheet in book.sheets if word_key(sheet.name) == word_key(self._options.sheet)]
        rosters = [sheet for sheet in visible if is_roster(sheet) and sheet not in logs]
        self._choose_logs(book, logs, choice)
        for sheet in rosters:
            if with_roster:
                self._choose_roster([sheet], choice)
            else:
                choice.tell("DS425", Place(sheet.file, sheet.name), sheet=sheet.name)
        return choice

    def of_roster(self, book: Book) -> Choice:
        """The roster of a book given as the roster: its sheet 名册, or the first that has a column of members."""
        choice = Choice()
        visible = [sheet for sheet in book.sheets if not sheet.hidden or self._options.hidden]
        self._choose_roster([sheet for sheet in visible if is_roster(sheet)] or visible, choice)
        return choice

    def _is_visible(self, sheet: Sheet, choice: Choice) -> bool:
        """Whether a sheet may be read; a hidden one that looks like data is told."""
        if not sheet.hidden or self._options.hidden:
            return True
        header = find_header(sheet.head(), self.log_words)
        if is_roster(sheet) or (header and header.structural > 1):
            choice.tell("DS429", Place(sheet.file, sheet.name), sheet=sheet.name)
        return False

    def _choose_logs(self, book: Book, sheets: Sequence[Sheet], choice: Choice) -> None:
        if self._options.sheet and book.kind == "xlsx" and not sheets:
            names = [sheet.name for sheet in book.sheets]
            near = Nearest(names)(self._options.sheet)
            choice.tell("DS418", Place(book.name), value=self._options.sheet, nearest=near, found=_listed(names))
            return
        heads = [(sheet, sheet.head()) for sheet in sheets]
        found = [(sheet, self._header(sheet, rows, choice)) for sheet, rows in heads]
        candidates = [Candidate(sheet, header) for sheet, header in found if header]
        logs = [one for one in candidates if one.header.structural > 1] or [
            one for one in candidates if one.header.structural and len(one.header.places) > 1
        ]
        if not logs and choice.usable:
            self._no_table(book, heads, choice)
            return
        read = {candidate.sheet.name for candidate in logs}
        for sheet in sheets:
            if sheet.name not in read and choice.usable:  # a sheet that its map cannot describe is told already
                choice.tell("DS425", Place(sheet.file, sheet.name), sheet=sheet.name)
        choice.logs += self._sound(logs, choice, log=True)

    def _header(self, sheet: Sheet, rows: list[Row], choice: Choice) -> Header | None:
        """The header of a log sheet: where the user says it is, else where its words are."""
        layouts = self._options.layouts
        layout = layouts.of(sheet.name) if layouts else None
        if layouts is None or layout is None:
            return find_header(rows, self.log_words)
        header, findings = mapped_header(*layout, layouts, rows, self.log_words)
        choice.findings += findings
        return header

    def _no_table(self, book: Book, heads: Sequence[tuple[Sheet, list[Row]]], choice: Choice) -> None:
        columns = self.vocabulary.columns
        words = [word for key in (MEMBER, DATE, ITEM) for word in columns.get(key, ())]
        sheet, rows = next(((sheet, rows) for sheet, rows in heads if rows), (None, []))
        texts = rows[0][1].values() if rows else []
        name = sheet.name if sheet else ""
        place = Place(book.name, name)
        for row, crossed in ((row, self._crossed(texts.values())) for row, texts in rows):
            if crossed:
                choice.tell("DS434", Place(book.name, name, row), items=_listed(crossed))
                return
        choice.tell("DS406", place, words=_listed(words), found=_listed(texts))

    def _crossed(self, texts: Iterable[str]) -> list[str]:
        """The items that head columns of their own beside a column of members: a cross table."""
        listed = [text for text in texts if not is_blank(text)]
        members = {MEMBER_ID, MEMBER_NAME}
        if not any(members & set(self.log_words.targets(text)) for text in listed):
            return []
        known = {word_key(word) for word in self.vocabulary.projects}
        items = [text for text in listed if word_key(text) in known]
        return items if len(items) > 1 else []

    def _choose_roster(self, sheets: Sequence[Sheet], choice: Choice) -> None:
        heads = [(sheet, sheet.head()) for sheet in sheets]
        for sheet, rows in heads:
            header = find_header(rows, self._roster_words)
            if header and header.member:
                choice.rosters += self._sound([Candidate(sheet, header)], choice, log=False)
                return
        choice.roster_sound = False
        for sheet, rows in heads[:1]:
            texts = rows[0][1].values() if rows else []
            choice.tell("DS421", Place(sheet.file, sheet.name), found=_listed(texts))

    def _sound(self, candidates: Iterable[Candidate], choice: Choice, log: bool) -> list[Candidate]:
        """The candidates whose headers will do; what is wrong with the others is told."""
        sound: list[Candidate] = []
        for candidate in candidates:
            faults = list(header_faults(candidate.sheet.file, candidate.sheet.name, candidate.header))
            if log:
                place = Place(candidate.sheet.file, candidate.sheet.name, candidate.header.row)
                crossed = self._crossed(candidate.header.texts.values())
                if crossed and not candidate.header.position(PROJECT):
                    faults.append(Diagnostic("DS434", place, {"items": _listed(crossed)}))
                else:
                    faults += missing_columns(place, candidate.header, self.vocabulary)
            elif faults:
                choice.roster_sound = False
            choice.findings += faults
            if not faults:
                sound.append(candidate)
        return sound


def header_faults(file: str, sheet: str, header: Header) -> Iterator[Diagnostic]:
    """Columns that mean the same; where whole headers repeat themselves, two tables stand side by side."""
    doubled = [(places[0], places[1]) for target, places in header.places.items() if len(places) > 1]
    if len(doubled) > 2 and len({second - first for first, second in doubled}) == 1:
        first, second = min(doubled)
        place = Place(file, sheet, header.row, second)
        facts = {"first": column_letters(first), "second": column_letters(second)}
        yield Diagnostic("DS433", place, facts, also=(Place(file, sheet, header.row, first),))
        return
    for first, second in header.twice:
        places = [Place(file, sheet, header.row, position) for position in (second, first)]
        yield Diagnostic("DS311", places[0], {"column": header.texts[second]}, also=(places[1],))


def unnamed_columns(table: RawTable, rows: Sequence[Row], vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """A column without a header word between others, while a declared field has no column: it may be that one.

    `rows` are the first rows of the table.
    """
    header = table.header
    missing = [
        one.name for one in vocabulary.fields if Target("field", one.name) not in header.places and one.default is None
    ]
    below = [texts for number, texts in rows if number > header.row]
    named = [position for position, text in header.texts.items() if not is_blank(text)]
    for position in range(min(named), max(named)) if missing and len(named) < _WIDEST else ():
        filled = sum(not is_blank(texts.get(position, "")) for texts in below)
        if position not in named and filled * 2 > len(below) and not _is_merged(table, position):
            facts = {"letters": column_letters(position), "missing": _listed(missing)}
            yield Diagnostic("DS435", Place(table.file, table.sheet, header.row, position), facts)


def _is_merged(table: RawTable, position: int) -> bool:
    """Whether the header word of a column is that of a merged cell."""
    return any(
        span.top <= table.header.row <= span.bottom and span.left <= position <= span.right
        for span in table.marks.merges
    )


def missing_columns(place: Place, header: Header, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Structural columns that a log cannot do without."""
    for key, position in (
        (MEMBER, header.member),
        (DATE, header.position(EVENT_DATE)),
        (ITEM, header.position(PROJECT)),
    ):
        if not position:
            words = _listed(vocabulary.columns.get(key, ()))
            yield Diagnostic("DS310", place, {"column": key, "words": words, "found": _listed(header.texts.values())})
    for one in vocabulary.fields:
        if one.required and Target("field", one.name) not in header.places:
            facts = {"column": one.name, "words": _listed((one.name, *one.aliases))}
            yield Diagnostic("DS310", place, {**facts, "found": _listed(header.texts.values())})


def is_roster(sheet: Sheet) -> bool:
    return word_key(sheet.name).casefold() in _ROSTER_NAMES


def _listed(words: Iterable[str]) -> str:
    """Words for a sentence; of many, the first."""
    return ", ".join([word[:_LONGEST_FOUND] for word in words if not is_blank(word)][:_MOST_FOUND])
