"""From files to entries: open each, choose its sheets, read the roster, then the rows of the logs."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import partial

import numpy as np

from dutyscore.model.columns import Roster
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.model.threads import Begun
from dutyscore.model.vocabulary import MEMBER, Vocabulary
from dutyscore.tables.books import Book, named_otherwise, open_book
from dutyscore.tables.cells import Cell, RawTable, table_of
from dutyscore.tables.choosing import Candidate, Choice, Chooser, header_faults, missing_columns, unnamed_columns
from dutyscore.tables.classes import Begins, entries_of, members_of
from dutyscore.tables.csv_rows import Codes, column
from dutyscore.tables.dates import written_day
from dutyscore.tables.entries import SheetReader, entry_table
from dutyscore.tables.faults import Fault
from dutyscore.tables.header import (
    EVENT_DATE,
    PROJECT,
    Header,
    Lexicon,
    Target,
    find_header,
    log_lexicon,
    roster_lexicon,
)
from dutyscore.tables.members import Directory, MemberReader, directory_of
from dutyscore.tables.merges import fill_members_down, fill_merges
from dutyscore.tables.reading import LARGE, Coded, Input, InputStamp, Options, Reading, SheetStamp, balanced, total
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.repeats import other_header, without_repeated_headers
from dutyscore.tables.replacing import Corrections, corrections_of, decided, is_rejects
from dutyscore.tables.replacing_rows import settle
from dutyscore.tables.roster import declared, outside_validity, undeclared
from dutyscore.tables.values import is_numeric
from dutyscore.tables.words import item_reader, text_of

Members = tuple[Roster, Directory]

_ROSTER_RECORDS = "roster"
_MOST_TABLES = 100


@dataclass(slots=True)
class _Gathered:
    """What the files gave so far: tables of logs and rosters, findings, stamps."""

    logs: list[RawTable] = field(default_factory=list)
    rosters: list[RawTable] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    stamps: list[InputStamp] = field(default_factory=list)
    corrections: Corrections = field(default_factory=Corrections)
    usable: bool = True
    roster_sound: bool = True

    def refuse(self, *findings: Diagnostic) -> None:
        self.findings += findings
        self.usable = self.usable and not findings


def read_logs(logs: Sequence[Input], roster: Input | None, vocabulary: Vocabulary, options: Options) -> Reading:
    """See `dutyscore.tables.read_logs`."""
    chooser = Chooser(vocabulary, options)
    gathered = _Gathered()
    sources = [*logs, roster] if roster else list(logs)
    for number, (source, digest) in enumerate(zip(sources, _digests(sources), strict=True)):
        of_roster = number == len(logs)  # by its place: one file may be given as both
        try:
            book = open_book(source, options.encoding, chooser.known)
            if not of_roster and is_rejects(book):
                _read_rejects(book, digest, gathered)
                continue
            gathered.findings += named_otherwise(book)
            choice = chooser.of_roster(book) if of_roster else chooser.of_log(book, with_roster=roster is None)
            _read_sheets(book, choice, chooser, digest, gathered)
            _let_go(source.data)
        except FileRefusedError as refusal:
            gathered.refuse(refusal.finding(source.name))
            gathered.roster_sound = gathered.roster_sound and not of_roster
    _refuse_twice(logs, gathered)
    if gathered.usable and (gathered.corrections.by_address or gathered.corrections.findings):
        _settle(gathered)
    return _reading(gathered, vocabulary, options.year)


def _refuse_twice(logs: Sequence[Input], gathered: _Gathered) -> None:
    """A log that is given twice, under whatever names, would count twice."""
    first: dict[str, str] = {}
    for stamp in [stamp for stamp in gathered.stamps if stamp.decided is None][: len(logs)]:
        if stamp.digest in first:
            gathered.refuse(Diagnostic("DS439", Place(stamp.name), {"file": stamp.name, "other": first[stamp.digest]}))
        first.setdefault(stamp.digest, stamp.name)


def read_tables(
    log: Input, vocabulary: Vocabulary, options: Options
) -> tuple[list[RawTable], tuple[Diagnostic, ...], tuple[InputStamp, ...], bool]:
    """The tables of one log before anything is normalised, what is wrong with the file, its stamp, and whether it is
    usable."""
    chooser, gathered = Chooser(vocabulary, options), _Gathered()
    try:
        book = open_book(log, options.encoding, chooser.known)
        gathered.findings += named_otherwise(book)
        _read_sheets(book, chooser.of_log(book, with_roster=False), chooser, lambda: "", gathered)
    except FileRefusedError as refusal:
        gathered.refuse(refusal.finding(log.name))
    return gathered.logs, tuple(gathered.findings), tuple(gathered.stamps), gathered.usable


def held_log(held: Mapping[str, Coded], vocabulary: Vocabulary, file: str) -> RawTable:
    """A log held in memory as a table."""
    return _held_table(held, file, "", log_lexicon(vocabulary))


def held_members(held: Mapping[str, Coded], vocabulary: Vocabulary, file: str) -> Reading | Members:
    """The members of a roster held in memory; a reading without entries that says what is wrong with it."""
    gathered = _Gathered(rosters=[_held_table(held, file, _ROSTER_RECORDS, roster_lexicon(vocabulary))])
    known = _declared(gathered, vocabulary, None)
    return known if known and not gathered.findings else _reading(gathered, vocabulary, None, known)


def members_met(tables: Sequence[RawTable], vocabulary: Vocabulary) -> Members:
    """The members of logs without a roster; of each table the rows that are whole are enough."""
    directory = directory_of(tables)
    return undeclared(directory, vocabulary), directory


def whole_rows(table: RawTable) -> RawTable:
    """The rows of a log that are entries beyond doubt."""
    return entries_of(table, _never)[0]


def reading_of(tables: Sequence[RawTable], members: Members, vocabulary: Vocabulary, year: int | None) -> Reading:
    """Normalise tables whose members are known."""
    return _reading(_Gathered(logs=list(tables)), vocabulary, year, members)


def read_members(roster: Input, vocabulary: Vocabulary, options: Options) -> Reading | tuple[Members, InputStamp]:
    """The members of a roster; a reading without entries that says what is wrong with it."""
    chooser, gathered = Chooser(vocabulary, options), _Gathered()
    try:
        book = open_book(roster, options.encoding, chooser.known)
        choice = chooser.of_roster(book)
        _read_sheets(book, choice, chooser, lambda: hashlib.sha256(roster.data).hexdigest(), gathered)
    except FileRefusedError as refusal:
        gathered.refuse(refusal.finding(roster.name))
    known = _declared(gathered, vocabulary, options.year)
    if known is None or gathered.findings:
        return _reading(gathered, vocabulary, options.year, known)
    return known, gathered.stamps[0]


def read_records(
    records: Sequence[Mapping[str, str]], roster: Sequence[Mapping[str, str]] | None, vocabulary: Vocabulary, file: str
) -> Reading:
    """See `dutyscore.tables.read_records`."""
    return read_columns(_columns(records), _columns(roster or ()), vocabulary, file)


def read_columns(
    log: Mapping[str, Coded], roster: Mapping[str, Coded] | None, vocabulary: Vocabulary, file: str
) -> Reading:
    """See `dutyscore.tables.read_columns`."""
    gathered = _Gathered()
    if log:
        table = _held_table(log, file, "", log_lexicon(vocabulary))
        missing = missing_columns(Place(file), table.header, vocabulary)
        gathered.refuse(*header_faults(file, "", table.header), *missing)
        gathered.logs += [table] if gathered.usable else []
    if roster:
        table = _held_table(roster, file, _ROSTER_RECORDS, roster_lexicon(vocabulary))
        gathered.refuse(*header_faults(file, _ROSTER_RECORDS, table.header))
        if not table.header.member:
            gathered.refuse(Diagnostic("DS421", Place(file), {"found": ", ".join(table.header.texts.values())}))
        gathered.rosters += [table] if gathered.usable else []
    return _reading(gathered, vocabulary, None)


def _read_sheets(book: Book, choice: Choice, chooser: Chooser, digest: Callable[[], str], gathered: _Gathered) -> None:
    """Read the chosen sheets of a book; all or none of them are taken, because reading one may refuse the file."""
    faults: list[Diagnostic] = []
    logs = [table for candidate in choice.logs for table in _stacked(candidate, chooser, faults)]
    rosters = [candidate.sheet.table(candidate.header) for candidate in choice.rosters]
    gathered.findings += [*choice.findings, *faults]
    gathered.usable = gathered.usable and choice.usable and all(fault.severity == "info" for fault in faults)
    gathered.roster_sound = gathered.roster_sound and choice.roster_sound
    gathered.logs += logs
    gathered.rosters += rosters
    stamps = tuple(SheetStamp(table.sheet, table.read) for table in (*logs, *rosters))
    gathered.stamps.append(InputStamp(book.name, digest(), book.kind, stamps, encoding=book.encoding))


def _stacked(candidate: Candidate, chooser: Chooser, faults: list[Diagnostic]) -> list[RawTable]:
    """The tables of a sheet one below the other, each under its own header; what is wrong goes to `faults`."""
    sheet, header = candidate
    rows = sheet.head()
    found: list[RawTable] = []
    while len(found) < _MOST_TABLES:
        table = without_repeated_headers(sheet.table(header))
        faults += unnamed_columns(table, rows, chooser.vocabulary)
        row = other_header(table, chooser.log_words)
        rows = sheet.head(row) if row else []
        below = find_header(rows[:1], chooser.log_words)
        if below is None:
            return [*found, table]
        found.append(without_repeated_headers(sheet.table(header, row)))
        place = Place(sheet.file, sheet.name, row)
        wrong = [*header_faults(sheet.file, sheet.name, below), *missing_columns(place, below, chooser.vocabulary)]
        faults += [Diagnostic("DS342", place), *wrong]
        if wrong:
            break
        header = below
    return found


def _read_rejects(book: Book, digest: Callable[[], str], gathered: _Gathered) -> None:
    """Take up what was decided about refused rows."""
    found, findings = corrections_of(book)
    gathered.corrections.take(found)
    gathered.refuse(*findings)
    gathered.stamps.append(InputStamp(book.name, digest(), book.kind, (), decided(found)))


def _settle(gathered: _Gathered) -> None:
    """Put decided rows in place of those of the logs."""
    digests = {stamp.name: stamp.digest for stamp in gathered.stamps if stamp.decided is None}
    settled = settle(gathered.logs, gathered.corrections, digests)
    gathered.logs = settled.tables
    gathered.refuse(*settled.faults)
    gathered.findings += settled.warnings


def _let_go(data: bytes) -> None:
    """Take a mapped file that has been read out of memory; what needs it again gets it from the disk."""
    advise = getattr(data, "madvise", None)
    if advise is not None:
        advise(mmap.MADV_DONTNEED)


def _digests(sources: Sequence[Input]) -> list[Callable[[], str]]:
    """The sha256 of each file, to be asked for later; large files are hashed beside the reading."""

    def digest(source: Input) -> str:
        return source.ahead.digest() if source.ahead else hashlib.sha256(source.data).hexdigest()

    def asked(source: Input) -> Callable[[], str]:
        later = source.ahead is not None or len(source.data) < LARGE
        return partial(digest, source) if later else Begun(digest, source).result

    return [asked(source) for source in sources]


def _reading(gathered: _Gathered, vocabulary: Vocabulary, year: int | None, known: Members | None = None) -> Reading:
    """Normalise the tables and put everything together."""
    known = known or _declared(gathered, vocabulary, year)
    met = known[1] if known else directory_of([entries_of(table, _never)[0] for table in gathered.logs])
    logs = [_entries(table, vocabulary, met, gathered) for table in gathered.logs]
    same = all(len(table.rows) == len(whole.rows) for table, whole in zip(logs, gathered.logs, strict=True))
    directory = met if known or same else directory_of(logs)  # nothing taken out: what was filled in names nobody new
    roster = known[0] if known else undeclared(directory, vocabulary)
    reader = SheetReader(vocabulary, year, MemberReader(directory))
    sheets = [reader.read(table) for table in logs]
    for sheet in sheets:
        gathered.findings += sheet.findings
    entries = entry_table(sheets, vocabulary)
    gathered.findings += outside_validity(entries, roster)
    count = balanced(total(sheet.count for sheet in sheets), len(entries))
    findings = tuple(sorted(gathered.findings, key=lambda finding: (finding.place, finding.code)))
    decisions = tuple(each for each in gathered.corrections.by_address.values() if each.decision)
    return Reading(
        entries, roster, findings, count, tuple(gathered.stamps), gathered.usable, decisions, gathered.roster_sound
    )  # fmt: skip


def _declared(gathered: _Gathered, vocabulary: Vocabulary, year: int | None) -> Members | None:
    """The roster of the files; None where none can be read: the members of the logs will do, so that one fault is not
    a thousand."""
    tables: list[RawTable] = []
    for table in gathered.rosters:
        table, filled = fill_merges(without_repeated_headers(table), ())
        table, _ = members_of(table)
        tables.append(table)
        gathered.findings += filled
    if any(len(table.rows) for table in tables):
        roster, directory, findings = declared(tables, vocabulary, year)
        gathered.findings += findings
        gathered.roster_sound = gathered.roster_sound and all(finding.severity != "error" for finding in findings)
        return roster, directory
    for table in tables[:1]:
        gathered.roster_sound = False
        gathered.refuse(Diagnostic("DS428", Place(table.file, table.sheet)))
    return None


def _entries(table: RawTable, vocabulary: Vocabulary, directory: Directory, gathered: _Gathered) -> RawTable:
    """A table of entries only: merged cells filled down, totals, labels and notes taken out and told."""
    numeric = [table.header.position(Target("field", field.name)) for field in vocabulary.fields if is_numeric(field)]
    table, filled = fill_merges(table, numeric)
    table, told = entries_of(table, _beginnings(table, vocabulary, directory))
    gathered.findings += [*filled, *told]
    if MEMBER in (*vocabulary.fill_down, *table.header.fill_down):
        table, below = fill_members_down(table)
        gathered.findings += below
    return table


def _never(position: int, cell: Cell) -> bool:
    return False


def _beginnings(table: RawTable, vocabulary: Vocabulary, directory: Directory) -> Begins:
    """Whether a cell that stands alone in its row begins an entry: a known member, a day, an item.

    Without a roster a member is known when the logs have a row of his with more in it.
    """
    items = item_reader(vocabulary.projects)
    members, days, projects = (table.header.members, *map(table.header.position, (EVENT_DATE, PROJECT)))

    def begins(position: int, cell: Cell) -> bool:
        if position in members:
            return directory.is_member(text_of(cell))
        if position == days:
            return not isinstance(written_day(cell.text, 2000), str)
        return position == projects and not isinstance(items(cell), Fault)

    return begins


def _columns(records: Sequence[Mapping[str, str]]) -> dict[str, Coded]:
    """Records as columns by their keys; what a record does not have is blank."""
    columns: dict[str, Coded] = {}
    for key in dict.fromkeys(key for record in records for key in record):
        index = Codes()
        columns[key] = (np.array([index[record.get(key, "")] for record in records], np.int32), tuple(index))
    return columns


def _held_table(held: Mapping[str, Coded], file: str, sheet: str, lexicon: Lexicon) -> RawTable:
    """Columns held in memory as a table: their names are the header, entry i is row i + 1."""
    texts = dict(enumerate(held, 1))
    header = find_header([(0, texts)], lexicon) or Header(0, len(held), texts, {}, 0)
    columns = {position: column(*held[texts[position]]) for position in header.kept}
    rows = max((len(codes) for codes, _ in held.values()), default=0)
    return table_of(file, sheet, header, columns, np.arange(1, rows + 1, dtype=np.int32), ())
