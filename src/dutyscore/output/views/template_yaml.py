"""YAML that people go on writing: the starter of a rulebook, a draft out of a log, a column map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dutyscore.model.layout import ANY
from dutyscore.model.place import column_letters
from dutyscore.model.seen import SeenHeader, SeenLog
from dutyscore.model.vocabulary import Vocabulary
from dutyscore.output.width import clean
from dutyscore.output.wording import Wording
from dutyscore.rulebook.draft import Draft, DraftItem, draft_of, listed, scalar

SCHEMA_FILE: Final = "rulebook.schema.json"
MODELINE: Final = f"# yaml-language-server: $schema={SCHEMA_FILE}"
"""By this line editors know which schema the file follows; `dutyscore schema` writes it."""


def starter(wording: Wording) -> str:
    """A small rulebook with a comment on every part; it can be scored as it is."""
    return f"{MODELINE}\n{wording.at('template.starter')}"


def draft_text(file: str, seen: SeenLog, wording: Wording) -> str:
    """A draft rulebook: everything that a log can tell; what it cannot tell is marked, and `check` finds every mark."""
    return "\n".join([MODELINE, *_draft(draft_of(seen), file, wording)]) + "\n"


def _draft(draft: Draft, file: str, wording: Wording) -> Iterator[str]:
    open_ = wording("template.placeholder")
    mark = scalar(open_)

    def said(key: str, **facts: object) -> str:
        return "  # " + clean(wording(f"template.draft.{key}", **facts))

    yield said("title", file=file, rows=draft.rows, items=len(draft.items)).strip()
    yield said("todo", placeholder=open_).strip()
    yield "rulebook: draft"
    yield 'version: "0"'
    yield f"title: {mark}"
    yield f"source: {{text: {mark}}}{said('source')}"
    year = draft.first[:4]
    ends = f", to: {draft.last[:4]}-12-31" if draft.last else ""
    yield f"effective: {{from: {year}-01-01{ends}}}" if year else f"effective: {{from: {mark}}}"
    yield "semantics: 1"
    yield f"subject: {mark}"
    yield f"period: year{said('period')}"
    yield f"points: {{step: {mark}, rounding: {mark}}}{said('points')}"
    yield from ("", f"fields:{said('fields')}")
    for field in draft.fields:
        told = wording.series(f"{word} {count}" for word, count in list(field.words.items())[:_SHOWN])
        more = wording("template.draft.many", count=field.distinct)
        yield f"  {scalar(field.title)}: {field.written}  # {clean(more if field.distinct > _SHOWN else told)}"
    columns = ", ".join(f"{key}: {listed(titles) if titles else mark}" for key, titles in draft.columns.items())
    yield from ("", "entries:", f"  columns: {{{columns}}}", f"  # {said('confirmed').strip(' #')}")
    yield from ("", f"categories:{said('group')}", "  all:", f"    name: {scalar(wording('template.draft.category'))}")
    yield from (f"    ref: {mark}", f"    items:{said('items')}")
    for item in draft.items:
        yield f"      {item.id}:{said('times', count=item.count)}"
        yield f"        name: {scalar(item.name)}"
        yield f"        ref: {mark}"
        yield f"        score: {_score(item, mark)}{_counts(item, wording)}"
    example = wording("template.draft.example")
    yield from ("", said("grades").strip(), "# grades:", f"#   - {{name: {example}}}")


_SHOWN: Final = 12
"""Words of a field that are told with their counts."""


def _score(item: DraftItem, mark: str) -> str:
    """By the first field that differs from row to row, each word `unstated`; else a number to be filled in."""
    for field, words in item.levels.items():
        points = ", ".join(f"{scalar(word)}: unstated" for word in words)
        return f"{{lookup: {{field: {scalar(field)}, points: {{{points}}}}}}}"
    return f"{{each: {mark}}}"


def _counts(item: DraftItem, wording: Wording) -> str:
    told = [
        f"{field}: {wording.series(f'{word} {count}' for word, count in words.items())}"
        for field, words in item.levels.items()
    ]
    return f"  # {clean('; '.join(told))}" if told else ""


def map_text(rulebook: str, headers: Sequence[SeenHeader], words: Vocabulary, wording: Wording) -> str:
    """A column map: what was recognised, and a line to fill in for every column that was not."""
    structural = [word for listed in words.columns.values() for word in listed]
    known = dict.fromkeys([*structural, *(field.name for field in words.fields)])
    lines = [f"# {wording('template.map.title')}", f"# {wording('template.map.how')}"]
    lines.append(f"# {clean(wording('template.map.words', words=wording.series(known)))}")
    lines += [f"map: {scalar(rulebook)}", "sheets:"]
    for header in headers:
        lines.append(f"  {scalar(header.sheet) if header.sheet else ANY}:" + _any(header, wording))
        lines.append(f"    header: {header.row}  # {wording('template.map.header')}")
        lines.append("    columns:")
        for position, text in header.texts.items():
            letters = column_letters(position)
            if position in header.words:
                said = clean(wording("template.map.known", text=text))
                lines.append(f"      {letters}: {scalar(header.words[position])}  # {said}")
            else:
                lines.append(f"      {clean(wording('template.map.unknown', letters=letters, text=text))}")
    return "\n".join(lines) + "\n"


def _any(header: SeenHeader, wording: Wording) -> str:
    return "" if header.sheet else f"  # {wording('template.map.any')}"
