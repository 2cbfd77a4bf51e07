"""What kind of file some bytes are: by content, never by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutyscore.tables.refusal import FileRefusedError

if TYPE_CHECKING:
    from dutyscore.tables.package import Package

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {b"PAR1": "parquet", b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"Rar!": "rar"}
_MARKUP = {b"<!doctype html": "html", b"<html": "html", b"<table": "html", b"<?xml": "xml"}
_LOCK_SIZE = 165
_HEAD = 1024


def workbook_of(data: bytes) -> Package | None:
    """The package of a workbook; None for anything that may be text. FileRefusedError DS404, DS407, DS408, DS409."""
    head = bytes(data[:_HEAD])
    if not head:
        raise FileRefusedError("DS407")
    if head.startswith(_ZIP):
        from dutyscore.tables.package import Package  # most logs of large systems are csv: they never need it

        package = Package(data)
        _refuse_other_packages(package)
        return package
    if head.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in bytes(data)
        raise _other("encrypted", "remove_password") if locked else _other("xls", "save_as_xlsx")
    if len(data) == _LOCK_SIZE and head[0] < 54 and head[1:2].isascii() and head.endswith(b" \0"):
        raise _other("lock-file", "not_a_table")
    for start, found in _OTHERS.items():
        if head.startswith(start):
            raise _other(found, "not_a_table")
    for start, found in _MARKUP.items():
        if head.lstrip().lower().startswith(start):
            raise _other(found, "save_as_xlsx")
    return None


def _other(found: str, advice: str) -> FileRefusedError:
    return FileRefusedError("DS404", found=found, advice=advice)


def _refuse_other_packages(package: Package) -> None:
    if "xl/workbook.xml" in package or any(kind == "officeDocument" for _, kind, _ in package.relations("")):
        if "xl/workbook.bin" in package:
            raise _other("xlsb", "save_as_xlsx")
        for part, found in (("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx")):
            if part in package:
                raise _other(found, "not_a_table")
        return
    if "mimetype" in package and "content.xml" in package:
        raise _other("ods", "save_as_xlsx")
    raise _other("docx" if "word/document.xml" in package else "zip", "not_a_table")
