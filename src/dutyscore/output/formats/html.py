"""One HTML file: nothing loaded from elsewhere, prints on A4 across. A report of sections has a small script for
sorting and filtering, and says everything without it; anything shorter has none.

Text enters the page as the content of elements, in `escaped` and in the elements of tables and pictures, escaped; the
texts of the page's margin enter its style sheet with every character but letters and digits written as a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from dutyscore.model.tableau import Block, Chart, Paragraph, Section, Table, Tableau
from dutyscore.output.formats.html_page import css_text, escaped, page
from dutyscore.output.formats.html_table import element
from dutyscore.output.formats.paper import Paper, for_people
from dutyscore.output.formats.svg import picture

_CLOSED: Final = 1_000
"""Rows from which on a section is closed at first: it is opened with a click, and printed when it is open."""
_SMALL: Final = 6
"""Columns of a small table, and half of its rows."""
_LONG: Final = 30
"""Rows from which on a section begins on a page of its own."""
_PAGE: Final = """@page {{ size: A4 landscape; margin: 17mm 13mm 15mm;
  @top-left {{ content: "{left}"; {look} }} @top-right {{ content: "{right}"; {look} }}
  @bottom-center {{ content: counter(page) " / " counter(pages); {look} }} }}
"""
_LOOK: Final = 'font: 8pt "Noto Sans CJK SC", "Microsoft YaHei", "SimSun", sans-serif; color: #52606d;'


def write(tableau: Tableau, paper: Paper) -> bytes:
    folder = Path(__file__)
    left, right = map(css_text, tableau.margin)
    style = _PAGE.format(left=left, right=right, look=_LOOK) + folder.with_name("page.css").read_text("utf-8")
    script = folder.with_name("page.js").read_text("utf-8")
    head, sections = _divided(tableau.blocks)
    body = _document(tableau, head, sections) if sections else _screen(head)
    return page(tableau.title, paper.language, style, body, script=script if sections else "")


def _divided(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[Section, list[Block]]]]:
    """What stands before the first section, and each section with its blocks."""
    head: list[Block] = []
    sections: list[tuple[Section, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Section):
            sections.append((block, []))
        elif sections:
            sections[-1][1].append(block)
        else:
            head.append(block)
    return head, sections


def _screen(blocks: Sequence[Block]) -> Iterator[str]:
    """A report without sections: one table, or a few."""
    yield "<main>"
    for number, block in enumerate(blocks):
        yield from _block(block, f"c{number}", {})
    yield "</main>"


def _document(
    tableau: Tableau, head: Sequence[Block], sections: Sequence[tuple[Section, list[Block]]]
) -> Iterator[str]:
    words = dict(tableau.words)
    yield '<header class="top">'
    for block in head:
        yield from _block(block, "head", words)
    yield "</header>"
    yield f'<nav aria-label="{escaped(words.get("contents", ""))}"><div>'
    yield from (f'<a href="#{section.key}">{escaped(section.title)}</a>' for section, _ in sections)
    if "filter" in words:
        box = '<input id="filter" type="search"> <span id="left"></span>'
        yield f"<label hidden>{escaped(words['filter'])} {box}</label>"
    yield "</div></nav>"
    yield "<main>"
    for section, blocks in sections:
        yield from _section(section, blocks, words)
    yield "</main>"


def _section(section: Section, blocks: Sequence[Block], words: Mapping[str, str]) -> Iterator[str]:
    """A section that can be closed: what is closed is not printed."""
    rows = max((len(block.rows) for block in blocks if isinstance(block, Table)), default=0)
    yield f'<section id="{section.key}"{" class=long" if rows >= _LONG else ""}>'
    closed = rows >= _CLOSED
    told = f"<small>{escaped(words['closed'])}</small>" if closed and "closed" in words else ""
    yield f"<details{'' if closed else ' open'}><summary><h2>{escaped(section.title)}</h2>{told}</summary>"
    rest = list(blocks)
    while rest:
        cards = _cards(rest)
        if len(cards) > 1:
            yield from ('<div class="cards">', *chain.from_iterable(map(_card, cards)), "</div>")
            del rest[: 2 * len(cards)]
        else:
            yield from _block(rest.pop(0), f"{section.key}-{len(rest)}", words)
    yield "</details></section>"


def _cards(blocks: Sequence[Block]) -> list[tuple[Paragraph, Table]]:
    """The small tables, each under its heading, with which the blocks begin: they stand side by side."""
    found: list[tuple[Paragraph, Table]] = []
    for heading, table in zip(blocks[::2], blocks[1::2], strict=False):
        small = isinstance(table, Table) and len(table.columns) <= _SMALL and len(table.rows) <= 2 * _SMALL
        if not (small and isinstance(heading, Paragraph) and heading.role == "heading" and isinstance(table, Table)):
            break
        found.append((heading, table))
    return found


def _card(card: tuple[Paragraph, Table]) -> list[str]:
    return ["<div>", *_paragraph(card[0]), *element(for_people(card[1])), "</div>"]


def _block(block: Block, name: str, words: Mapping[str, str]) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from _paragraph(block)
    elif isinstance(block, Table):
        yield from element(for_people(block))
    elif isinstance(block, Chart):
        yield from _figure(block, name, words)


def _paragraph(paragraph: Paragraph) -> list[str]:
    lines = [escaped(line) for line in paragraph.lines if line]
    if not lines:
        return []
    if paragraph.role == "heading":
        return [f"<h3>{' '.join(lines)}</h3>"]
    heading = [f"<h1>{lines.pop(0)}</h1>"] if paragraph.role == "title" else []
    return [*heading, *([f'<p class="{paragraph.role}">' + "<br>\n".join(lines) + "</p>"] if lines else [])]


def _figure(chart: Chart, name: str, words: Mapping[str, str]) -> Iterator[str]:
    """The picture, what it shows in words, and its numbers."""
    yield "<figure>"
    yield f"<figcaption><strong>{escaped(chart.title)}</strong>{escaped(chart.summary)}</figcaption>"
    yield picture(chart, name)
    yield f"<details><summary>{escaped(words.get('numbers', chart.title))}</summary>"
    yield from element(chart.numbers)
    yield "</details></figure>"
