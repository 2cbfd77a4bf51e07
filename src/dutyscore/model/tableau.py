"""A report as data: blocks of cells with meaning, which any format can write. Views make it, formats print it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Final, Literal

from dutyscore.model.frozen import dataclass

Align = Literal["left", "right"]
NOTHING: Final = "-"
"""What people see in a cell that has nothing to say; machines get nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` is what people read; `number` is decimal text where the cell is a number (for xlsx, csv, json);
    `tone` is a colour label (green, yellow, red or any), `mark` a sign printed after the text (`*`, `!`)."""

    text: str
    number: str = ""
    tone: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is the machine word (csv, json), `title` what people read; `essential` columns stay in the first
    block on a narrow terminal, `label` columns say whose row it is and stand in every block, a `wrapped` last column
    takes the room that is left. `people` and `machines` say who gets the column: screens and documents, or csv."""

    key: str
    title: str
    align: Align = "left"
    essential: bool = True
    decimals: int = 0
    label: bool = False
    wrapped: bool = False
    people: bool = True
    machines: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    cells: Sequence[Sequence[Cell]] | None = field(default=None, compare=False, repr=False)
    """The same column by column, where that is at hand: turning a large table around takes as long as writing it."""

    def by_column(self) -> Sequence[Sequence[Cell]]:
        """The cells of each column; without rows and `cells` there is nothing to tell how many columns there are."""
        return list(zip(*self.rows, strict=True)) if self.cells is None else self.cells


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text: headings, stamps, counts, notes. A `heading` stands inside a section, above a table."""

    lines: tuple[str, ...]
    role: Literal["title", "stamp", "text", "note", "section", "heading"] = "text"


@dataclass(frozen=True, slots=True)
class Section:
    """The beginning of a section: everything up to the next one belongs to it; what stands before the first one is
    the head of the document. A workbook makes a sheet of it, a page a `<section>` with an entry in the contents,
    Markdown a heading. `key` is a machine word (a-z, 0-9, `-`), once in a tableau; `title` is short (a sheet's name).
    """

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of a chart, one per label: decimal text, empty where there is nothing. `tone` as in cells."""

    name: str
    values: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference line: `value` (decimal text) on the axis of the numbers, `text` is what stands beside it."""

    value: str
    text: str


ChartKind = Literal["distribution", "columns", "bars", "trend", "profile"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers. Formats without pictures print the numbers (`numbers`) and the `summary`, so that nothing
    is lost; formats with pictures give both.

    `distribution`: columns side by side without gaps, one series of counts; `edges` are the bounds of the classes
    (decimal text, one more than labels), and marks are vertical lines on that axis. `columns`: upright columns, marks
    are level lines. `bars`: lying bars, one label a line, values may be negative; marks are vertical lines. `trend`:
    one line a series over labels in order of time. `profile`: grouped upright columns, a group per label.

    `axis` names the labels, `unit` the numbers (points, members); `summary` says in a sentence or two what the picture
    shows, marks included, for those who cannot see it. `decimals` are those of the values.
    """

    key: str
    kind: ChartKind
    title: str
    summary: str
    axis: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()
    edges: tuple[str, ...] = ()
    decimals: int = 0

    @property
    def numbers(self) -> Table:
        """The numbers as a table: a row per label, a column per series."""
        columns = [
            Column(f"series{place}", series.name, "right", decimals=self.decimals)
            for place, series in enumerate(self.series, 1)
        ]
        texts = zip(self.labels, *(series.values for series in self.series), strict=True)
        rows = tuple((Cell(label), *(Cell(text or NOTHING, text) for text in values)) for label, *values in texts)
        return Table(self.title, (Column("label", self.axis, label=True), *columns), rows)


Block = Paragraph | Table | Section | Chart


@dataclass(frozen=True, slots=True)
class Tableau:
    """A whole screen or document, top to bottom; `machine` makes the JSON form (plain dicts, lists, decimal text).
    `margin` are the texts left and right in the margin of every printed page: formats put the page number between.
    `properties` are what a file says of itself beside its content (`dutyscore.digest`), where it can hold that.
    `words` are the few words that a page of sections adds itself, in the reader's language: `contents`, `filter`,
    `numbers` (of a chart), `closed` (a section too long to stand open)."""

    title: str
    blocks: tuple[Block, ...]
    machine: Callable[[], object] | None = None
    margin: tuple[str, str] = ("", "")
    properties: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()


def unpictured(blocks: Iterable[Block]) -> Iterator[Paragraph | Table]:
    """The blocks for formats without sections and pictures: headings, and the numbers of charts with what they show."""
    for block in blocks:
        if isinstance(block, Section):
            yield Paragraph((block.title,), "section")
        elif isinstance(block, Chart):
            yield from (Paragraph((block.title,), "heading"), block.numbers, Paragraph((block.summary,), "note"))
        else:
            yield block
