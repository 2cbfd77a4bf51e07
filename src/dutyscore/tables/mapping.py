"""Headers by a column map: what the rulebook's words cannot find, the user has written down (`--map`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.layout import Layout, Layouts
from dutyscore.model.place import Place
from dutyscore.tables.header import Header, Lexicon, Row, Target
from dutyscore.tables.spelling import Nearest, header_keys, is_blank

_LONGEST = 3
"""Letters of a column; a longer key is a header word."""


def mapped_header(
    name: str, layout: Layout, layouts: Layouts, rows: Sequence[Row], lexicon: Lexicon
) -> tuple[Header | None, list[Diagnostic]]:
    """The header that a layout describes, in the first rows of a sheet; or what is wrong with the layout."""
    index = next((at for at, (number, _) in enumerate(rows) if number == layout.header), -1)
    if layout.header and index < 0:
        place = layouts.places.get((name, ""), Place(layouts.file))
        return None, [Diagnostic("DS444", place, {"value": str(layout.header)})]
    texts = dict(rows[index][1]) if index >= 0 else {}
    reach = max((at for _, cells in rows for at in cells), default=0)
    findings: list[Diagnostic] = []
    places: dict[Target, tuple[int, ...]] = {}
    for key, word in layout.columns.items():
        position = _position(key, texts)
        if not 0 < position <= reach:
            near = Nearest([text for text in texts.values() if not is_blank(text)])(key)
            facts = {"value": key, "nearest": near, "found": ", ".join(_some(texts))}
            findings.append(Diagnostic("DS445", layouts.places[name, key], facts))
            continue
        for target in lexicon.targets(word):
            places[target] = (*places.get(target, ()), position)
        if is_blank(texts.get(position, "")):
            texts[position] = word
    above = rows[: max(index, 0)]
    titles = tuple(text for _, cells in above for text in cells.values() if not is_blank(text))
    count = sum(any(cells.values()) for _, cells in above)
    raw = (rows[index][1],) if index >= 0 else ()
    width = max((at for row in (raw or [cells for _, cells in rows[:1]]) for at in row), default=0)
    width = max([width, *(at for found in places.values() for at in found)])
    ordered = dict(sorted(places.items(), key=lambda pair: pair[1]))
    header = Header(layout.header, width, texts, ordered, count, titles, raw, layout.fill_down)
    return None if findings else header, findings


def _position(key: str, texts: Mapping[int, str]) -> int:
    """The column of a key: the header word if one reads like it, else letters."""
    wanted = header_keys(key)[0]
    same = [at for at, text in texts.items() if not is_blank(text) and header_keys(text)[0] == wanted]
    if len(same) == 1:
        return same[0]
    from dutyscore.tables.xlsx_rows import column_number

    return (column_number(key.upper()) or 0) if len(key) <= _LONGEST and key.isascii() and key.isalpha() else 0


def _some(texts: Mapping[int, str]) -> list[str]:
    return [text for text in texts.values() if not is_blank(text)][:20]
