"""Traps that the parser does not notice: the text is read, but as something that nobody meant.

Full-width marks that stand inside a text are normal in Chinese and are left alone: what is reported here is a mark that
can only be meant as punctuation of YAML, or one in a text that the rulebook's language refused (`suspects`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from dutyscore.rulebook.yaml_draft import Draft, Edit, Trap
from dutyscore.rulebook.yaml_events import Parsed, Plain
from dutyscore.rulebook.yaml_lines import WIDE_BLANKS, Line, take_apart
from dutyscore.rulebook.yaml_marks import (
    DASHES,
    WIDE_QUOTES,
    comma,
    commas,
    cut_brackets,
    head_colon,
    is_number,
    is_word,
    line_colon,
    number_text,
    pairs_in_braces,
    quoted,
    wrapped_in_brackets,
)

Suspects = Collection[tuple[int, int]]
"""Texts (line, column in the file) that stand where the language wants something else."""

_COMMENT = re.compile(r" (#[^\s#].*)")
_ONLY_COMMENT = re.compile(r":( #[^\s#].*)")
INVISIBLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"  # what YAML does not allow
    "\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
"""Characters that YAML refuses or nobody sees; the parser takes some of them for line breaks."""


def invisible(draft: Draft) -> list[Trap]:
    """Every invisible character outside comments."""
    traps = []
    for number, text in enumerate(draft.lines):
        if text.isascii() and text.isprintable():
            continue
        line: Line | None = None
        for found in INVISIBLE.finditer(text):
            line = line or take_apart(number, text)
            harmless = found.start() >= line.end and text[line.end :].lstrip().startswith("#") and found[0] > "\u009f"
            if not harmless or found[0] in "\u2028\u2029":
                new = " " if found[0] in "\u0085\u2028\u2029\x0b\x0c" else ""
                edit = Edit(number, found.start(), found.end(), new)
                traps.append(Trap("DS122", number, found.start(), 1, (edit,), {"value": f"U+{ord(found[0]):04X}"}))
    return traps


def seen(parsed: Parsed, draft: Draft, suspects: Suspects = ()) -> list[Trap]:
    """Every trap that shows in a text that could be read, in the order of the file."""
    traps: list[Trap] = []
    for plain in parsed.plains:
        if not plain.node.text.isascii() or not plain.node.text.isalnum():
            traps += _in_plain(plain, draft, suspects)
    return traps


def _in_plain(plain: Plain, draft: Draft, suspects: Suspects) -> list[Trap]:
    node = plain.node
    number = node.line - 1
    suspect = (node.line, draft.column(number, node.column - 1) + 1) in suspects
    for look in _LOOKS:
        traps = look(plain, draft.lines, suspect)
        if traps:
            return traps
    return []


def _digits(plain: Plain, lines: Sequence[str], suspect: bool) -> list[Trap]:
    node = plain.node
    trap = number_text(node.line - 1, node.column - 1, node.text) if node.line == node.end_line else None
    return [trap] if trap else []


def _blank_edges(plain: Plain, lines: Sequence[str], suspect: bool) -> list[Trap]:
    """Blanks that are none for YAML before or behind a text, or as indentation."""
    node = plain.node
    number, start, text = node.line - 1, node.column - 1, node.text
    lead = len(text) - len(text.lstrip(WIDE_BLANKS))
    if lead:
        if _starts_line(plain, lines):
            return [indentation(take_apart(number, lines[number]))]
        edit = Edit(number, start, start + lead, "")
        return [Trap("DS122", number, start, lead, (edit,), {"value": f"U+{ord(text[0]):04X}"})]
    trail = len(text) - len(text.rstrip(WIDE_BLANKS))
    if trail and node.line == node.end_line:
        first = node.end_column - 1 - trail
        edit = Edit(number, first, node.end_column - 1, "")
        return [Trap("DS122", number, first, trail, (edit,), {"value": f"U+{ord(text[-1]):04X}"})]
    return []


def indentation(line: Line, width: int = 2) -> Trap:
    """Full-width blanks at the beginning of a line, each counted as `width` spaces."""
    blanks = line.text[: line.indent]
    new = "".join(" " * width if mark == "\u3000" else " " for mark in blanks)
    return Trap("DS109", line.number, 0, max(1, line.indent), (Edit(line.number, 0, line.indent, new),))


def _starts_line(plain: Plain, lines: Sequence[str]) -> bool:
    """Whether the text stands where a key could stand."""
    if plain.flow:
        return False
    node = plain.node
    before = lines[node.line - 1][: node.column - 1]
    return not before.strip(" -?" + WIDE_BLANKS)


def _own_lines(plain: Plain, lines: Sequence[str]) -> list[Line]:
    """The lines on which the text stands alone; all but perhaps the first one."""
    node = plain.node
    first = node.line - 1 if _starts_line(plain, lines) else node.line
    end = node.end_line if node.end_column > 1 else node.end_line - 1
    return [take_apart(number, lines[number]) for number in range(first, end) if lines[number].strip()]


def _colons(plain: Plain, lines: Sequence[str], suspect: bool) -> list[Trap]:
    """`name： x` and `name:x` that were read as text; of a suspect also with other words before the colon."""
    if plain.flow:
        return []
    found = []
    for line in _own_lines(plain, lines):
        head = head_colon(line)
        if head is not None and (suspect or is_word(head[0])):
            trap = line_colon(line)
            found += [trap] if trap else []
    return found


def _dash(plain: Plain, lines: Sequence[str], suspect: bool) -> list[Trap]:
    """`-x` or a full-width dash where an item of a list is meant."""
    if plain.flow or plain.role == "item":
        return []
    own = _own_lines(plain, lines)
    texts = [line.content for line in own]
    marked = [line for line in own if line.content[:1] in tuple(DASHES) and line.content[1:2].strip(WIDE_BLANKS)]
    sure = len(texts) > 1 or suspect
    if not marked or len(marked) < len(own) or not (sure or not is_number(texts[0])):
        return []
    if not sure and texts[0][0] in DASHES[2:]:
        return []
    return [dash(line) for line in marked]


def dash(line: Line) -> Trap:
    """The repair of a list dash that is full-width (DS126) or has no blank behind it (DS103)."""
    at = line.start
    after = at + 1 + len(line.text[at + 1 :]) - len(line.text[at + 1 :].lstrip(" " + WIDE_BLANKS))
    edit = Edit(line.number, at, after, "- ")
    if line.text[at] == "-":
        return Trap("DS103", line.number, at, 1, (edit,), {"mark": "-"})
    return Trap("DS126", line.number, at, 1, (edit,), {"mark": line.text[at]})


def _pairs(plain: Plain, lines: Sequence[str], suspect: bool) -> list[Trap]:
    """`{each：5}`, `{each:5}`: read as a key without a value; `{each：5，max: 3}`: read as one long key."""
    node = plain.node
    if not plain.flow or node.line != node.end_line or plain.role == "item":
        return []
    number, start, end = node.line - 1, node.column - 1, node.end_column - 1
    pairs = pairs_in_braces(number, lines[number], start, end)
    if plain.alone or suspect or not pairs:
        return pairs if plain.alone or suspect else []
    last = lines[number].rfind("，", start, end)
    return [*pairs, comma(number, lines[number], last)] if plain.role == "key" and last > pairs[-1].start else []


def _list_commas(plain: Plain, lines: Sequence[str], suspect: bool) -> list[Trap]:
    """`[甲，乙]` is a list of one text. A text with a comma can be written in a list, in quotes."""
    node = plain.node
    if not plain.flow or plain.role != "item" or node.line != node.end_line:
        return []
    return commas(node.line - 1, lines[node.line - 1], node.column - 1, node.end_column - 1)


def _brackets(plain: Plain, lines: Sequence[str], suspect: bool) -> list[Trap]:
    node = plain.node
    if node.line != node.end_line or plain.role == "key":
        return []
    if plain.flow and plain.role != "item":
        cut = cut_brackets(node.line - 1, lines[node.line - 1], node.column - 1, node.end_column - 1)
        if cut:
            return cut
    return wrapped_in_brackets(node.line - 1, node.column - 1, node.text)


_Look = Callable[[Plain, Sequence[str], bool], list[Trap]]
_LOOKS: tuple[_Look, ...] = (_digits, _blank_edges, _colons, _dash, _pairs, _list_commas, _brackets)


def warned(parsed: Parsed, draft: Draft) -> list[Trap]:
    """What was read as it stands, but at which a person should look. Its edits are advice and are not applied."""
    traps = []
    for plain in parsed.plains:
        traps += [*_quotes(plain), *_comment(plain, draft.lines)]
    traps += _empty_with_comment(parsed, draft.lines)
    return traps


def _quotes(plain: Plain) -> list[Trap]:
    """“…” around a whole text: it stays part of the text."""
    node, text = plain.node, plain.node.text
    closing = WIDE_QUOTES.get(text[0])
    if closing is None or len(text) < 2 or text[-1] != closing or node.line != node.end_line:
        return []
    if any(mark in (text[0], closing) for mark in text[1:-1]):
        return []
    start = node.column - 1
    edit = Edit(node.line - 1, start, start + len(text), quoted(text[1:-1]))
    return [Trap("DS106", node.line - 1, start, len(text), (edit,))]


def _comment(plain: Plain, lines: Sequence[str]) -> list[Trap]:
    """`提案 #1`: the rest is a comment. One blank and no blank behind the mark is how a text looks, not a comment."""
    node = plain.node
    if plain.flow or plain.role == "key" or is_number(node.text) or node.end_line > len(lines):
        return []
    number, start, end = node.end_line - 1, node.column - 1, node.end_column - 1
    found = _COMMENT.match(lines[number], end)
    if not found or not (found[1][1].isdigit() or not node.text.isascii()):
        return []
    whole = f"{node.text} {found[1]}".rstrip()
    edits = (Edit(number, start, len(lines[number]), quoted(whole)),) if node.line == node.end_line else ()
    return [Trap("DS112", number, end + 1, len(found[1].rstrip()), edits, {"value": whole})]


def _empty_with_comment(parsed: Parsed, lines: Sequence[str]) -> list[Trap]:
    """`tone: #ff0000`: nothing but a comment."""
    traps = []
    for plain in parsed.plains:
        node = plain.node
        if not plain.alone or plain.flow or node.line != node.end_line:
            continue
        found = _ONLY_COMMENT.match(lines[node.line - 1], node.end_column - 1)
        if found:
            value = found[1].strip()
            start = found.start(1) + 1
            edit = Edit(node.line - 1, start, start + len(value), f'"{value}"')
            traps.append(Trap("DS112", node.line - 1, start, len(value), (edit,), {"value": value}))
    return traps
