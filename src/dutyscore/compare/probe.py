"""Boundary probes: made-up members just below, at and above every line, tier edge, cap and quota of either version.

No log is needed. Tiers, tables and caps are scored by the real engine over made-up entries; lines of grades and bands
are asked of the decisions themselves; places of top and quota are counted for made-up cohorts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from dutyscore.compare.book import Book, BookNode
from dutyscore.compare.ruling import NO_ROW, Case, Ruling, TooManyCasesError, axes
from dutyscore.compare.specimen import Record, first_day, specimen
from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.deciding import ListRow, Row

ScoreRecords = Callable[[Book, Sequence[Record]], dict[str, str]]
"""The total of every member of some records (text; `refused` where every row was refused)."""
_COHORTS = (5, 10, 20, 24, 50, 100, 170, 200)


@dataclass(frozen=True, slots=True)
class Probe:
    """`kind`: line, tier, table, cap or places. `about` names the clause, `value` where the made-up member stands."""

    kind: str
    about: str
    value: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new


def probes(old: Book, new: Book, score: ScoreRecords) -> tuple[Probe, ...]:
    """Every probe, in the order of the book; those that change nothing as well."""
    return (*_entry_probes(old, new, score), *_line_probes(old, new), *_place_probes(old, new))


# ---------------------------------------------------------------- entries


def _entry_probes(old: Book, new: Book, score: ScoreRecords) -> Iterator[Probe]:
    asked: list[tuple[str, str, str, str]] = []
    records: dict[str, list[Record]] = {}
    for node in new.items:
        before = old.nodes.get(node.id)
        for kind, value, rows in _of_item(old if before else None, new, before, node):
            member = f"p{len(asked)}"
            asked.append((kind, node.spec.name, value, member))
            records[member] = [{**row, new.rulebook.entries.columns.member[-1]: member} for row in rows]
    rows = [row for made in records.values() for row in made]
    if not rows:
        return
    one, two = score(old, rows), score(new, rows)
    for kind, about, value, member in asked:
        yield Probe(kind, about, value, one.get(member, "refused"), two.get(member, "refused"))


def _of_item(
    old: Book | None, new: Book, before: BookNode | None, node: BookNode
) -> Iterator[tuple[str, str, list[Record]]]:
    assert node.item
    if node.item.score.entry_method is None:
        return
    day = first_day(new)
    edges, field = _edges(node), ""
    if before is not None and before.item is not None:
        edges |= _edges(before)
    tiers = node.item.score.tiers
    if tiers and tiers.field and edges:
        field = tiers.field
        fact = new.rulebook.fields_[field]
        grain = Fraction(1, 10**fact.decimals)
        for edge in sorted(edges):
            for value in (edge - grain, edge, edge + grain):
                if fact.min is None or value >= fact.min:
                    text = decimal_text(value)
                    yield "tier", f"{field} {text}", [specimen(new, node, "", day, {field: text})]
    lookup = node.item.score.lookup
    if lookup and not node.item.score.of:
        for words in lookup.points:
            facts = dict(zip(lookup.fields(), words, strict=False))
            yield "table", " ".join(words), [specimen(new, node, "", day, facts)]
    for count in sorted(_counts(before) | _counts(node)):
        rows = [_distinct(new, specimen(new, node, "", day + 32 * (number % 11)), number) for number in range(count)]
        yield "cap", str(count), rows


def _edges(node: BookNode) -> set[Fraction]:
    tiers = node.item.score.tiers if node.item else None
    return {step.bound for step in tiers.steps} if tiers and tiers.field else set()


def _counts(node: BookNode | None) -> set[int]:
    """How many entries stay just below a cap, reach it, and pass it, where all entries give the same."""
    if node is None or node.item is None or node.item.score.each is None:
        return set()
    points = node.item.score.each.points
    found = {1}
    for cap in (node.item.max or {}).values():
        if isinstance(points, Fraction) and points > 0:
            full = (cap / points).__floor__()
            found |= {count for count in (full - 1, full, full + 1) if 0 < count <= 60}
    return found


def _distinct(book: Book, row: Record, number: int) -> Record:
    """Another deed: texts are numbered, so that no entry is a copy of another."""
    texts = {name: f"{row[name]}{number}" for name, fact in book.rulebook.fields_.items() if fact.kind == "text"}
    return {**row, **texts}


# ---------------------------------------------------------------- lines


def _line_probes(old: Book, new: Book) -> Iterator[Probe]:
    """Members who differ in the total alone: gates met, no vetoes, everything else as the rows want it."""
    for section in ("grades", "bands"):
        rows = [getattr(book.rulebook, section) for book in (old, new)]
        if not any(rows):
            continue
        try:
            found = axes((old, new), (section,))
        except TooManyCasesError:
            continue
        total = next((axis for axis in found if axis.name == "total"), None)
        if total is None:
            continue
        fixed = _friendly(old, new, [axis.name for axis in found if axis.name != "total"], found)
        step = min(book.rulebook.points.step for book in (old, new))
        edges = {edge for line in _lines(old, new, section) for edge in (line - step, line, line + step)}
        for value in sorted(edges):
            case = {**fixed, "total": value}
            one, two = _named(old, section, case), _named(new, section, case)
            yield Probe("line", section, decimal_text(value), one, two)


def _lines(old: Book, new: Book, section: str) -> set[Fraction]:
    from dutyscore.compare.ruling import number

    found = set()
    for book in (old, new):
        for test in Ruling(book).tests(getattr(book.rulebook, section)):
            if test.name == "total":
                found |= {value for _, text in test.bounds if (value := number(text)) is not None}
    return found


def _friendly(old: Book, new: Book, names: Sequence[str], found: Sequence[object]) -> Case:
    """Values of everything but the total under which most requirements are met and no veto holds."""
    chosen: dict[str, object] = {}
    values = {axis.name: axis.values for axis in found}  # type: ignore[attr-defined]
    for name in names:
        options = values[name]
        best = max(options, key=lambda value: _score_of(old, new, name, value))
        chosen[name] = best
    return chosen  # type: ignore[return-value]


def _score_of(old: Book, new: Book, name: str, value: object) -> int:
    """How friendly one value is: places are won, requirements that look at this name alone are met, vetoes are not."""
    if name.startswith("place "):
        return int(value is True)
    if name.startswith("past "):
        return int(value is False)
    points = 0
    for book in (old, new):
        ruling, rulebook = Ruling(book), book.rulebook
        for rule in rulebook.requirements.values():
            points += _holds_alone(ruling, rule.when, name, value)
        for veto in rulebook.vetoes.values():
            points -= 2 * _holds_alone(ruling, veto.when, name, value)
    return points


def _holds_alone(ruling: Ruling, condition: object, name: str, value: object) -> int:
    from dutyscore.compare.ruling import passes

    tests = [test for test in condition.tests() if test.name == name]  # type: ignore[attr-defined]
    return sum(passes(value, test) for test in tests)  # type: ignore[arg-type]


def _named(book: Book, section: str, case: Case) -> str:
    ruling = Ruling(book)
    row = ruling.grade(case) if section == "grades" else ruling.band(case)
    return "-" if row == NO_ROW else str(getattr(book.rulebook, section)[row].name)


# ---------------------------------------------------------------- places


def _place_probes(old: Book, new: Book) -> Iterator[Probe]:
    """How many places a row has among cohorts of several sizes."""
    for section in ("grades", "bands", "lists"):
        names: dict[str, None] = {}
        for book in (old, new):
            names.update(dict.fromkeys(name for name, row in _placed(book, section)))
        for name in names:
            one, two = (dict(_placed(book, section)).get(name) for book in (old, new))
            for size in _COHORTS:
                yield Probe("places", name, str(size), _places(one, size), _places(two, size))


def _placed(book: Book, section: str) -> list[tuple[str, Row | ListRow]]:
    rows = getattr(book.rulebook, section)
    pairs = rows.items() if isinstance(rows, dict) else ((row.name, row) for row in rows)
    return [(name, row) for name, row in pairs if row.top or row.quota]


def _places(row: Row | ListRow | None, size: int) -> str:
    if row is None:
        return "-"
    if row.top:
        return str(min(row.top.places, size))
    quota = row.quota
    assert quota
    if isinstance(quota.share, dict):  # each group has its own
        return ", ".join(f"{group} {decimal_text(share)}" for group, share in quota.share.items())
    whole, rest = divmod(quota.share * size, 1)
    up = {"down": False, "up": rest > 0, "half_up": 2 * rest >= 1}[quota.rounding]
    return str(whole + up)
