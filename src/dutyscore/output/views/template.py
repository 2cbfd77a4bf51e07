"""The workbook that an office fills in, as data: columns with what may stand in them, the roster, the instructions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from dutyscore.model.columns import Roster
from dutyscore.model.days import iso
from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import RulebookStamp
from dutyscore.model.vocabulary import DATE, ITEM, REVIEWER, ROW, Field, Vocabulary
from dutyscore.output.views.fact_texts import fact_texts
from dutyscore.output.views.run import SHORT
from dutyscore.output.views.template_choices import choices_by_item, offered_items
from dutyscore.output.views.template_points import asked_fields, limits_text, points_text
from dutyscore.output.wording import Wording
from dutyscore.rulebook.nodes import Group, Item
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables.header import MEMBER_ID, member_words
from dutyscore.tables.spelling import header_keys

FIRST_DAY, LAST_DAY = "1900-01-01", "2199-12-31"
"""The days that a date of a log can be."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a cell takes. `kind`: text, date, number, percent, minutes, choice, item, id, name.

    `choices` are the words of a choice; `by_item` those that fit beside each item, in the order of the items, if they
    differ. `decimals`, `min` and `max` bound a number.
    """

    kind: str
    choices: tuple[str, ...] = ()
    by_item: Mapping[str, tuple[str, ...]] | None = None
    decimals: int = 0
    min: str = ""
    max: str = ""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: its header word, what its cells take, and what is said beside them."""

    title: str
    rule: Rule
    prompt: str
    error: str


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A line of the instructions: a category (no item), or an item."""

    cells: tuple[str, ...]
    heading: bool


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that a template holds. `roster_rows` are texts by column; `roster_ids` and `roster_names` are the
    positions (from 0, -1 = none) of the columns that drop-downs of members point to."""

    title: str
    names: Mapping[str, str]
    log: tuple[FormColumn, ...]
    roster: tuple[FormColumn, ...]
    roster_rows: tuple[tuple[str, ...], ...]
    items: tuple[str, ...]
    lines: tuple[str, ...]
    guide: tuple[str, ...]
    guide_rows: tuple[GuideRow, ...]


def template_form(rulebook: Rulebook, stamp: RulebookStamp, roster: Roster | None, wording: Wording) -> Form:
    words = vocabulary(rulebook)
    members = _members(words)
    log = (*_structural(words, ROW, "text", wording), *(_member(word, kind, wording) for kind, word in members.items()))
    log = (*log, *_structural(words, DATE, "date", wording), *_structural(words, ITEM, "item", wording))
    log = (*log, *(_field(field, rulebook, wording) for field in words.fields))
    log = (*log, *_structural(words, REVIEWER, "text", wording))
    columns = tuple(_distinct(log))
    roster_columns = tuple(_distinct(_roster_columns(words, members, wording)))
    names = {key: wording(f"template.sheet.{key}") for key in ("log", "roster", "guide")}
    return Form(
        title=f"{stamp.title} {stamp.version}",
        names=names,
        log=columns,
        roster=roster_columns,
        roster_rows=tuple(_roster_rows(roster, roster_columns, words)) if roster else (),
        items=tuple(offered_items(rulebook)),
        lines=tuple(_lines(stamp, names, wording)),
        guide=tuple(wording(f"template.guide.{key}") for key in _GUIDE),
        guide_rows=tuple(_guide(rulebook, wording)),
    )


_GUIDE = ("name", "points", "limits", "fields", "ref")


def _members(words: Vocabulary) -> dict[str, str]:
    """The first header word of ids, and the first of names."""
    found: dict[str, str] = {}
    for word, target in member_words(words):
        found.setdefault("id" if target == MEMBER_ID else "name", word)
    return dict(sorted(found.items()))


def _distinct(columns: Sequence[FormColumn]) -> Iterator[FormColumn]:
    """Columns whose header words differ: a structural column may be a declared field as well, whose rules are finer."""
    finer = {header_keys(column.title)[0]: column for column in columns if column.rule.kind != "text"}
    met = set()
    for column in columns:
        key = header_keys(column.title)[0]
        if key not in met:
            met.add(key)
            yield finer.get(key, column)


def _column(title: str, rule: Rule, wording: Wording, key: str, **facts: str) -> FormColumn:
    prompt = wording(f"template.ask.{key}", **facts)
    return FormColumn(title, rule, prompt, wording(f"template.error.{key}", column=title, **facts))


def _structural(words: Vocabulary, key: str, kind: str, wording: Wording) -> tuple[FormColumn, ...]:
    return tuple(_column(word, Rule(kind), wording, kind) for word in words.columns.get(key, ())[:1])


def _member(word: str, kind: str, wording: Wording) -> FormColumn:
    return _column(word, Rule(kind), wording, kind)


def _field(field: Field, rulebook: Rulebook, wording: Wording) -> FormColumn:
    by_item = choices_by_item(rulebook, field.name) if field.type in ("choice", "yes_no") else None
    column = _fact(field, wording)
    if by_item is None:
        return column
    rule = Rule(column.rule.kind, column.rule.choices, by_item)
    return _column(field.name, rule, wording, "choice_by_item", choices=wording.series(rule.choices))


def _fact(field: Field, wording: Wording) -> FormColumn:
    """The column of a declared fact."""
    if field.type in ("choice", "yes_no"):
        choices = field.choices or (field.yes, field.no)
        return _column(field.name, Rule("choice", choices), wording, "choice", choices=wording.series(choices))
    if field.type in ("number", "percent", "minutes"):
        low, high = (_bound(bound) for bound in (field.min, field.max))
        rule = Rule(field.type, decimals=field.decimals, min=low, max=high)
        facts = {"min": low, "max": high, "decimals": str(field.decimals)}
        return _column(field.name, rule, wording, field.type, **facts)
    if field.type == "date":
        return _column(field.name, Rule("date"), wording, "date")
    return _column(field.name, Rule("text"), wording, "text")


def _bound(bound: Fraction | None) -> str:
    return "" if bound is None else decimal_text(bound)


def _roster_columns(words: Vocabulary, members: Mapping[str, str], wording: Wording) -> list[FormColumn]:
    text = Rule("text")
    return [
        *(_column(word, text, wording, f"roster_{kind}") for kind, word in members.items()),
        *(_fact(field, wording) for field in words.roster),
        *(_column(wording(f"template.{key}"), Rule("date"), wording, key) for key in ("from", "to")),
    ]


def _roster_rows(roster: Roster, columns: Sequence[FormColumn], words: Vocabulary) -> Iterator[tuple[str, ...]]:
    """The rows of a roster, one per member and validity."""
    members = _members(words)
    facts = {name: fact_texts(column) for name, column in roster.facts.items()}
    ends = _ends(roster)
    for row, member in enumerate(roster.member.tolist()):
        texts = {members.get("id", ""): roster.ids[member], members.get("name", ""): roster.names[member]}
        texts |= {name: column[row] for name, column in facts.items()}
        first, last = ends[row]
        yield (*(texts.get(column.title, "") for column in columns[:-2]), first, last)


def _ends(roster: Roster) -> list[tuple[str, str]]:
    """First and last day of each row, empty where open."""

    def shown(day: int) -> str:
        return "" if abs(day) >= 2**31 - 1 else iso(day)

    ends = zip(roster.first.tolist(), roster.last.tolist(), strict=True)
    return [(shown(first), shown(last)) for first, last in ends]


def _lines(stamp: RulebookStamp, names: Mapping[str, str], wording: Wording) -> Iterator[str]:
    yield "  ".join((stamp.title, stamp.version, stamp.id, stamp.digest[:SHORT]))
    yield wording("template.source", source=stamp.source)
    yield wording("template.how", log=names["log"], roster=names["roster"])
    yield wording("template.run")


def _guide(rulebook: Rulebook, wording: Wording) -> Iterator[GuideRow]:
    def row(node: Group | Item, depth: int, points: str, fields: str) -> GuideRow:
        name = "    " * depth + node.name
        limits = limits_text(node, wording)
        return GuideRow((name, points, limits, fields, wording.series(node.ref)), isinstance(node, Group))

    def walk(group: Group, depth: int) -> Iterator[GuideRow]:
        yield row(group, depth, "", "")
        for _, child in group.children():
            if isinstance(child, Group):
                yield from walk(child, depth + 1)
            else:
                fields = wording.series(asked_fields(child, rulebook.fields_))
                yield row(child, depth + 1, points_text(child, wording), fields)

    for category in rulebook.categories.values():
        yield from walk(category, 0)
