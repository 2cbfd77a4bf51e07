"""A text under repair: lines as corrected so far, each character of which still knows where it stands in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place

_WIDEST = 400
"""Characters of a line that an excerpt or a fix may show."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` of a line (counted from 0) become `new`."""

    line: int
    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Trap:
    """One fault of the text, in the coordinates of the draft it was found in, and what would repair it."""

    code: str
    line: int
    start: int
    length: int
    edits: tuple[Edit, ...]
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """`lines` as corrected; `columns[line][i]` is the column in the file of character i of a corrected line (absent:
    unchanged). The number of lines never changes. `traps` hold what was repaired, in the coordinates of the file,
    `lengths` are those of the lines in the file."""

    lines: list[str]
    columns: dict[int, list[int]] = field(default_factory=dict)
    traps: list[Trap] = field(default_factory=list)
    lengths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.lengths = self.lengths or tuple(map(len, self.lines))

    def copy(self) -> Draft:
        return Draft(list(self.lines), dict(self.columns), list(self.traps), self.lengths)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def column(self, line: int, column: int) -> int:
        """Where a character of the draft stands in the file (both from 0)."""
        known = self.columns.get(line)
        if known is None:
            return column
        return known[column] if column < len(known) else self.lengths[line]

    def located(self, trap: Trap) -> Trap:
        """The trap in the coordinates of the file."""
        start = self.column(trap.line, trap.start)
        end = self.column(trap.line, trap.start + trap.length - 1) + 1
        return replace(trap, start=start, length=max(1, end - start))

    def news(self, traps: Iterable[Trap]) -> list[Trap]:
        """Those of the traps that have not been repaired yet; a repair that shows again would go on forever."""
        known = {(trap.code, trap.line, trap.start) for trap in self.traps}
        found = [(trap, self.located(trap)) for trap in traps]
        return [trap for trap, there in found if (there.code, there.line, there.start) not in known]

    def apply(self, traps: Iterable[Trap]) -> None:
        """Repair all these traps, which were found in the draft as it is now."""
        edits: dict[int, set[Edit]] = {}
        for trap in traps:
            self.traps.append(self.located(trap))
            for edit in trap.edits:
                edits.setdefault(edit.line, set()).add(edit)
        for line, changes in edits.items():
            self._change(line, sorted(changes, key=lambda edit: (edit.start, edit.end), reverse=True))

    def _change(self, line: int, edits: Sequence[Edit]) -> None:
        text = self.lines[line]
        columns = list(self.columns.get(line, range(len(text))))
        reached = len(text) + 1
        for edit in edits:  # from the right, so that positions stay true; overlapping ones wait for the next round
            if edit.end > reached:
                continue
            origin = columns[edit.start] if edit.start < len(columns) else self.column(line, edit.start)
            text = text[: edit.start] + edit.new + text[edit.end :]
            columns[edit.start : edit.end] = [origin] * len(edit.new)
            reached = edit.start
        self.lines[line], self.columns[line] = text, columns


def edited(line: str, edits: Sequence[Edit]) -> str:
    """A line with all these edits."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        line = line[: edit.start] + edit.new + line[edit.end :]
    return line


def excerpt(lines: Sequence[str], line: int, start: int, length: int = 1) -> Excerpt:
    """The line before and the line with the mark; `line` counts from 1, `start` from 0. Long lines are cut to size."""
    cut = max(0, start - 60) if start > _WIDEST - 100 else 0
    shown = tuple(
        (number, (lines[number - 1][cut : cut + _WIDEST],)) for number in (line - 1, line) if 0 < number <= len(lines)
    )
    return Excerpt(shown, line, start - cut, max(1, min(length, _WIDEST)))


def fault(
    file: str,
    lines: Sequence[str],
    trap: Trap,
    fix: str = "",
    also: tuple[Place, ...] = (),
) -> Diagnostic:
    """The finding of a trap that is given in the coordinates of the file."""
    shown = fix if len(fix) <= _WIDEST and fix != (lines[trap.line] if trap.line < len(lines) else "") else ""
    return Diagnostic(
        trap.code,
        Place(file, "", trap.line + 1, trap.start + 1),
        trap.facts,
        shown,
        excerpt(lines, trap.line + 1, trap.start, trap.length),
        also,
    )
