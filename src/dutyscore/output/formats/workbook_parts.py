"""Parts of the workbooks that people fill in: cells that are text whatever they look like, drop-downs, properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any, Final

from dutyscore.output.formats.csv_text import harmless
from dutyscore.output.width import UNSEEN

TEXT: Final = "@"
"""The number format of cells in which everything stays text, also what somebody types later."""
LONGEST: Final = 32_767
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_NAME = 31
_TITLE, _PROMPT = 32, 255
"""Characters that Excel shows of the title and the text of a message beside a cell."""
_RESERVED = ("history",)
"""Names that Excel keeps for itself."""
_CLOCK = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def plain(cell: Any, text: str, form: str = TEXT) -> Any:
    """Make a cell this text: never a formula, without characters that a workbook cannot hold."""
    if text:
        cell.value = _ESCAPE.sub(r"_x005F_\1", readable(text))[:LONGEST]
        cell.data_type = "s"
    cell.number_format = form
    if harmless(text) != text:
        cell.quotePrefix = True
    return cell


def readable(text: str) -> str:
    """The text without characters that no XML can hold."""
    return _NOT_XML.sub("\ufffd", text)


def sheet_name(text: str, taken: Iterable[str]) -> str:
    """A name that Excel accepts and that no other sheet has."""
    base = _NOT_IN_NAMES.sub(" ", UNSEEN.sub(" ", text))[:_NAME].strip() or "1"
    used = {*_RESERVED, *(name.casefold() for name in taken)}
    name, number = base, 1
    while name.casefold() in used:
        number += 1
        name = f"{base[: _NAME - len(str(number)) - 1]} {number}"
    return name


def rule(kind: str, formula: str, cells: str, *, error: str, title: str = "", prompt: str = "", **more: str) -> Any:
    """A validation that stops what does not fit, and says why."""
    from openpyxl.worksheet.datavalidation import DataValidation

    make: Any = DataValidation
    made = make(type=kind, formula1=formula, allow_blank=True, showErrorMessage=True, **more)
    made.errorStyle = "stop"
    made.error, made.errorTitle = error[:_PROMPT], title[:_TITLE] or None
    if prompt:
        made.showInputMessage = True
        made.prompt, made.promptTitle = prompt[:_PROMPT], title[:_TITLE] or None
    made.add(cells)
    return made


def named(book: Any, name: str, reference: str) -> None:
    """A name for a range or a formula, by which drop-downs find long lists on hidden sheets."""
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names[name] = DefinedName(name, attr_text=reference)


def saved(book: Any, title: str, properties: Mapping[str, str]) -> bytes:
    """The bytes of a workbook: the same for the same content."""
    from openpyxl.packaging.custom import StringProperty

    book.properties.creator, book.properties.title = "dutyscore", UNSEEN.sub(" ", title)
    for name, value in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    raw = BytesIO()
    book.save(raw)
    return without_clock(raw.getvalue())


def without_clock(raw: bytes) -> bytes:
    """The same package with fixed times and a fixed order of parts."""
    import zipfile

    target = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = made.read(name)
            part = _CLOCK.sub(b"", part) if name == "docProps/core.xml" else part
            fixed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
