"""The page of each finding, made of the catalogues and of the examples in this folder.

`pytest tests/checks/test_pages.py --accept` writes them anew into docs/diagnostics.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dutyscore.model.codes import CODES
from dutyscore.output.wording import Wording, load, places
from tests.checks.elsewhere import ELSEWHERE
from tests.checks.fixtures import HERE, command, example, said
from tests.house.tree import ROOT, SRC

DOCS = ROOT / "docs" / "diagnostics"
_AROUND = 1
_MOST_LINES, _WIDEST = 14, 150
_KINDS = {".yaml": "yaml", ".csv": "csv"}


@cache
def texts(language: str) -> Any:
    path = SRC / "dutyscore" / "output" / "messages" / f"pages.{language}.yaml"
    return yaml.BaseLoader(path.read_text(encoding="utf-8")).get_single_data()


def page(code: str, language: str) -> str:
    """The whole page."""
    words, wording = texts(language)["page"], load(language)
    slug, severity = CODES[code]
    level = wording.word("severity", severity)
    parts = [f"# {code} {slug}", f"{level} ({severity}) - [{words['back']}](README.md)"]
    parts += [f"## {words['what']}", what(code, wording), f"## {words['why']}", texts(language)["why"][code]]
    if code in ELSEWHERE:
        parts.append(words["none"].replace("{reason}", f"`{ELSEWHERE[code]}`"))
        return "\n\n".join([*parts, f"## {words['fix']}", repair(code, wording, words), ""]).rstrip() + "\n"
    told = paragraph(code, language)
    parts += [f"## {words['wrong']}", *shown(code, "bad"), words["says"] + ":", _fenced("text", told)]
    parts += [f"## {words['right']}", *shown(code, "good"), f"## {words['fix']}", _fixed(told) or words["hand"]]
    return "\n\n".join(parts) + "\n"


def what(code: str, wording: Wording) -> str:
    """The sentence; of a code that no example shows, with its facts left open."""
    if code not in ELSEWHERE:
        first = paragraph(code, wording.language).splitlines()[0]
        return first.partition("] ")[2]
    title = wording.at(f"finding.{code}.title")
    return _open(title if isinstance(title, str) else title[0])


def repair(code: str, wording: Wording, words: dict[str, str]) -> str:
    advice = wording.at(f"finding.{code}.advice")
    texts = [advice] if isinstance(advice, str) else advice or []
    found = next((text for text in reversed(texts) if not re.fullmatch(r"\{\w+\}", text)), "")
    return _open(found) or words["hand"]


def _open(template: str) -> str:
    for name in places(template):
        template = re.sub(r"\{" + name + r"(?::[^{}]*)?\}", "...", template)
    return template


@cache
def paragraph(code: str, language: str) -> str:
    """What the program says about the finding in the bad example."""
    spoken = said(code, "bad", language)[1]
    lines = spoken.splitlines()
    start = next(number for number, line in enumerate(lines) if f"[{code} " in line)
    end = next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))
    told = [line[:_WIDEST] for line in lines[start:end] if not re.match(r"checked \d|检查了 ", line)]
    return "\n".join(told)


def _fixed(told: str) -> str:
    """The advice in what the program says: the corrected text, or what to do."""
    found = re.match(r" (?:advice|建议): (.*)", told.splitlines()[-1])
    return _fenced("text", found[1]) if found else ""


def shown(code: str, kind: Any) -> list[str]:
    """The lines of an example that differ from those of the other one, and the command where it is a special one."""
    parts = []
    if (HERE / code / "command.txt").exists():
        parts.append(_fenced("sh", f"dutyscore {command(code, kind)}"))
    mine, theirs = example(code, kind), example(code, "good" if kind == "bad" else "bad")
    if mine is not None:
        for name, lines in _differing(mine, theirs):
            title = f"`tests/checks/{code}/{name}`"
            parts.append(f"{title}\n\n{_fenced(_KINDS.get(Path(name).suffix, 'text'), lines)}")
    return parts


def _differing(mine: Path, theirs: Path | None) -> list[tuple[str, str]]:
    files = sorted(mine.rglob("*.*")) if mine.is_dir() else [mine]
    found = []
    for file in files:
        other = theirs / file.relative_to(mine) if mine.is_dir() and theirs else theirs
        before = _lines(other) if other is not None and other.is_file() else []
        lines = _excerpt(_lines(file), before)
        if lines or len(files) == 1:
            found.append((file.relative_to(mine.parent).as_posix(), "\n".join(lines)))
    return found


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return [path.read_bytes()[:60].decode("ascii", "backslashreplace").splitlines()[0]]


def _excerpt(lines: list[str], others: list[str]) -> list[str]:
    """The lines that differ, with one before and one after; all of a short file."""
    wanted: set[int] = set()
    for tag, first, last, *_ in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        if tag != "equal":
            wanted |= set(range(max(0, first - _AROUND), min(len(lines), last + _AROUND)))
    cut = [f"{lines[number][:_WIDEST]}{'...' if len(lines[number]) > _WIDEST else ''}" for number in sorted(wanted)]
    return [*cut[:_MOST_LINES], *(["..."] if len(cut) > _MOST_LINES else [])]


def _fenced(kind: str, text: str) -> str:
    return f"```{kind}\n{text}\n```"


def index(language: str) -> str:
    """The page that leads to all others."""
    words, wording = texts(language)["page"], load(language)
    parts = [f"# {words['title']}", words["intro"]]
    columns = words["column"]
    head = f"| {columns['code']} | {columns['slug']} | {columns['severity']} | {columns['what']} |\n|---|---|---|---|"
    for family, name in words["family"].items():
        rows = [
            f"| [{code}]({code}.md) | {slug} | {wording.word('severity', severity)} | {_cell(what(code, wording))} |"
            for code, (slug, severity) in sorted(CODES.items())
            if code.startswith(family)
        ]
        parts += [f"## {family}xx {name}", "\n".join([head, *rows])]
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<")
