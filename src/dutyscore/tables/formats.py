"""What kind of file some bytes are: by content, never by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dutyscore.tables.refusal import FileRefusedError

if TYPE_CHECKING:
    from dutyscore.tables.package import Package

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET = b"PAR1"
_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_BIFF_SIZES = (b"\x04\0", b"\x06\0", b"\x08\0", b"\x10\0")
_OTHERS = {
    b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"Rar!": "rar", b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip", b"{\\rtf": "rtf", b"GIF8": "gif",
}  # fmt: skip
_MARKUP = {
    b"<!doctype html": "html",
    b"<html": "html",
    b"<table": "html",
    b"<meta": "html",
    b"<head": "html",
    b"<style": "html",
    b"<?xml": "xml",
}
_LOCK_SIZE = 165
_HEAD = 1024


def sniffed(data: bytes) -> tuple[Literal["zip", "xls", "parquet", "text"], Package | None]:
    """What some bytes are, and their parts if they are a workbook. FileRefusedError DS404, DS407, DS408, DS409."""
    head = bytes(data[:_HEAD])
    if not head:
        raise FileRefusedError("DS407")
    if head.startswith(_ZIP):
        from dutyscore.tables.package import Package  # most logs of large systems are csv: they never need it

        package = Package(data)
        _refuse_other_packages(package)
        return "zip", package
    if head.startswith(_OLE):
        _refuse_other_documents(bytes(data))
        return "xls", None
    if head[:2] in _BIFF and head[2:4] in _BIFF_SIZES:
        return "xls", None
    if head.startswith(_PARQUET):
        return "parquet", None
    if len(data) == _LOCK_SIZE and head[0] < 54 and head[1:2].isascii() and head.endswith(b" \0"):
        raise _other("lock-file", "close_and_pick")
    for start, found in _OTHERS.items():
        if head.startswith(start):
            raise _other(found, "not_a_table")
    text = _as_ascii(head)
    for start, found in _MARKUP.items():
        if text.startswith(start):
            raise _other("xml2003" if b"schemas-microsoft-com:office:spreadsheet" in text else found, "save_as_xlsx")
    return "text", None


def _as_ascii(head: bytes) -> bytes:
    """The beginning of a text as lower-case ASCII, in whatever width its characters are stored."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip().lower()


def _refuse_other_documents(data: bytes) -> None:
    """What else than a workbook stands in a file of this container, by the names of its streams."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise _other("encrypted", "remove_password")
    for stream, found in (("WordDocument", "doc"), ("PowerPoint Document", "ppt")):
        if has(stream) and not has("Workbook"):
            raise _other(found, "not_a_table")


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
    for part, found in (("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx")):
        if part in package:
            raise _other(found, "not_a_table")
    raise _other("zip", "not_a_table")
