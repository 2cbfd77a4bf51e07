"""Looking at a log without knowing its rules, or with rules that do not know its header: what stands where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.model.seen import Nature, SeenColumn, SeenHeader, SeenLog
from dutyscore.model.vocabulary import DATE, ITEM, MEMBER, REVIEWER, Vocabulary
from dutyscore.tables.books import Book, Sheet, open_book
from dutyscore.tables.cells import Cell, Kind
from dutyscore.tables.choosing import Chooser, is_roster
from dutyscore.tables.dates import written_day
from dutyscore.tables.header import (
    EVENT_DATE,
    MEMBER_ID,
    MEMBER_NAME,
    PROJECT,
    Header,
    Target,
    find_header,
    log_lexicon,
)
from dutyscore.tables.reading import Input, Options
from dutyscore.tables.refusal import FileRefusedError
from dutyscore.tables.spelling import header_keys, is_blank, trimmed, word_key

USUAL: Final = Vocabulary(
    columns={
        MEMBER: (
            "编号", "工号", "委员编号", "代表编号", "会员编号", "学号", "ID", "姓名", "委员姓名", "代表姓名", "成员",
            "委员", "名字", "name", "member",
        ),
        REVIEWER: (
            "审核", "审核状态", "核定", "审批", "状态", "审核人", "审核单位", "经办人", "登记人", "填报人", "填报单位",
            "review", "reviewer", "status",
        ),
        DATE: ("日期", "活动日期", "履职日期", "发生日期", "时间", "活动时间", "date", "day"),
        ITEM: ("项目", "履职项目", "考核项目", "积分项目", "事项", "履职事项", "类型", "item", "duty"),
    },
    fields=(), roster=(), projects={}, subject="",
)  # fmt: skip
"""The header words that offices use most, for logs whose rulebook is still to be written."""

MOST_WORDS: Final = 12
"""Different words up to which a column looks like a choice."""
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.([0-9]+))?", re.ASCII)
_REVIEW: Final = Target("column", REVIEWER)
"""Who reviewed, and what came of it: no office scores by it, it says which rows count."""
_ROLES: Final = {
    MEMBER_ID: "member_id", MEMBER_NAME: "member_name", EVENT_DATE: "date", PROJECT: "item", _REVIEW: "review",
}  # fmt: skip


def seen_log(source: Input, options: Options) -> tuple[SeenLog | None, list[Diagnostic]]:
    """The items and words of a log, with their counts; None if no table is found in it."""
    rows: list[dict[str, str]] = []
    roles: dict[str, str] = {}
    days: list[str] = []
    try:
        book, tables = _tables(source, USUAL, options)
        for sheet, header in tables:
            headings = {at: trimmed(text) for at, text in header.texts.items() if not is_blank(text)}
            roles |= {headings[at]: role for at, role in _roles(header).items() if at in headings}
            found = list(_rows(sheet, header, headings))
            rows += [{title: text for title, (text, _) in row.items()} for row in found]
            day = headings.get(_preferred(header, EVENT_DATE), "")
            days += [shown for row in found if day in row and (shown := _day(row[day][1], options.year))]
    except FileRefusedError as refusal:
        return None, [refusal.finding(source.name)]
    if not rows:
        words = [word for words in USUAL.columns.values() for word in words]
        facts = {"words": ", ".join(words[:20]), "found": ", ".join(_first_texts(book))}
        return None, [Diagnostic("DS406", Place(source.name), facts)]
    item = next((title for title, role in roles.items() if role == "item"), "")
    titles = dict.fromkeys(title for row in rows for title in row)
    columns = tuple(_column(title, roles.get(title, ""), rows, item) for title in titles)
    return SeenLog(len(rows), columns, min(days, default=""), max(days, default="")), []


def seen_headers(source: Input, vocabulary: Vocabulary, options: Options) -> tuple[list[SeenHeader], list[Diagnostic]]:
    """Where each sheet of a log has its header, and which columns of it the rulebook knows."""
    try:
        book = open_book(source, options.encoding, Chooser(vocabulary, options).known)
        found = [header for sheet in _visible(book, options) if (header := _seen_header(sheet, vocabulary)) is not None]
    except FileRefusedError as refusal:
        return [], [refusal.finding(source.name)]
    if found:
        return found, []
    return [], [Diagnostic("DS406", Place(source.name), {"words": "", "found": ", ".join(_first_texts(book))})]


def _seen_header(sheet: Sheet, vocabulary: Vocabulary) -> SeenHeader | None:
    """The header by the rulebook's words, else by the usual ones, else the first row with most texts."""
    rows = sheet.head()
    if not rows:
        return None
    header = find_header(rows, log_lexicon(vocabulary)) or find_header(rows, log_lexicon(USUAL))
    number, texts = max(rows, key=lambda row: sum(not is_blank(text) for text in row[1].values()))
    if header is not None and len(header.places) > 1:
        number, texts = header.row, dict(header.texts)
    shown = {at: trimmed(text) for at, text in sorted(texts.items()) if not is_blank(text)}
    words = {}
    for at, text in shown.items():
        targets = log_lexicon(vocabulary).targets(text)
        if targets:
            words[at] = word_of(targets[0], text, vocabulary)
    return SeenHeader(sheet.name, number, shown, words)


def word_of(target: Target, text: str, vocabulary: Vocabulary) -> str:
    """The rulebook's own word for what a header cell means."""
    if target.kind == "field":
        return target.name
    key = MEMBER if target in (MEMBER_ID, MEMBER_NAME) else target.name
    words = vocabulary.columns.get(key, ())
    same = [word for word in words if header_keys(word) == header_keys(text)]
    lexicon = log_lexicon(vocabulary)
    return next((word for word in (*same, *words) if target in lexicon.targets(word)), text)


def _tables(source: Input, vocabulary: Vocabulary, options: Options) -> tuple[Book, list[tuple[Sheet, Header]]]:
    """The sheets with a column of items, and one of members or dates."""
    lexicon = log_lexicon(vocabulary)
    book = open_book(source, options.encoding, lexicon.known)
    found = [(sheet, find_header(sheet.head(), lexicon)) for sheet in _visible(book, options)]
    return book, [(sheet, header) for sheet, header in found if header and header.position(PROJECT)]


def _visible(book: Book, options: Options) -> list[Sheet]:
    wanted = word_key(options.sheet)
    return [
        sheet
        for sheet in book.sheets
        if (not sheet.hidden or options.hidden or wanted)
        and (not is_roster(sheet) if not wanted or not sheet.name else word_key(sheet.name) == wanted)
    ]


def _roles(header: Header) -> dict[int, str]:
    several = {at: role for target, role in _ROLES.items() for at in header.places.get(target, ())}
    only = {_preferred(header, EVENT_DATE): "date", _preferred(header, PROJECT): "item"}
    return {at: role for at, role in several.items() if role not in ("date", "item") or only.get(at) == role}


def _preferred(header: Header, target: Target) -> int:
    """Of several columns that could be dates or items, the one whose word is the most usual; 0 if there is none."""
    usual = [header_keys(word)[0] for word in USUAL.columns[target.name]]

    def rank(at: int) -> int:
        key = header_keys(header.texts[at])[0]
        return usual.index(key) if key in usual else len(usual)

    return min(header.places.get(target, (0,)), key=lambda at: rank(at) if at else 0)


def _rows(sheet: Sheet, header: Header, titles: Mapping[int, str]) -> Iterable[dict[str, tuple[str, Cell]]]:
    """The rows below the header that name an item, without repeated headers."""
    item = _preferred(header, PROJECT)
    for number, cells in sheet.rows():
        if number <= header.row or item not in cells or cells[item].kind is Kind.blank:
            continue
        if header_keys(cells[item].text) == header_keys(header.texts[item]):
            continue
        filled = {at: cell for at, cell in cells.items() if cell.kind is not Kind.blank and at in titles}
        if len(filled) > 1:
            yield {titles[at]: (trimmed(cell.text), cell) for at, cell in filled.items()}


def _day(cell: Cell, year: int | None) -> str:
    """The ISO day of a cell, empty if it is none."""
    from dutyscore.model.days import iso

    day = written_day(cell.text, year) if cell.kind in (Kind.text, Kind.date) else "form"
    return iso(day) if isinstance(day, int) else ""


def _column(title: str, role: str, rows: Sequence[Mapping[str, str]], item: str) -> SeenColumn:
    texts = Counter(row[title] for row in rows if title in row)
    nature = _nature(texts, role)
    words = dict(sorted(texts.items(), key=lambda pair: (-pair[1], pair[0])))
    decimals = max((len((_NUMBER.fullmatch(text) or [""] * 2)[1] or "") for text in texts), default=0)
    beside: dict[str, Counter[str]] = {}
    if nature == "choice" and role == "":
        for row in rows:
            if title in row and item in row:
                beside.setdefault(row[item], Counter())[row[title]] += 1
    return SeenColumn(
        title, role, nature, sum(texts.values()), len(texts), words, min(decimals, 12) if nature == "number" else 0,
        {name: dict(sorted(found.items())) for name, found in beside.items()},
    )  # fmt: skip


def _nature(texts: Counter[str], role: str) -> Nature:
    if role == "item":
        return "choice"
    if all(_NUMBER.fullmatch(text) for text in texts):
        return "number"
    if all(isinstance(written_day(text, 2000), int) for text in texts):
        return "date"
    few = len(texts) <= MOST_WORDS and (2 * len(texts) <= sum(texts.values()) or len(texts) <= 3)
    return "choice" if few and max(map(len, texts)) <= 20 else "text"


def _first_texts(book: Book) -> list[str]:
    head = next((rows for sheet in book.sheets if (rows := sheet.head())), [])
    return [text for text in (head[0][1].values() if head else ()) if not is_blank(text)][:20]
