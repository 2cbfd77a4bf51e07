"""Refused rows as a form: what stood there, why it was refused, what to do about it, and room for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dutyscore.model.columns import Origin
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.output.findings import advice, places_of, title
from dutyscore.output.wording import Wording
from dutyscore.tables import Correction, InputStamp
from dutyscore.tables.replacing import DECISIONS, stored
from dutyscore.tables.replacing_stored import SheetName, StoredSheet

RowName = tuple[str, str, int]
"""File, sheet, row."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row with its address; `decision` is the word that an earlier workbook has for it, `faulty` are the positions
    of the cells that were refused."""

    digest: str
    row: int
    decision: str
    reason: str
    advice: str
    cells: Mapping[int, str]
    faulty: frozenset[int]


@dataclass(frozen=True, slots=True)
class RejectedSheet:
    """The rows of one sheet of a log; `positions` are the columns that they have."""

    file: str
    sheet: str
    lines: tuple[str, ...]
    positions: tuple[int, ...]
    headings: Mapping[int, str]
    rows: tuple[RejectedRow, ...]


@dataclass(frozen=True, slots=True)
class Rejects:
    """`decisions` are the words to choose from, by machine word; `labels` the headings beside those of the log."""

    sheets: tuple[RejectedSheet, ...]
    decisions: Mapping[str, str]
    labels: Mapping[str, str]
    ask: str
    refuse: str

    @property
    def count(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets)


def refused_rows(findings: Iterable[Diagnostic], origins: Sequence[Origin]) -> dict[RowName, list[Diagnostic]]:
    """Every refused row of the log sheets with the findings about it."""
    sheets = {(origin.file, origin.sheet) for origin in origins}
    found: dict[RowName, list[Diagnostic]] = {}
    for finding in findings:
        if finding.severity != "error" or not finding.code.startswith("DS3"):
            continue
        for place in places_of(finding):
            if place.line and (place.file, place.sheet) in sheets:
                found.setdefault((place.file, place.sheet, place.line), []).append(finding)
    return found


def wanted_rows(
    refused: Mapping[RowName, object], corrections: Sequence[Correction], inputs: Sequence[InputStamp]
) -> dict[SheetName, set[int]]:
    """The rows to write by sheet: the refused ones, and those that earlier workbooks have decided."""
    files = {stamp.digest: stamp.name for stamp in inputs}
    wanted: dict[SheetName, set[int]] = {}
    for file, sheet, row in refused:
        wanted.setdefault((file, sheet), set()).add(row)
    for each in corrections:
        wanted.setdefault((files[each.digest], each.sheet), set()).add(each.row)
    return wanted


def rejects_view(
    refused: Mapping[RowName, Sequence[Diagnostic]],
    found: Mapping[SheetName, StoredSheet],
    corrections: Sequence[Correction],
    inputs: Sequence[InputStamp],
    wording: Wording,
) -> Rejects:
    digests = {stamp.name: stamp.digest for stamp in inputs}
    decided = {each.address: each for each in corrections}
    words = {decision: wording(f"rejects.decisions.{decision}") for decision in DECISIONS}
    sheets = []
    for (file, sheet), content in found.items():
        rows = []
        for number in sorted(content.rows):
            earlier = decided.get((digests[file], sheet, number))
            cells = content.rows[number] if earlier is None else earlier.cells
            texts = {position: text for position, cell in cells.items() if (text := stored(cell))}
            faults = refused.get((file, sheet, number), ())
            word = words[earlier.decision] if earlier and not faults else ""
            rows.append(_row(digests[file], number, word, texts, faults, (file, sheet), wording))
        positions = {at for row in rows for at in row.cells} | set(content.headings)
        place = f"{file}!{sheet}" if sheet else file
        lines = (wording("rejects.title", place=place, rows=len(rows)), wording("rejects.how", **words))
        sheets.append(RejectedSheet(file, sheet, lines, tuple(sorted(positions)), content.headings, tuple(rows)))
    labels = {key: wording(f"rejects.label.{key}") for key in _LABELS}
    ask = wording("rejects.ask", **words)
    refuse = wording("rejects.choose", allowed=wording.series(words.values()))
    return Rejects(tuple(sheets), words, labels, ask, refuse)


_LABELS = ("decision", "reason", "advice", "row", "file", "sheet", "digest", "seal")


def _row(
    digest: str,
    number: int,
    decision: str,
    cells: Mapping[int, str],
    faults: Sequence[Diagnostic],
    sheet: SheetName,
    wording: Wording,
) -> RejectedRow:
    here = {
        place.column
        for fault in faults
        for place in places_of(fault)
        if (place.file, place.sheet, place.line) == (*sheet, number)
    }
    reasons = [wording("rejects.reason", code=fault.code, title=title(fault, wording)) for fault in faults]
    advised = dict.fromkeys(text for fault in faults if (text := advice(fault, wording)))
    return RejectedRow(
        digest,
        number,
        decision,
        "\n".join(dict.fromkeys(reasons)),
        "\n".join(advised),
        cells,
        frozenset(here - {0}),
    )


__all__ = ["RejectedRow", "RejectedSheet", "Rejects", "refused_rows", "rejects_view", "wanted_rows"]
