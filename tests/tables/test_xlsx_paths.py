"""Rows cut out by the pattern are what the parser makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutyscore.tables import xlsx_plain
from dutyscore.tables.header import find_header, log_lexicon
from dutyscore.tables.package import Package
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.xlsx_book import XlsxSheet, xlsx_sheets
from dutyscore.tables.xlsx_rows import RowParser
from tests.tables.office import OFFICE, book, sheet, styles

WORDS = log_lexicon(OFFICE)
TOP = ["姓名", "日期", "序号", "项目", "数量"]
STRINGS = "<sst><si><t>张三</t></si><si><t> </t></si><si><t>提案&amp;</t></si></sst>"


def opened(part: str) -> XlsxSheet:
    data = book({"一": part}, styles=styles(0, 14, 9, "0000"), strings=STRINGS)
    return xlsx_sheets("a", Package(data))[0]


def told(part: str) -> object:
    """The table of a sheet, or the code with which it is refused."""
    try:
        one = opened(part)
        header = find_header(one.head(), WORDS)
        assert header is not None
        table = one.table(header)
    except FileRefusedError as refusal:
        return refusal.code
    columns = {at: [column.cells[code] for code in column.codes] for at, column in table.columns.items()}
    return table.rows.tolist(), table.blank, table.broken, columns


BODIES = st.sampled_from(
    [
        *("><v>1</v></c>", "/>", "></c>", "><v/></c>", "><v></v></c>", "><v>1.50</v></c>", "><v>\r\n5</v></c>"),
        *(' t="s"><v>0</v></c>', ' t="s"><v>2</v></c>', ' t="s"><v>9</v></c>', ' s="1" t="s"><v>1</v></c>'),
        *(' s="1"><v>45660</v></c>', ' s="2"><v>0.95</v></c>', ' s="3"><v>7</v></c>', ' t="d"><v>2025-01-03</v></c>'),
        *(' t="b"><v>1</v></c>', ' t="e"><v>#N/A</v></c>', ' t="str"><f>A1</f><v></v></c>', "><f/></c>"),
        *("><f>A1&amp;B1</f></c>", "><f>1</f><v>2</v></c>", '><f t="shared" si="0"/><v>3</v></c>'),
        ' t="inlineStr"><is><t xml:space="preserve"> 李&lt;四&#20108; </t></is></c>',
        ' t="inlineStr"><is><r><t>王</t></r><r><t>五</t></r></is></c>',
        *("><v>&x;</v></c>", "><v>\x02</v></c>", ' cm="1"><v>1</v></c>', "><v>1</v><v>2</v></c>"),
        *("><!-- --><v>1</v></c>", "><x:v>4</x:v></c>"),
    ]
)
ROWS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.lists(st.tuples(st.sampled_from("ABCDEFGAB"), BODIES), max_size=6),
        st.sampled_from(["", ' spans="1:5"', ' hidden="1"', " "]),
        st.sampled_from(["", "", "", "\n", "<!-- -->", "<?x <row r='3'></row>?>"]),
    ),
    max_size=8,
)


@given(ROWS, st.integers(20, 4000))
@settings(max_examples=300, deadline=None)
def test_both_ways_agree(rows: list[tuple[int, list[tuple[str, str]], str, str]], size: int) -> None:
    made, number = "", 1
    for step, cells, attributes, between in rows:
        number += step
        body = "".join(f'<c r="{letter}{number}"{content}' for letter, content in sorted(cells, key=lambda one: one[0]))
        made += f'<row r="{number}"{attributes}>{body}</row>{between}' if body else f'<row r="{number}"/>'
    part = sheet([TOP]).replace("</sheetData>", made + "</sheetData>")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dutyscore.tables.package._CHUNK", size)
        fast = told(part)
        patch.setattr(xlsx_plain, "_MOST_MISSES", 0)
        assert fast == told(part)


def test_plain_rows_do_not_reach_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """All but the bytes around the rows is cut out."""
    fed: list[int] = []
    feed = RowParser.feed

    def counting(self: RowParser, chunk: bytes, last: bool = False) -> object:
        fed.append(len(chunk))
        return feed(self, chunk, last)

    part = sheet([TOP, *[["张三", "2025-01-03", number, "提案", number] for number in range(5000)]])
    one = opened(part)
    header = find_header(one.head(), WORDS)
    assert header is not None
    monkeypatch.setattr(RowParser, "feed", counting)
    assert len(one.table(header).rows) == 5000
    assert sum(fed) < 1000


def test_rows_hidden_in_a_comment_stay_hidden() -> None:
    row = '<row r="3"><c r="A3"><v>1</v></c></row>'
    assert told(sheet([TOP, ["张三"]]).replace("</sheetData>", f"<!--{row}--></sheetData>")) == told(
        sheet([TOP, ["张三"]])
    )
    assert told(sheet([TOP, ["张三"]], before=f"<!--<sheetData>{row}</sheetData>-->")) == told(sheet([TOP, ["张三"]]))
