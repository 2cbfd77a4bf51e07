"""Refused rows that an office has decided on: the workbook of `--rejects`, read back.

Each row names the row of the log in whose place it stands: file, sheet, row and the digest of the file. A corrected row
replaces it, a void one takes it out; an undecided one changes nothing. `output/formats/rejects_xlsx.py` writes these
workbooks by the same keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from hashlib import sha256
from typing import Final

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.pattern import later
from dutyscore.model.place import Place
from dutyscore.tables.books import Book
from dutyscore.tables.cells import LONGEST, Cell, Kind
from dutyscore.tables.reading import Correction, Decided
from dutyscore.tables.spelling import Nearest, trimmed

LISTS: Final = "dutyscore.rejects"
"""The hidden sheet by which a workbook of rejects is known; each row holds a decision and the word for it."""
CORRECTED, VOID, UNDECIDED = "corrected", "void", ""
DECISIONS: Final = (CORRECTED, VOID)

DECISION, REASON, ADVICE, ROW, FILE, SHEET, DIGEST, SEAL = (
    f"ds.{name}" for name in ("decision", "reason", "advice", "row", "file", "sheet", "digest", "seal")
)
CELL: Final = "ds.cell."
"""The hidden first row of each sheet says with these keys what a column holds; `ds.cell.3` is the third of the row."""
_NOT_XML = later(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ADDRESS = (DECISION, ROW, FILE, SHEET, DIGEST, SEAL)

Address = tuple[str, str, int]
"""Digest of the file, sheet, row."""


@dataclass(slots=True)
class Corrections:
    """What the workbooks of a run decide, row by row, and what is wrong with them."""

    by_address: dict[Address, Correction] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def take(self, found: Sequence[Correction]) -> None:
        """Enter the rows of a workbook. Of two for one address the decided one counts; two decisions must agree."""
        for each in found:
            other = self.by_address.setdefault(each.address, each)
            if other is each or each.decision == UNDECIDED:
                continue
            if other.decision == UNDECIDED:
                self.by_address[each.address] = each
            elif (other.decision, other.cells) != (each.decision, each.cells):
                facts = {"value": _named(each), "reason": "twice"}
                self.findings.append(Diagnostic("DS442", each.place, facts, also=(other.place,)))

    def of(self, digest: str, sheet: str) -> list[Correction]:
        """The decided rows of a sheet."""
        return [
            each for each in self.by_address.values() if each.decision and (each.digest, each.sheet) == (digest, sheet)
        ]


def is_rejects(book: Book) -> bool:
    return any(sheet.name == LISTS for sheet in book.sheets)


def sealed(digest: str, sheet: str, row: int) -> str:
    """Tells whether somebody has changed the address of a row by hand."""
    return sha256("\n".join((digest, sheet, str(row))).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def stored(cell: Cell) -> str:
    """The text of a cell as it is written into a workbook of rejects and compared with what comes back."""
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isalnum() else _NOT_XML.sub("\ufffd", text)[:LONGEST]


def decided(found: Iterable[Correction]) -> Decided:
    """How many rows of a workbook were decided in which way."""
    words = [each.decision for each in found]
    return Decided(words.count(CORRECTED), words.count(VOID), words.count(UNDECIDED))


def corrections_of(book: Book) -> tuple[list[Correction], list[Diagnostic]]:
    """The rows of a workbook of rejects, and what is wrong with their addresses and decisions."""
    from dutyscore.tables.xlsx_book import XlsxSheet

    found: list[Correction] = []
    findings: list[Diagnostic] = []
    words = _words(next(sheet for sheet in book.sheets if sheet.name == LISTS))
    nearest, allowed = Nearest(words), ", ".join(word for word in words if word not in DECISIONS)
    for sheet in book.sheets:
        if not isinstance(sheet, XlsxSheet) or sheet.name == LISTS:
            continue
        rows = sheet.rows()
        keys = {cell.text: position for position, cell in next(rows, (0, {}))[1].items()}
        if not all(key in keys for key in _ADDRESS):
            findings.append(Diagnostic("DS442", Place(book.name, sheet.name), {"reason": "layout", "value": ""}))
            continue
        for number, cells in _below_headings(rows, keys):
            each = _correction(book.name, sheet.name, number, cells, keys)
            place = Place(book.name, sheet.name, number, keys[DECISION])
            if each is None:
                findings.append(Diagnostic("DS442", place, {"reason": "address", "value": str(number)}))
                continue
            word = trimmed(cells[keys[DECISION]].text) if keys[DECISION] in cells else ""
            if word and word not in words:
                facts = {"value": word, "allowed": allowed, "nearest": nearest(word)}
                findings.append(Diagnostic("DS443", place, facts, facts["nearest"]))
                continue
            found.append(Correction(*each, words.get(word, UNDECIDED), _cells(cells, keys), place))
    return found, findings


def _words(sheet: object) -> dict[str, str]:
    """Every word for a decision, in the language of the workbook and as programs write it."""
    from dutyscore.tables.xlsx_book import XlsxSheet

    words = {decision: decision for decision in DECISIONS}
    if isinstance(sheet, XlsxSheet):
        for _, cells in sheet.rows():
            machine, shown = (trimmed(cells[at].text) if at in cells else "" for at in (1, 2))
            if machine in DECISIONS and shown:
                words[shown] = machine
    return words


def _below_headings(
    rows: Iterator[tuple[int, Mapping[int, Cell]]], keys: Mapping[str, int]
) -> Iterator[tuple[int, Mapping[int, Cell]]]:
    """The rows with an address or with cells of a row; the headings have a word where rows have their seal."""
    heading = True
    for number, cells in rows:
        if heading:
            heading = keys[SEAL] not in cells  # the last of them is the one with the words
            continue
        if any(cells[at].kind is not Kind.blank for at in keys.values() if at in cells):
            yield number, cells


def _correction(
    file: str, sheet: str, number: int, cells: Mapping[int, Cell], keys: Mapping[str, int]
) -> tuple[str, str, str, int] | None:
    """The address that a row names; None if somebody has changed it."""
    digest, of_sheet, row, seal, name = (
        cells[keys[key]].text if keys[key] in cells else "" for key in (DIGEST, SHEET, ROW, SEAL, FILE)
    )
    if not (row.isascii() and row.isdecimal() and len(row) < 10) or sealed(digest, of_sheet, int(row)) != seal:
        return None
    return name, digest, of_sheet, int(row)


def _cells(cells: Mapping[int, Cell], keys: Mapping[str, int]) -> dict[int, Cell]:
    """The cells of the row by their position in the log."""
    found = {}
    for key, position in keys.items():
        number = key.removeprefix(CELL)
        if number != key and number.isdecimal() and position in cells:
            found[int(number)] = cells[position]
    return found


def strangers(corrections: Corrections, files: Mapping[str, str]) -> list[Diagnostic]:
    """Logs that rows speak of and that are not there, or not as they were. `files` are names by digest."""
    findings = []
    met: set[tuple[str, str]] = set()
    for each in corrections.by_address.values():
        if each.digest in files or (each.place.file, each.digest) in met:
            continue
        met.add((each.place.file, each.digest))
        changed = _base(each.file) in map(_base, files.values())
        facts = {"file": each.file, "reason": "changed" if changed else "missing"}
        findings.append(Diagnostic("DS441", Place(each.place.file), facts))
    return findings


def _base(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _named(each: Correction) -> str:
    return f"{each.file}!{each.sheet}!{each.row}" if each.sheet else f"{each.file}:{each.row}"
