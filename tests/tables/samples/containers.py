"""Files around the tables: other programs' workbooks, other formats under a wrong name, damage and attacks."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
from openpyxl.worksheet.table import Table

from tests.tables.office import LINKS, MAIN, book, packed
from tests.tables.samples.layouts import saved
from tests.tables.samples.parts import (
    DATE,
    ENTRIES,
    FIRST,
    HEAD,
    SECOND,
    STRICT,
    STRICT_LINKS,
    STYLES,
    TABLE,
    Case,
    changed,
    formula,
    logged,
    part,
    styled,
    workbook,
)

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORNER = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_OUTSIDE = '<row r="1048577"><c r="XFE1048577"><v>1</v></c></row>'
_UTF16 = '<?xml version="1.0" encoding="UTF-16"?>'
_BAD_FONT = '<fonts><font><color rgb="red"/><family val="99"/></font></fonts><fills><fill/></fills>'
_ENTITIES = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
_BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lollollollol">{_ENTITIES}]>'
_EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def old_workbook(from_1904: bool = False) -> bytes:
    """An .xls with dates, a merge, a number with leading zeros and a total."""
    import xlwt

    made = xlwt.Workbook(encoding="utf-8")
    made.dates_1904 = from_1904
    page = made.add_sheet("活动记录")
    day, zeros = xlwt.easyxf(num_format_str="yyyy-mm-dd"), xlwt.easyxf(num_format_str="000000")
    first = 43590 if from_1904 else 45052
    for column, word in enumerate([*HEAD, "工号"]):
        page.write(0, column, word)
    for row, entry in enumerate([*ENTRIES, SECOND, SECOND], 1):
        for column, value in enumerate(entry):
            if column == 1:
                page.write(row, column, first + row, day)
            elif column or row < 4:
                page.write(row, column, value)
        page.write(row, 9, 123, zeros)
    page.write_merge(4, 5, 0, 0, "赵六")
    page.write(6, 0, "合计")
    page.write(6, 3, xlwt.Formula("SUM(D2:D6)"))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _html() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{value}</td>' for value in row)}</tr>" for row in TABLE)
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    return f"<html><head>{meta}</head><body><table border=1>{rows}</table></body></html>".encode("gbk")


def _xml2003() -> bytes:
    rows = "".join(f"<Row>{''.join(f'<Cell><Data>{value}</Data></Cell>' for value in row)}</Row>" for row in TABLE)
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    start = f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
    return f'{start}<Worksheet ss:Name="Sheet1"><Table>{rows}</Table></Worksheet></Workbook>'.encode()


def _xlsb() -> bytes:
    start = f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{LINKS}'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"/>',
            "_rels/.rels": f'{start}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
            "xl/workbook.bin": struct.pack("<BB", 131, 0),
            "xl/worksheets/sheet1.bin": struct.pack("<BB", 129, 0),
        }
    )


def _ods() -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": "<office:document-content/>", "META-INF/manifest.xml": "<m/>"})


def _docx() -> bytes:
    return packed({"[Content_Types].xml": f'<Types xmlns="{_TYPES}"/>', "word/document.xml": "<w/>"})


def _encrypted() -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(saved(lambda made, page: None))).encrypt("123456", stream)
    return stream.getvalue()


def _protected(made: Any, page: Any) -> None:
    page.protection.sheet = True
    page.protection.password = "123"
    made.security = openpyxl.workbook.protection.WorkbookProtection(workbookPassword="abc", lockStructure=True)


def _table_object(made: Any, page: Any) -> None:
    page.append(["汇总", None, None, 6, None, None, None, None, 12])
    page.add_table(Table(displayName="T1", ref="A1:I5", totalsRowCount=1))


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def rewritten(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """A workbook with other part names or contents."""
    return packed(dict(change(name, content) for name, content in _parts(data)))


def _strict() -> bytes:
    made = book({"一": part(TABLE, namespace=STRICT)}, styles=STYLES)
    return rewritten(
        made,
        lambda name, content: (
            name,
            content.replace(LINKS.encode(), STRICT_LINKS.encode()).replace(MAIN.encode(), STRICT.encode()),
        ),
    )


def _prefixed() -> bytes:
    return book({"一": part(TABLE, prefix="x:")}, styles=STYLES)


def _bad_names() -> bytes:
    names = '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">#REF!</definedName></definedNames>'
    return rewritten(
        logged(*ENTRIES), lambda name, content: (name, content.replace(b"</workbook>", names.encode() + b"</workbook>"))
    )


def _big_part(megabytes: int) -> bytes:
    """A sheet part of blanks, packed a thousand times smaller."""
    start, end = part(TABLE).split("<sheetData>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(logged(*ENTRIES)):
            if "sheet1.xml" not in name:
                archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as target:
            target.write(start.encode())
            for _ in range(megabytes):
                target.write(b" " * (1 << 20))
            target.write(f"<sheetData>{end}".encode())
    return stream.getvalue()


def _external_link() -> bytes:
    relation = (
        f'<Relationship Id="rId1" Type="{LINKS}/externalLinkPath" Target="file:///x.xlsx" TargetMode="External"/>'
    )
    return book(
        {"一": part([HEAD, FIRST, changed(SECOND, 自评分=formula("[1]Sheet1!$A$1", 4))])},
        styles=STYLES,
        extra={
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": f"<Relationships>{relation}</Relationships>",
        },
    )


def _lock_file() -> bytes:
    wide = "clerk".encode("utf-16le")
    return bytes([5]) + b"clerk" + b" " * 49 + struct.pack("<H", 5) + wide + b" \0" * 49


CONTAINERS = [
    Case("c01_biff8.xls", old_workbook, "accept", 5, 5, ("DS334", "DS335")),
    Case("c02_biff8_1904.xls", lambda: old_workbook(from_1904=True), "accept", 5, 5),
    Case("c04_html_named.xls", _html, "reject", codes=("DS404",)),
    Case(
        "c05_tsv_named.xls", lambda: "\r\n".join("\t".join(map(str, row)) for row in TABLE).encode("gbk"),
        "accept", 3, 3, ("DS437",),
    ),
    Case("c06_xlsx_named.xls", lambda: logged(*ENTRIES), "accept", 3, 3, ("DS437",)),
    Case("c08_xml2003.xls", _xml2003, "reject", codes=("DS404",)),
    Case("c09_binary.xlsb", _xlsb, "reject", codes=("DS404",)),
    Case("c10_opendocument.ods", _ods, "reject", codes=("DS404",)),
    Case("c12_strict_ooxml.xlsx", _strict, "accept", 3, 3),
    Case("c13_no_cell_refs.xlsx", lambda: workbook(TABLE, addresses=False), "accept", 3, 3),
    Case("c14_prefixed_ns.xlsx", _prefixed, "accept", 3, 3),
    Case("c16_dimension_small.xlsx", lambda: workbook(TABLE, head='<dimension ref="A1"/>'), "accept", 3, 3),
    Case("c17_bottom_cell.xlsx", lambda: workbook(TABLE, more=_CORNER), "accept", 3, 3, ("DS336",)),
    Case("c18_row_over_limit.xlsx", lambda: workbook(TABLE, more=_OUTSIDE), "partial", 4, 3, ("DS326",)),
    Case(
        "c20_bad_styles.xlsx",
        lambda: book({"一": part(TABLE)}, styles=STYLES.replace("<numFmts>", f"{_BAD_FONT}<numFmts>")),
        "accept", 3, 3,
    ),
    Case("c21_bad_defined_name.xlsx", _bad_names, "accept", 3, 3),
    Case(
        "c22_absolute_targets.xlsx",
        lambda: rewritten(
            logged(*ENTRIES), lambda name, content: (name, content.replace(b'"worksheets/', b'"/xl/worksheets/'))
        ),
        "accept", 3, 3,
    ),
    Case(
        "c24_case_parts.xlsx",
        lambda: rewritten(
            logged(*ENTRIES),
            lambda name, content: (name.replace("xl/worksheets/sheet1", "xl/Worksheets/Sheet1"), content),
        ),
        "accept", 3, 3,
    ),
    Case("c25_password.xlsx", _encrypted, "reject", codes=("DS404",)),
    Case("c26_sheet_protected.xlsx", lambda: saved(_protected), "accept", 3, 3),
    Case(
        "c28_bad_crc.xlsx",
        lambda: book({"一": part(TABLE)}, styles=STYLES, method=zipfile.ZIP_STORED).replace(
            "张三".encode(), "张二".encode(), 1
        ),
        "reject", codes=("DS408",),
    ),
    Case("c29_zip_not_xlsx.xlsx", lambda: packed({"readme.txt": "hello"}), "reject", codes=("DS404",)),
    Case("c30_docx_named.xlsx", _docx, "reject", codes=("DS404",)),
    Case("c32_zero_bytes.xlsx", lambda: b"", "reject", codes=("DS407",)),
    Case("c33_owner_lock.xlsx", _lock_file, "reject", codes=("DS404",)),
    Case("c34_zip_bomb_sheet.xlsx", lambda: _big_part(40), "reject", codes=("DS409",)),
    Case(
        "c36_entity_bomb.xlsx",
        lambda: book({"一": part([HEAD, FIRST], before=_BOMB).replace("张三", "&j;")}), "reject", codes=("DS409",),
    ),
    Case(
        "c37_xxe.xlsx",
        lambda: book({"一": part([HEAD, FIRST], before=_EXTERNAL).replace("张三", "&e;")}), "reject", codes=("DS409",),
    ),
    Case("c38_external_links.xlsx", _external_link, "accept", 2, 2),
    Case(
        "c40_traversal_entries.xlsx",
        lambda: book({"一": part(TABLE)}, styles=STYLES, extra={"../../evil.txt": "x"}), "accept", 3, 3,
    ),
    Case(
        "c41_many_columns.xlsx",
        lambda: workbook([HEAD, *([*row, *[styled(DATE, None)] * 2000] for row in ENTRIES)]), "accept", 3, 3,
    ),
    Case("c42_trailing_garbage.xlsx", lambda: logged(*ENTRIES) + b"\0" * 1024, "accept", 3, 3),
    Case(
        "c44_bad_core_props.xlsx",
        lambda: rewritten(
            saved(lambda made, page: None),
            lambda name, content: (name, content.replace(b"Z</dcterms", b" CST</dcterms")),
        ),
        "accept", 3, 3,
    ),
    Case(
        "c45_utf16_xml_parts.xlsx",
        lambda: book({"一": part(TABLE, before=_UTF16).encode("utf-16")}, styles=STYLES),
        "accept", 3, 3,
    ),
    Case("c46_table_object.xlsx", lambda: saved(_table_object), "accept", 3, 3, ("DS335",)),
]  # fmt: skip
