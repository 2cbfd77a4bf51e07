"""Which sheets of a book are logs, which is the roster, and whether their headers will do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.model.vocabulary import DATE, ITEM, MEMBER, Vocabulary
from dutyscore.tables.books import Book, Sheet
from dutyscore.tables.header import EVENT_DATE, PROJECT, Header, Row, find_header, log_lexicon, roster_lexicon
from dutyscore.tables.reading import Options
from dutyscore.tables.spelling import Nearest, is_blank, word_key

_ROSTER_NAMES = ("名册", "roster")
_MOST_FOUND = 20
_LONGEST_FOUND = 40


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
        self._log_words = log_lexicon(vocabulary)
        self._roster_words = roster_lexicon(vocabulary)

    def known(self, texts: Iterable[str]) -> int:
        """How many things of the rulebook the texts name, as the header of a log or of a roster."""
        listed = list(texts)
        return max(self._log_words.known(listed), self._roster_words.known(listed))

    def of_log(self, book: Book, with_roster: bool) -> Choice:
        """The log sheets of a book and, where `with_roster`, its sheets 名册."""
        choice = Choice()
        visible = [sheet for sheet in book.sheets if self._is_visible(sheet, choice)]
        logs = [sheet for sheet in visible if not _is_roster(sheet)]
        if self._options.sheet and book.kind == "xlsx":
            logs = [sheet for sheet in book.sheets if word_key(sheet.name) == word_key(self._options.sheet)]
        rosters = [sheet for sheet in visible if _is_roster(sheet) and sheet not in logs]
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
        self._choose_roster([sheet for sheet in visible if _is_roster(sheet)] or visible, choice)
        return choice

    def _is_visible(self, sheet: Sheet, choice: Choice) -> bool:
        """Whether a sheet may be read; a hidden one that looks like data is told."""
        if not sheet.hidden or self._options.hidden:
            return True
        header = find_header(sheet.head(), self._log_words)
        if _is_roster(sheet) or (header and header.structural > 1):
            choice.tell("DS429", Place(sheet.file, sheet.name), sheet=sheet.name)
        return False

    def _choose_logs(self, book: Book, sheets: Sequence[Sheet], choice: Choice) -> None:
        if self._options.sheet and book.kind == "xlsx" and not sheets:
            names = [sheet.name for sheet in book.sheets]
            near = Nearest(names)(self._options.sheet)
            choice.tell("DS418", Place(book.name), value=self._options.sheet, nearest=near, found=_listed(names))
            return
        heads = [(sheet, sheet.head()) for sheet in sheets]
        found = [(sheet, find_header(rows, self._log_words)) for sheet, rows in heads]
        candidates = [Candidate(sheet, header) for sheet, header in found if header]
        logs = [one for one in candidates if one.header.structural > 1] or [
            one for one in candidates if one.header.structural and len(one.header.places) > 1
        ]
        if not logs:
            self._no_table(book, heads, choice)
            return
        read = {candidate.sheet.name for candidate in logs}
        for sheet in sheets:
            if sheet.name not in read:
                choice.tell("DS425", Place(sheet.file, sheet.name), sheet=sheet.name)
        choice.logs += self._sound(logs, choice, log=True)

    def _no_table(self, book: Book, heads: Sequence[tuple[Sheet, list[Row]]], choice: Choice) -> None:
        columns = self.vocabulary.columns
        words = [word for key in (MEMBER, DATE, ITEM) for word in columns.get(key, ())]
        sheet, rows = next(((sheet, rows) for sheet, rows in heads if rows), (None, []))
        texts = rows[0][1].values() if rows else []
        name = sheet.name if sheet else ""
        choice.tell("DS406", Place(book.name, name), words=_listed(words), found=_listed(texts))

    def _choose_roster(self, sheets: Sequence[Sheet], choice: Choice) -> None:
        heads = [(sheet, sheet.head()) for sheet in sheets]
        for sheet, rows in heads:
            header = find_header(rows, self._roster_words)
            if header and header.member:
                choice.rosters += self._sound([Candidate(sheet, header)], choice, log=False)
                return
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
                faults += missing_columns(place, candidate.header, self.vocabulary)
            choice.findings += faults
            if not faults:
                sound.append(candidate)
        return sound


def header_faults(file: str, sheet: str, header: Header) -> Iterator[Diagnostic]:
    """Columns that mean the same."""
    for first, second in header.twice:
        places = [Place(file, sheet, header.row, position) for position in (second, first)]
        yield Diagnostic("DS311", places[0], {"column": header.texts[second]}, also=(places[1],))


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


def _is_roster(sheet: Sheet) -> bool:
    return word_key(sheet.name).casefold() in _ROSTER_NAMES


def _listed(words: Iterable[str]) -> str:
    """Words for a sentence; of many, the first."""
    return ", ".join([word[:_LONGEST_FOUND] for word in words if not is_blank(word)][:_MOST_FOUND])
