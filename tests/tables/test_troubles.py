"""Each kind of trouble anywhere: other positions, sheets, orders, wordings, encodings; the entries stay the same."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutyscore.tables import Input, Options, Reading, read_logs
from tests.tables.office import book
from tests.tables.samples.parts import ENTRIES, HEAD, STYLES, TABLE, changed, formula, merges, part, styled, text
from tests.tables.samples.rosters import STANDARD
from tests.tables.test_samples import BY_ID, WORDS

ROSTER = Input("roster", STANDARD)
few = settings(max_examples=25, deadline=None)
DICE = st.randoms(use_true_random=False)


def reading(data: bytes, words: object = WORDS, options: Options | None = None, name: str = "log") -> Reading:
    return read_logs([Input(name, data)], ROSTER, words, options or Options())  # type: ignore[arg-type]


def said(found: Reading) -> list[tuple[str, int, int]]:
    """Member, day and quantity of each entry, whatever its place."""
    table = found.entries
    numbers = table.facts["数量"].values.tolist()  # type: ignore[union-attr]
    names = [found.roster.names[member] for member in table.member.tolist()]
    return sorted(zip(names, table.day.tolist(), numbers, strict=True))


EXPECTED = said(reading(book({"一": part(TABLE)}, styles=STYLES)))


def sound(found: Reading) -> None:
    """Everything was read, and nothing refused."""
    told = [(finding.code, str(finding.place), dict(finding.facts)) for finding in found.findings]
    assert found.usable, told
    assert found.rows.refused == 0, told
    assert said(found) == EXPECTED, told
    assert found.rows.balanced


def reordered(dice: random.Random, table: Sequence[Sequence[object]] = TABLE) -> list[list[object]]:
    order = dice.sample(range(len(HEAD)), len(HEAD))
    return [[row[at] for at in order] for row in table]


@given(DICE, st.integers(1, 12), st.integers(1, 8), st.booleans())
@few
def test_a_table_that_begins_anywhere(dice: random.Random, top: int, left: int, titled: bool) -> None:
    title = [["2023年度委员履职情况登记表"], ["填报单位：某某街道"]] if titled else []
    rows = [*title, *reordered(dice)]
    found = reading(book({"一": part(rows, first=top, left=left)}, styles=STYLES))
    sound(found)
    header = top + len(title)
    assert [found.entries.place(at).line for at in range(3)] == [header + 1, header + 2, header + 3]


NOISE = st.sampled_from(
    ["{}", " {} ", "*{}", "{}（必填）", "{}\n(必填)", "{}：", "1.{}", "{}【单选】", "\u200b{}", "{}*"]
)


@given(DICE, st.lists(NOISE, min_size=9, max_size=9))
@few
def test_header_words_with_noise(dice: random.Random, noise: list[str]) -> None:
    head = [form.format(word) for form, word in zip(noise, HEAD, strict=True)]
    sound(reading(book({"一": part(reordered(dice, [head, *ENTRIES]))}, styles=STYLES)))


@given(DICE, st.permutations(ENTRIES), st.integers(1, 2))
@few
def test_sheets_with_columns_in_their_own_order(dice: random.Random, rows: list[list[object]], cut: int) -> None:
    parts = {"一月": reordered(dice, [HEAD, *rows[:cut]]), "二月": reordered(dice, [HEAD, *rows[cut:]])}
    sound(reading(book({name: part(table) for name, table in parts.items()}, styles=STYLES)))


@given(DICE, st.integers(1, 3), st.integers(0, 3))
@few
def test_tables_one_below_the_other(dice: random.Random, cut: int, gap: int) -> None:
    first, second = [HEAD, *ENTRIES[:cut]], reordered(dice, [HEAD, *ENTRIES[cut:]])
    sound(reading(book({"一": part([*first, *[[]] * gap, *second])}, styles=STYLES)))


@given(DICE, st.integers(1, 5), st.integers(0, 2))
@few
def test_two_header_rows(dice: random.Random, above: int, titles: int) -> None:
    """Some header words stand in the upper row over a blank, the others under the name of their group."""
    alone = {*dice.sample(range(len(HEAD)), above)}
    upper = [word if at in alone else f"第{at}组" for at, word in enumerate(HEAD)]
    lower = [None if at in alone else word for at, word in enumerate(HEAD)]
    rows = [*[["某区履职登记"]] * titles, upper, lower, *ENTRIES]
    sound(reading(book({"一": part(rows)}, styles=STYLES)))


@given(DICE, st.integers(0, 2))
@few
def test_three_header_rows(dice: random.Random, titles: int) -> None:
    """Each header word stands in the first, second or third row, under the names of its groups, over blanks."""
    places = [*dice.sample(range(3), 3), *(dice.randrange(3) for _ in HEAD[3:])]
    dice.shuffle(places)
    over = [[f"第{at // 3}类" for at in range(len(HEAD))], [f"第{at // 2}组" for at in range(len(HEAD))]]
    rows = [
        [word if place == row else over[row][at] if place > row else None for at, (word, place) in enumerate(columns)]
        for row in range(3)
        for columns in [list(zip(HEAD, places, strict=True))]
    ]
    sound(reading(book({"一": part([*[["某区履职登记"]] * titles, *rows, *ENTRIES])}, styles=STYLES)))


SUMMARY = st.sampled_from(
    [
        "合计",
        "小计",
        "总 计",
        "本月合计",
        "合　计：",
        "张三小计",
        "共计",
        "累计",
        "汇总",
        "总计：",
        "第一季度合计",
        "Total",
    ]
)
NOTE = st.sampled_from(
    [
        *(
            "备注：按次计。",
            "注：以上属实",
            "填表人：张三",
            "审核人（签字）：",
            "说明：1.如实填写。2.附佐证。",
            "Notes: none",
        ),
        "以上数据由各街道汇总，报区政协办公室备案，如有不实由填报单位负责。",
    ]
)
LABEL = st.sampled_from(["一、提案类", "（二）会议类", "西街", "第一部分 提案", "1、会议", "东街街道"])


@given(st.one_of(SUMMARY, NOTE, LABEL), st.integers(0, 3), st.booleans(), st.booleans(), st.booleans())
@few
def test_rows_that_are_no_entries(word: str, at: int, numbered: bool, known: bool, as_csv: bool) -> None:
    """A total, a note or a label anywhere, in the first column, whether that column is known or not."""
    total = "计" in word or word in ("汇总", "Total")
    aside = [word, None, None, 6 if total else None, None, None, None, None, None]
    rows: list[list[object]] = [list(row) for row in (*ENTRIES[:at], aside, *ENTRIES[at:])]
    head = list(HEAD)
    if numbered:
        head = ["序号" if known else "编码", *head]
        rows = [[word, None, *row[1:]] if row is rows[at] else [number, *row] for number, row in enumerate(rows)]
    shown = [["" if cell is None else cell for cell in row] for row in [head, *rows]]
    found = reading(text(shown).encode() if as_csv else book({"一": part([head, *rows])}, styles=STYLES))
    sound(found)
    assert sum(found.rows.skipped.get(reason, 0) for reason in ("summary", "note", "label")) == 1
    assert [finding.place.line for finding in found.findings if finding.code == "DS335"] == [at + 2]


@given(DICE, st.integers(2, 5), st.integers(2, 5))
@few
def test_merges_filled_down(dice: random.Random, first: int, second: int) -> None:
    """Members, dates and items merged over their rows."""
    rows = [list(ENTRIES[0]) for _ in range(first)] + [list(ENTRIES[1]) for _ in range(second)]
    spans = []
    for column in dice.sample([0, 1, 2, 5], 2):
        for begin, size in ((0, first), (first, second)):
            for row in rows[begin + 1 : begin + size]:
                row[column] = None
            spans.append(f"{'ABCDEF'[column]}{begin + 2}:{'ABCDEF'[column]}{begin + size + 1}")
    found = reading(book({"一": part([HEAD, *rows], tail=merges(*spans))}, styles=STYLES))
    assert (found.rows.refused, len(found.entries)) == (0, first + second)
    assert [name for name, *_ in said(found)] == sorted(["张三"] * first + ["李四"] * second)
    assert len([finding for finding in found.findings if finding.code == "DS334"]) == 4


def test_a_merged_number_is_nobodys() -> None:
    rows = [HEAD, ENTRIES[0], changed(ENTRIES[1], 数量=None), ENTRIES[2]]
    found = reading(book({"一": part(rows, tail=merges("D2:D3"))}, styles=STYLES))
    assert [finding.facts["reason"] for finding in found.findings if finding.code == "DS327"] == ["number"]
    assert (found.rows.taken, found.rows.refused) == (1, 2)


def test_blanks_are_filled_only_where_the_rulebook_says_so() -> None:
    rows = [
        HEAD,
        changed(ENTRIES[2], 姓名=None),
        ENTRIES[0],
        changed(ENTRIES[1], 姓名=None),
        changed(ENTRIES[1], 姓名=None),
    ]
    data = book({"一": part(rows)}, styles=STYLES)
    assert reading(data).rows.refused == 3
    filled = reading(data, replace(WORDS, fill_down=("member",)))
    assert (filled.rows.taken, filled.rows.refused) == (3, 1)
    assert [name for name, *_ in said(filled)] == ["张三"] * 3
    assert [str(finding.place) for finding in filled.findings if finding.code == "DS334"] == ["log!一!A4"]


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])


@given(ENCODINGS, st.sampled_from(",;\t|，；"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans())
@few
def test_text_files_in_every_dress(encoding: str, separator: str, end: str, hinted: bool, guarded: bool) -> None:
    rows = [[f'="{cell}"' if guarded and str(cell).isdigit() else cell for cell in row] for row in TABLE]
    made = text(rows, separator, end)
    sound(reading(((f"sep={separator}{end}" if hinted else "") + made).encode(encoding)))


def test_files_put_together() -> None:
    """The second file brings its own mark and header."""
    first, second = text([HEAD, ENTRIES[0]]), text([HEAD, *ENTRIES[1:]])
    sound(reading(first.encode("utf-8-sig") + second.encode("utf-8-sig")))


def test_parquet() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {word: [row[at] for row in ENTRIES] for at, word in enumerate(HEAD)}
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    found = reading(stream.getvalue())
    sound(found)
    assert [str(found.entries.place(at)) for at in range(3)] == ["log:1", "log:2", "log:3"]


@pytest.mark.parametrize(
    ("stored", "said_as"),
    [
        *((stored, "2023-05-06") for stored in (styled(1, 45052), 45052, formula("TODAY()", 45052), "5月6日")),
        *((stored, "2023-05-06") for stored in ("2023年5月6日下午", "二〇二三年五月六日", "2023-05-06（周六）")),
        *((stored, "2023-05-06") for stored in ("2023-05-06 星期六 14:30", "6-May-23", "6-May-2023")),
        *(("二零二三年十月二十一日", "2023-10-21"), ("二〇二三年十二月廿一日", "2023-12-21")),
        *(("二〇二三年二月三十日", "no-such-day"), ("6-May-22", "year"), ("23.5.6", "year")),
        *((stored, "form") for stored in ("2023。5。6", "5/6/2023", "2023.5.6-5.8", "May-23", "待定", 40000)),
    ],
)
def test_dates_settled_by_title_and_period(stored: object, said_as: str) -> None:
    from dutyscore.model.days import iso

    found = reading(book({"一": part([["2023年度登记表"], HEAD, changed(ENTRIES[0], 日期=stored)])}, styles=STYLES))
    faults = [finding.facts["reason"] for finding in found.findings if finding.code == "DS304"]
    assert (faults or [iso(int(found.entries.day[0]))]) == [said_as]


@pytest.mark.parametrize(
    ("titles", "sheet", "year"),
    [
        (["2023年度登记表"], "一", 2023), (["登记表"], "2023年5月", 2023), (["登记表"], "2023", 2023),
        (["2023年度登记表", "2024年1月填报"], "一", None), (["登记表"], "5月", None), (["2022年度"], "2023年", 2023),
        (["文号 2023〕12号"], "一", None),
    ],
)  # fmt: skip
def test_the_year_of_a_sheet(titles: list[str], sheet: str, year: int | None) -> None:
    rows = [*([title] for title in titles), HEAD, changed(ENTRIES[0], 日期="5月6日")]
    found = reading(book({sheet: part(rows)}, styles=STYLES))
    assert [finding.facts["reason"] for finding in found.findings if finding.code == "DS304"] == ["no-year"] * (
        year is None
    )


@pytest.mark.parametrize("between", ["、", "，", ",", ";", "；", "/", "\n", "和", "及"])
def test_several_names_in_one_cell_are_refused(between: str) -> None:
    found = reading(book({"一": part([HEAD, changed(ENTRIES[0], 姓名=f"张三{between}李四")])}, styles=STYLES))
    assert [finding.code for finding in found.findings] == ["DS330"]
    assert found.findings[0].facts["names"] == "张三, 李四"
    assert found.rows.refused == 1


def test_an_id_of_another_kind_leaves_the_name_to_decide() -> None:
    head = ["工号", *HEAD]
    rows = [["330106199001011234", *ENTRIES[0]], ["000999", *ENTRIES[1]], ["000124", *ENTRIES[1]]]
    found = reading(book({"一": part([head, *rows])}, styles=STYLES), BY_ID)
    assert [finding.code for finding in found.findings] == ["DS331", "DS302"]
    assert [name for name, *_ in said(found)] == ["张三", "李四"]


def test_entries_before_and_after_somebody_was_a_member() -> None:
    roster = "姓名,from,to\n张三,2023-06-01,\n李四,,2023-05-31\n王小明,,\n".encode()
    log = Input("log", book({"一": part(TABLE)}, styles=STYLES))
    found = read_logs([log], Input("roster", roster), WORDS, Options())
    assert [(finding.code, dict(finding.facts)) for finding in found.findings] == [
        ("DS333", {"member": "张三", "count": "1"})
    ]
    assert (found.rows.taken, found.rows.refused, found.roster_sound) == (3, 0, True)


@pytest.mark.parametrize(
    "roster",
    [
        b"",
        b"x,y\n1,2\n",
        "姓名\n".encode(),
        "姓名,from\n张三,gestern\n".encode(),
        b"%PDF-1.7",
        "姓名,姓名\n张三,李四\n".encode(),
    ],
)
def test_an_unsound_roster_is_known_as_such(roster: bytes) -> None:
    found = read_logs([Input("log", text(TABLE).encode())], Input("roster", roster), WORDS, Options())
    assert not found.roster_sound
    assert any(finding.severity == "error" for finding in found.findings)


def test_an_unsound_log_says_nothing_about_the_roster() -> None:
    found = read_logs([Input("log", b"%PDF-1.7")], ROSTER, WORDS, Options())
    assert (found.usable, found.roster_sound) == (False, True)


def test_pictures_count_as_evidence() -> None:
    cells = ['=DISPIMG("ID_1",1)', formula('_xlfn.DISPIMG("ID_2",1)'), "附件1"]
    rows = [HEAD, *(changed(ENTRIES[0], 佐证材料=cell) for cell in cells)]
    found = reading(book({"一": part(rows)}, styles=STYLES))
    column = found.entries.facts["佐证材料"]
    assert [column.words[code] for code in column.codes] == ["■ID_1", "■ID_2", "附件1"]  # type: ignore[union-attr]


@pytest.mark.parametrize(("where", "rows"), [("H4", 3), ("Z9", 3), ("AB900", 3)])
def test_stray_cells_are_told_and_count_nothing(where: str, rows: int) -> None:
    data = book(
        {"一": part(TABLE, more=f'<row r="2000"><c r="AB2000" t="str"><v>{where}</v></c></row>')}, styles=STYLES
    )
    found = reading(data)
    sound(found)
    assert [(finding.code, str(finding.place)) for finding in found.findings] == [("DS336", "log!一!AB2000")]
    assert found.rows.read == rows
