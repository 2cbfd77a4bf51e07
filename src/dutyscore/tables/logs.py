"""From files to entries: open each, choose its sheets, read the roster, then the rows of the logs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dutyscore.model.columns import Roster
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.model.vocabulary import Vocabulary
from dutyscore.tables.books import Book, open_book
from dutyscore.tables.cells import RawTable, table_of
from dutyscore.tables.choosing import Candidate, Choice, Chooser, header_faults, missing_columns
from dutyscore.tables.csv_rows import Codes, column
from dutyscore.tables.csv_text import LARGE
from dutyscore.tables.entries import SheetReader, entry_table, without_repeated_headers
from dutyscore.tables.header import Header, Lexicon, find_header, log_lexicon, roster_lexicon
from dutyscore.tables.members import Directory, MemberReader, directory_of
from dutyscore.tables.reading import Input, InputStamp, Options, Reading, SheetStamp, balanced, total
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.roster import declared, undeclared

_ROSTER_RECORDS = "roster"


@dataclass(slots=True)
class _Gathered:
    """What the files gave so far: tables of logs and rosters, findings, stamps."""

    logs: list[RawTable] = field(default_factory=list)
    rosters: list[RawTable] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    stamps: list[InputStamp] = field(default_factory=list)
    usable: bool = True

    def refuse(self, *findings: Diagnostic) -> None:
        self.findings += findings
        self.usable = self.usable and not findings


def read_logs(logs: Sequence[Input], roster: Input | None, vocabulary: Vocabulary, options: Options) -> Reading:
    """See `dutyscore.tables.read_logs`."""
    chooser = Chooser(vocabulary, options)
    gathered = _Gathered()
    sources = [*logs, roster] if roster else list(logs)
    for source, digest in zip(sources, _digests(sources), strict=True):
        try:
            book = open_book(source, options.encoding, chooser.known)
            choice = chooser.of_roster(book) if source is roster else chooser.of_log(book, with_roster=roster is None)
            _read_sheets(book, choice, digest, gathered)
        except FileRefusedError as refusal:
            gathered.refuse(refusal.finding(source.name))
    return _reading(gathered, vocabulary, options.year)


def read_records(
    records: Sequence[Mapping[str, str]], roster: Sequence[Mapping[str, str]] | None, vocabulary: Vocabulary, file: str
) -> Reading:
    """See `dutyscore.tables.read_records`."""
    gathered = _Gathered()
    if records:
        table = _record_table(records, file, "", log_lexicon(vocabulary))
        missing = missing_columns(Place(file), table.header, vocabulary)
        gathered.refuse(*header_faults(file, "", table.header), *missing)
        gathered.logs += [table] if gathered.usable else []
    if roster:
        table = _record_table(roster, file, _ROSTER_RECORDS, roster_lexicon(vocabulary))
        gathered.refuse(*header_faults(file, _ROSTER_RECORDS, table.header))
        if not table.header.member:
            gathered.refuse(Diagnostic("DS421", Place(file), {"found": ", ".join(table.header.texts.values())}))
        gathered.rosters += [table] if gathered.usable else []
    return _reading(gathered, vocabulary, None)


def _read_sheets(book: Book, choice: Choice, digest: Callable[[], str], gathered: _Gathered) -> None:
    """Read the chosen sheets of a book; all or none of them are taken, because reading one may refuse the file."""
    gathered.findings += choice.findings
    gathered.usable = gathered.usable and choice.usable
    logs, rosters = _tables(choice.logs), _tables(choice.rosters)
    gathered.logs += map(without_repeated_headers, logs)
    gathered.rosters += rosters
    stamps = tuple(SheetStamp(table.sheet, table.read) for table in (*logs, *rosters))
    gathered.stamps.append(InputStamp(book.name, digest(), book.kind, stamps))


def _tables(candidates: Sequence[Candidate]) -> list[RawTable]:
    return [candidate.sheet.table(candidate.header) for candidate in candidates]


def _digests(sources: Sequence[Input]) -> Iterator[Callable[[], str]]:
    """The sha256 of each file, to be asked for later; large files are hashed beside the reading."""

    def digest(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    if sum(len(source.data) for source in sources) < LARGE:
        for source in sources:
            yield lambda data=source.data: digest(data)  # type: ignore[misc]
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        futures = [pool.submit(digest, source.data) for source in sources]
        yield from (future.result for future in futures)


def _reading(gathered: _Gathered, vocabulary: Vocabulary, year: int | None) -> Reading:
    """Normalise the tables and put everything together."""
    roster, directory = _roster(gathered, vocabulary, year)
    reader = SheetReader(vocabulary, year, MemberReader(directory))
    sheets = [reader.read(table) for table in gathered.logs]
    for sheet in sheets:
        gathered.findings += sheet.findings
    entries = entry_table(sheets, vocabulary)
    count = balanced(total(sheet.count for sheet in sheets), len(entries))
    findings = tuple(sorted(gathered.findings, key=lambda finding: (finding.place, finding.code)))
    return Reading(entries, roster, findings, count, tuple(gathered.stamps), gathered.usable)


def _roster(gathered: _Gathered, vocabulary: Vocabulary, year: int | None) -> tuple[Roster, Directory]:
    """The roster of the files; where none can be read, the members of the logs, so that one fault is not a thousand."""
    tables = gathered.rosters
    if any(len(table.rows) for table in tables):
        roster, directory, findings = declared(tables, vocabulary, year)
        gathered.findings += findings
        return roster, directory
    for table in tables[:1]:
        gathered.refuse(Diagnostic("DS428", Place(table.file, table.sheet)))
    directory = directory_of(gathered.logs)
    return undeclared(directory, vocabulary), directory


def _record_table(records: Sequence[Mapping[str, str]], file: str, sheet: str, lexicon: Lexicon) -> RawTable:
    """Records as a table: their keys are the header, record i is row i."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    texts = dict(enumerate(keys, 1))
    header = find_header([(0, texts)], lexicon) or Header(0, 0, len(keys), texts, {}, 0)
    columns = {}
    for position in header.kept:
        index = Codes()
        codes = [index[record.get(texts[position], "")] for record in records]
        columns[position] = column(np.array(codes, np.int32), tuple(index))
    return table_of(file, sheet, header, columns, np.arange(1, len(records) + 1, dtype=np.int32), ())
