"""Issued texts as a Word document, in the layout of official documents (GB/T 9704) where the text is one.

python-docx is an extra (`dutyscore[docx]`); without it `available` is false and nothing here is called. The same texts
give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from importlib.util import find_spec
from io import BytesIO
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from dutyscore.model.issued import Facts, Issue, Line, NewPage, Part, Role, Room, Rows, Signatures
from dutyscore.model.tableau import Cell, Table
from dutyscore.output.formats.column_fit import fitted
from dutyscore.output.formats.paper import Paper, for_people
from dutyscore.output.formats.workbook_parts import readable, without_clock
from dutyscore.output.formats.xlsx_cells import FILLS
from dutyscore.output.width import width

EXTRA: Final = "docx"
"""The extra of this package that brings python-docx."""
_FILLS: Final = {**FILLS, "head": "EEF2F6"}


class Type(NamedTuple):
    """How a paragraph is set: faces for Latin and Chinese letters, size and line (points), where it stands."""

    latin: str
    chinese: str
    size: float
    line: float = 0
    align: str = "left"
    indent: float = 0
    bold: bool = False
    before: float = 0
    after: float = 0
    right: float = 0
    keep: bool = False


_SONG, _HEI, _FANG, _TITLE = "SimSun", "SimHei", "FangSong", "FZXiaoBiaoSong-B05S"
_LATIN: Final = "Times New Roman"
_SANS: Final = "Calibri"
_LATIN_WIDTH: Final = {_LATIN: 0.52, _SANS: 0.62}
"""Width of a digit, as a part of the size, in the widest face that office programs set in place of these."""
_BOLD: Final = 1.35
"""How much wider the bold letters of titles are."""
_BODY = Type(_LATIN, _FANG, 16, 28, "both", indent=32)
_OFFICIAL: Final[dict[Role, Type]] = {
    "title": Type(_LATIN, _TITLE, 22, 32, "center", after=28),
    "under": Type(_LATIN, _FANG, 16, 28, "center"),
    "state": Type(_LATIN, _HEI, 12, 20, after=14),
    "heading": Type(_LATIN, _HEI, 16, 28, indent=32, keep=True),
    "number": Type(_LATIN, _FANG, 16, 28, "center", after=28),
    "addressee": Type(_LATIN, _FANG, 16, 28),
    "body": _BODY,
    "note": _BODY,
    "attachment": Type(_LATIN, _FANG, 16, 28, indent=32),
    "issuer": Type(_LATIN, _FANG, 16, 28, "right", before=56, right=64, keep=True),
    "date": Type(_LATIN, _FANG, 16, 28, "right", right=64),
}
_PLAIN_BODY = Type(_SANS, "Microsoft YaHei", 10.5, after=3)
_PLAIN: Final[dict[Role, Type]] = {
    **dict.fromkeys(_OFFICIAL, _PLAIN_BODY),
    "title": _PLAIN_BODY._replace(size=18, align="center", bold=True, after=4),
    "under": _PLAIN_BODY._replace(align="center", after=8),
    "state": _PLAIN_BODY._replace(bold=True, after=6),
    "heading": _PLAIN_BODY._replace(size=12, bold=True, before=8, keep=True),
    "issuer": _PLAIN_BODY._replace(align="right"),
    "date": _PLAIN_BODY._replace(align="right"),
}
_MARK: Final = Type(_LATIN, _HEI, 16, 28, after=28)
"""The word at the top of an attachment's page."""
_SMALLER: Final = (1, 0.875, 0.75)
"""Parts of the usual size in which a table is set, until its words stand on one line."""
_WRAPPED: Final = 12
"""Chinese letters of which a column of sentences needs room before a table is set smaller."""
_PADDING: Final = 8
"""Points of a cell beside its text."""
_TWIPS: Final = 20
"""Twentieths of a point, in which documents measure."""
_MM: Final = 56.6929
"""Twips of a millimetre."""


def available() -> bool:
    return find_spec("docx") is not None


def write(issue: Issue, paper: Paper) -> bytes:
    from docx import Document

    document: Any = Document()
    _say(document, issue)
    margins = (37, 26, 35, 28) if issue.official else (14, 14, 15, 14)
    _set_page(document, margins, issue)
    body = _Body(document, issue.official, (210 - margins[1] - margins[3]) * _MM)
    for number, sheet in enumerate(issue.sheets):
        if number:
            body.new_sheet()
        for part in sheet.parts:
            body.add(part)
    raw = BytesIO()
    document.save(raw)
    return without_clock(raw.getvalue())


def _say(document: Any, issue: Issue) -> None:
    """What the file says of itself; nothing of the clock."""
    said = document.core_properties
    said.author = said.last_modified_by = "dutyscore"
    said.title, said.comments = issue.title[:255], ""
    said.keywords = "; ".join(f"{name}={value}" for name, value in issue.properties)[:255]


def _set_page(document: Any, margins: tuple[int, int, int, int], issue: Issue) -> None:
    """A4; the page number below: outside on both sides of a leaf for an official document, in the middle else."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section._sectPr.find(qn("w:cols")).addprevious(_element("w:pgNumType", start="1"))
    section.footer_distance = Mm(25 if issue.official else 8)
    document.settings.odd_and_even_pages_header_footer = issue.official
    if issue.official:
        kind = Type(_LATIN, _SONG, 14)
        number = ("\u2014 ", "PAGE", " \u2014")
        _footer(section.footer, kind._replace(align="right", right=14), number)
        _footer(section.even_page_footer, kind._replace(align="left", indent=14), number)
    else:
        left, right = issue.margin
        _footer(section.footer, _PLAIN_BODY._replace(size=8, align="center"), (f"{left}    ", "PAGE", f"    {right}"))


def _footer(footer: Any, kind: Type, words: tuple[str, str, str]) -> None:
    footer.is_linked_to_previous = False
    before, code, behind = words
    made = _paragraph("", kind)
    for run in (_run(before, kind), *_field(code, kind), _run(behind, kind)):
        made.append(run)
    old = footer.paragraphs[0]._p
    old.getparent().replace(old, made)


class _Body:
    """Writes the parts one after the other; `room` is the width of the page (twips)."""

    def __init__(self, document: Any, official: bool, room: float) -> None:
        self._body = document.element.body
        self._types = _OFFICIAL if official else _PLAIN
        self._cell = Type(_LATIN, _FANG, 12, 18) if official else _PLAIN_BODY._replace(size=9.5, after=0)
        self._official, self._room, self._fresh = official, int(room), False
        self._last: Role = "title"

    def add(self, part: Part) -> None:
        if isinstance(part, NewPage):
            self.new_page()
            return
        if isinstance(part, Line):
            self._append(_paragraph(part.text, self._type(part.role)))
            self._last = part.role
        elif isinstance(part, Facts):
            self._facts(part)
        elif isinstance(part, Rows):
            self._rows(part)
        elif isinstance(part, Room):
            self._room_of(part)
        elif isinstance(part, Signatures):
            text = "    ".join(f"{label} ______________" for label in part.labels)
            self._append(_paragraph(text, self._types["body"]._replace(before=28)))
        self._fresh = False

    def _type(self, role: Role) -> Type:
        """Attachments stand apart from the text; at the top of a page their mark stands alone."""
        kind = self._types[role]
        if not self._official or role != "attachment":
            return kind
        return _MARK if self._fresh else kind if self._last == role else kind._replace(before=28)

    def new_page(self) -> None:
        """The break stands in a paragraph of no height: what follows begins at the top."""
        made = _paragraph("", Type(_LATIN, _FANG, 1, 1))
        made.append(_element("w:r", _element("w:br", type="page")))
        self._append(made)
        self._fresh = True

    def new_sheet(self) -> None:
        """The sheet before ends here: it has pages of its own, numbered from 1."""
        page = deepcopy(self._body[-1])
        made = _paragraph("", Type(_LATIN, _FANG, 1, 1))
        made[0].append(page)
        self._append(made)
        self._fresh = False

    def _append(self, made: Any) -> None:
        self._body.insert(len(self._body) - 1, made)  # the description of the page stays last

    def _facts(self, facts: Facts) -> None:
        rows = []
        for start in range(0, len(facts.pairs), facts.across):
            cells = []
            for label, value in facts.pairs[start : start + facts.across]:
                cells += [
                    (Cell(label), self._cell._replace(bold=True), "head" if label else ""),
                    (value, self._cell, value.tone),
                ]
            rows.append(cells)
        self._table([max(map(_wanted, column)) for column in zip_longest(*rows, fillvalue=_NO_CELL)], rows)

    def _rows(self, rows: Rows) -> None:
        table = for_people(rows.table)
        centred = "center" if self._official else "right"
        set_in, wanted = self._set_in(table, rows.sums)
        sides = [set_in._replace(align=centred if column.align == "right" else "left") for column in table.columns]
        head = [
            (Cell(column.title), side._replace(bold=True), "" if self._official else "head")
            for column, side in zip(table.columns, sides, strict=True)
        ]
        body = len(table.rows) - rows.sums
        told = [
            [(cell, side._replace(bold=place >= body), cell.tone) for cell, side in zip(row, sides, strict=True)]
            for place, row in enumerate(table.rows)
        ]
        self._table(wanted, [head, *told], heading=True)

    def _set_in(self, table: Table, sums: int) -> tuple[Type, list[float]]:
        """The type in which the words of a table stand on one line, and the width that each column wants (points)."""
        kind, wanted = self._cell, [0.0]
        body, titles = len(table.rows) - sums, [Cell(column.title) for column in table.columns]
        for part in _SMALLER:
            kind = self._cell._replace(size=self._cell.size * part, line=self._cell.line * part)
            bold = kind._replace(bold=True)
            wanted = [
                max(_wanted((cell, bold if row < 0 or row >= body else kind, "")) for row, cell in enumerate(cells, -1))
                for cells in zip(titles, *table.rows, strict=True)
            ]
            wrapped = _WRAPPED * kind.size
            needed = [
                min(one, wrapped) if column.wrapped else one for column, one in zip(table.columns, wanted, strict=True)
            ]
            if sum(needed) * _TWIPS <= self._room:
                break
        return kind, wanted

    def _room_of(self, room: Room) -> None:
        foot = self._cell._replace(align="right")
        cells = [
            (Cell(room.label), self._cell._replace(bold=True, align="center"), "head"),
            (Cell(room.foot), foot, ""),
        ]
        self._table([1, 6], [cells], height=room.lines * 18, low=True)

    def _table(
        self, wanted: Sequence[float], rows: list[list[tuple[Cell, Type, str]]], *, heading: bool = False,
        height: float = 0, low: bool = False,
    ) -> None:  # fmt: skip
        """A framed table as wide as the page; with a heading its first row stands on every page."""
        sizes = [int(one * _TWIPS) for one in fitted(wanted, self._room / _TWIPS)]
        sides = ("top", "left", "bottom", "right")
        borders = _element(
            "w:tblBorders",
            *(_element(f"w:{side}", val="single", sz="4", color="808080") for side in (*sides, "insideH", "insideV")),
        )
        made = _element(
            "w:tbl",
            _element("w:tblPr", _element("w:tblW", w=str(sum(sizes)), type="dxa"), borders,
                     _element("w:tblLayout", type="fixed"),
                     _element("w:tblCellMar", *(_element(f"w:{side}", w="60", type="dxa") for side in sides[1::2]))),
            _element("w:tblGrid", *(_element("w:gridCol", w=str(size)) for size in sizes)),
        )  # fmt: skip
        for place, row in enumerate(rows):
            settings = [_element("w:cantSplit")]
            settings += [_element("w:trHeight", val=str(int(height * _TWIPS)), hRule="atLeast")] if height else []
            settings += [_element("w:tblHeader")] if heading and not place else []
            cells = [
                _table_cell(cell, kind, tone, size, "bottom" if low and number else "center")
                for number, ((cell, kind, tone), size) in enumerate(zip(row, sizes, strict=True))
            ]
            made.append(_element("w:tr", _element("w:trPr", *settings), *cells))
        self._append(made)
        self._append(_paragraph("", Type(_LATIN, _FANG, 4, 6)))


_NO_CELL: Final = (Cell(""), _PLAIN_BODY, "")


def _wanted(told: tuple[Cell, Type, str]) -> float:
    cell, kind, _ = told
    return _points(cell.text + cell.mark, kind)


def _points(text: str, kind: Type) -> float:
    """The width of a cell with this text on one line."""
    wide = width(text) - len(text)
    latin = _LATIN_WIDTH[kind.latin] * (_BOLD if kind.bold else 1)
    return (wide + (len(text) - wide) * latin) * kind.size + _PADDING


def _table_cell(cell: Cell, kind: Type, tone: str, size: int, stands: str) -> Any:
    settings = [_element("w:tcW", w=str(size), type="dxa")]
    settings += [_element("w:shd", val="clear", color="auto", fill=_FILLS[tone])] if tone in _FILLS else []
    settings.append(_element("w:vAlign", val=stands))
    return _element("w:tc", _element("w:tcPr", *settings), _paragraph(cell.text + cell.mark, kind))


def _paragraph(text: str, kind: Type) -> Any:
    spacing = {"before": str(int(kind.before * _TWIPS)), "after": str(int(kind.after * _TWIPS))}
    spacing |= {"line": str(int(kind.line * _TWIPS)), "lineRule": "exact"} if kind.line else {}
    indent = {"firstLine": str(int(kind.indent * _TWIPS)), "right": str(int(kind.right * _TWIPS))}
    settings = [_element("w:keepNext")] if kind.keep else []
    settings += [_element("w:spacing", **spacing), _element("w:ind", **indent), _element("w:jc", val=kind.align)]
    made = _element("w:p", _element("w:pPr", *settings))
    if text:
        made.append(_run(text, kind))
    return made


def _run(text: str, kind: Type, *content: Any) -> Any:
    """A run of text, or of other content, in its faces and size."""
    size = str(int(kind.size * 2))
    settings = [_element("w:rFonts", ascii=kind.latin, hAnsi=kind.latin, eastAsia=kind.chinese)]
    settings += [_element("w:b")] if kind.bold else []
    settings += [_element("w:sz", val=size), _element("w:szCs", val=size)]
    made = _element("w:r", _element("w:rPr", *settings), *content)
    if text:
        words = _element("w:t")
        words.text = readable(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(words)
    return made


def _field(code: str, kind: Type) -> list[Any]:
    """A field that the office program fills in."""
    word = _element("w:instrText")
    word.text = code
    marks = [_element("w:fldChar", fldCharType=kind_) for kind_ in ("begin", "separate", "end")]
    return [
        _run("", kind, marks[0]),
        _run("", kind, word),
        _run("", kind, marks[1]),
        _run("1", kind),
        _run("", kind, marks[2]),
    ]


def _element(tag: str, *children: Any, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    for child in children:
        made.append(child)
    return made
