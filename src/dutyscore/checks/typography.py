"""Repairs of typing slips in a YAML file: full-width marks, tabs, missing blanks. Comments and layout stay as they are.

A repair is made only where the text must have been meant so: the repaired file says, value by value, what the reader
understood of the broken one. Advice (quotes that are part of the text, words that other programs misread) and guesses
about structure (indentation, brackets) are left to people.
"""

from __future__ import annotations

import re
from typing import Final

from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.yaml_text import YamlText, read_yaml

CODES: Final = (
    "DS102", "DS103", "DS104", "DS105", "DS107", "DS108", "DS109", "DS122", "DS123", "DS125", "DS126", "DS127",
)  # fmt: skip
"""Findings that are typing slips."""
_ROUNDS = 20
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Repair:
    """`data` is the repaired file; `lines` are (number, before, after). `doubtful`: the repair would have changed what
    the file says, so nothing is changed."""

    data: bytes
    lines: tuple[tuple[int, str, str], ...]
    doubtful: bool = False


def repaired(data: bytes, file: str) -> Repair:
    """Repair what can be repaired; a file that cannot even be decoded stays as it is."""
    before = read_yaml(data, file)
    if not before.lines:
        return Repair(data, ())
    lines = list(before.lines)
    text = before
    for _ in range(_ROUNDS):
        wanted = _wanted(text)
        if not wanted:
            break
        for number, line in wanted.items():
            lines[number - 1] = line
        text = read_yaml("\n".join(lines).encode(), file)
    pairs = enumerate(zip(before.lines, lines, strict=True), 1)
    changed = [(number, old, new) for number, (old, new) in pairs if old != new]
    if not changed:
        return Repair(data, ())
    if before.root is None or text.root is None or before.root.data() != text.root.data():
        return Repair(data, (), doubtful=True)
    return Repair(_replaced(data, {number: new for number, _, new in changed}), tuple(changed))


def _wanted(text: YamlText) -> dict[int, str]:
    """The corrected lines; a line with another fault as well is left to a person."""
    others = {found.place.line for found in text.findings if found.severity == "error" and found.code not in CODES}
    fixes = {found.place.line: found.fix for found in text.findings if found.code in CODES and found.fix}
    return {line: fix for line, fix in fixes.items() if line not in others and text.lines[line - 1] != fix}


def _replaced(data: bytes, lines: dict[int, str]) -> bytes:
    """The bytes with some lines replaced: line ends and a byte order mark stay."""
    parts, position, number = [], 3 if data.startswith(b"\xef\xbb\xbf") else 0, 1
    parts.append(data[:position])
    for end in _LINE_END.finditer(data, position):
        parts += [_line(data[position : end.start()], lines.get(number)), end[0]]
        position, number = end.end(), number + 1
    return b"".join([*parts, _line(data[position:], lines.get(number))])


def _line(before: bytes, after: str | None) -> bytes:
    return before if after is None else after.encode()
