"""Made-up entries around everything that entries can reach: edges of tiers, words of tables, days on which a value
changes, occurrences that count, caps and floors. The real engine scores them by both versions; here is decided what is
tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from dutyscore.compare.book import Book, BookNode, days_of_change
from dutyscore.compare.probed import Probe, ScoreRecords
from dutyscore.compare.specimen import Record, first_day, specimen
from dutyscore.compare.uses import known_words
from dutyscore.model.days import Stretch, iso, stretch_of
from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.nodes import Item
from dutyscore.rulebook.words import taken_words

_MOST = 40
"""Entries of one made-up member at most."""
_WHOLE = {"day", "week", "month", "quarter", "half"}
"""Windows inside of which the entries have to stand to meet their limit."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A made-up member: what the probe is called, and his entries."""

    kind: str
    about: str
    value: str
    rows: tuple[Record, ...]


def entry_probes(old: Book, new: Book, score: ScoreRecords) -> list[Probe]:
    """Clause by clause in the order of the book, fewer entries before more."""
    nodes = [(new, node, old.nodes.get(node.id)) for node in new.nodes.values()]
    nodes += [(old, node, None) for node in old.nodes.values() if node.id not in new.nodes]
    trials = [trial for book, node, other in nodes for trial in _single(book, node, other, old, new)]
    fills = [fill for book, node, other in nodes for fill in _fills(book, node, other, old, new)]
    grown = [_grown(fill) for fill in fills]
    made = [trial for each in (trials, *grown) for trial in each]
    if not made:
        return []
    one, two = _outcomes(old, made, score), _outcomes(new, made, score)
    chosen = list(range(len(trials)))
    start = len(trials)
    for each in grown:
        end = start + len(each)
        chosen += [start + index for index in sorted(_turns(one[start:end]) | _turns(two[start:end]))]
        start = end
    clauses = list(dict.fromkeys(node.spec.name for _, node, _ in nodes))
    found = [Probe(made[at].kind, made[at].about, made[at].value, one[at], two[at]) for at in chosen]
    return sorted(found, key=lambda probe: (clauses.index(probe.about), _size(probe)))


def _size(probe: Probe) -> int:
    return int(probe.value) if probe.kind in ("cap", "limit") else 0


def _outcomes(book: Book, trials: Sequence[_Trial], score: ScoreRecords) -> list[str]:
    """The total of each made-up member."""
    header = book.rulebook.entries.columns.member[-1]
    rows = [{**row, header: f"p{index}"} for index, trial in enumerate(trials) for row in trial.rows]
    found = score(book, rows)
    return [found.get(f"p{index}", "refused") for index in range(len(trials))]


# ---------------------------------------------------------------- one clause, tried alone


def _single(book: Book, node: BookNode, other: BookNode | None, old: Book, new: Book) -> Iterator[_Trial]:
    if node.item is None or node.item.score.entry_method is None:
        return
    word, day, name = _word(node, old, new), first_day(book), node.spec.name
    items = [each.item for each in (node, other) if each is not None and each.item is not None]
    for field, values in _edges(book, items).items():
        for value in values:
            text = decimal_text(value)
            row = {**specimen(book, node, "", day, {field: text}), **word}
            yield _Trial("tier", name, f"{field} {text}", (row,))
    for facts in _tables(items):
        row = {**specimen(book, node, "", day, facts), **word}
        yield _Trial("table", name, " ".join(facts.values()), (row,))
    for later in days_of_change(old.loaded, new.loaded):
        if day < later <= _period_end(book, day):
            yield _Trial("day", name, iso(later), ({**specimen(book, node, "", later), **word},))
    for count in sorted(_occurrences(items)):
        rows = (_distinct(book, specimen(book, node, "", day), number) for number in range(count))
        yield _Trial("cap", name, str(count), tuple({**row, **word} for row in rows))


def _word(node: BookNode, old: Book, new: Book) -> Record:
    """The item in a word that both versions know, where there is one: the id first."""
    assert node.item
    words = taken_words(node.id, node.item)
    both = known_words(old) & known_words(new)
    return {new.rulebook.entries.columns.item[0]: next((word for word in words if word in both), node.id)}


def _edges(book: Book, items: Sequence[Item]) -> dict[str, list[Fraction]]:
    """Values of fields beside and on every edge of tiers."""
    found: dict[str, set[Fraction]] = {}
    for item in items:
        tiers = item.score.tiers
        fact = book.rulebook.fields_.get(tiers.field or "") if tiers else None
        if tiers and tiers.field and fact:
            grain = Fraction(1, 10**fact.decimals)
            near = {value for step in tiers.steps for value in (step.bound - grain, step.bound, step.bound + grain)}
            found.setdefault(tiers.field, set()).update(
                value for value in near if fact.min is None or value >= fact.min
            )
    return {field: sorted(values) for field, values in found.items()}


def _tables(items: Sequence[Item]) -> list[Record]:
    """Facts of every line of a table, in the order of the new version."""
    found: dict[tuple[tuple[str, str], ...], None] = {}
    for item in items:
        lookup = item.score.lookup
        if lookup and not item.score.of:
            for words in lookup.points:
                found[tuple(zip(lookup.fields(), words, strict=False))] = None
    return [dict(facts) for facts in found]


def _occurrences(items: Sequence[Item]) -> set[int]:
    """How many entries it takes: one, and on both sides of what is counted from or kept."""
    found = {1}
    for item in items:
        counts = [item.starting.nth] if item.starting else []
        counts += [item.need.count] if item.need else []
        counts += [link.keep.best or 1 for link in item.pick if not link.of]
        found |= {number for count in counts for number in (count - 1, count, count + 1) if 0 < number <= _MOST}
    return found


def _distinct(book: Book, row: Record, number: int, inside: Stretch | None = None) -> Record:
    """Another deed of another day: texts are numbered, so that no entry is a copy of another."""
    texts = {name: f"{row[name]}{number}" for name, fact in book.rulebook.fields_.items() if fact.kind == "text"}
    day = first_day(book)
    last = inside.last if inside else _period_end(book, day)
    stride = 1 if inside else 32
    column = book.rulebook.entries.columns.date[0]
    return {**row, **texts, column: iso(day + number * stride % max(1, last - day + 1))}


# ---------------------------------------------------------------- limits, tried by more and more entries


@dataclass(frozen=True, slots=True)
class _Fill:
    """Entries that reach a limit one after the other."""

    kind: str
    about: str
    rows: tuple[Record, ...]


def _fills(book: Book, node: BookNode, other: BookNode | None, old: Book, new: Book) -> Iterator[_Fill]:
    """For each window of a cap the entries that give most, for each floor those that take most."""
    specs = [each.spec for each in (node, other) if each is not None]
    for limits, best in (([spec.max or {} for spec in specs], max), ([spec.min for spec in specs], min)):
        kinds = _extremes(book, node, best, old, new) if any(limits) else []
        for window in sorted({window for each in limits for window in each}) if kinds else []:
            far = max(abs(each[window]) for each in limits if window in each)
            inside = stretch_of(first_day(book), window) if window in _WHOLE else None  # type: ignore[arg-type]
            size = _enough([abs(worth) for worth, _ in kinds], far)
            rows = (_distinct(book, kinds[number % len(kinds)][1], number, inside) for number in range(size))
            yield _Fill("cap" if node.item else "limit", node.spec.name, tuple(rows))


def _enough(worths: Sequence[Fraction], far: Fraction) -> int:
    """Twice as many entries as it takes if nothing is cut or weighed on the way, and a few."""
    reached, size = Fraction(0), 0
    while reached < far and size < _MOST:
        reached, size = reached + worths[size % len(worths)], size + 1
    return min(_MOST, 2 * size + 3)


def _extremes(
    book: Book, node: BookNode, best: Callable[[Sequence[tuple[Fraction, int]]], tuple[Fraction, int]], old: Book,
    new: Book,
) -> list[tuple[Fraction, Record]]:  # fmt: skip
    """Of every item below, what the entry that gives (or takes) most is worth, and the entry; an item that does neither
    has none."""
    found = []
    for each in book.below(node.id):
        choices = _worths(book, each) if each.item else []
        if choices:
            worth, index = best([(worth, index) for index, (worth, _) in enumerate(choices)])
            if (worth > 0) == (best is max) and worth != 0:
                facts = choices[index][1]
                row = {**specimen(book, each, "", first_day(book), facts), **_word(each, old, new)}
                found.append((worth, row))
    return sorted(found, key=lambda pair: -abs(pair[0]))


def _worths(book: Book, node: BookNode) -> list[tuple[Fraction, Record]]:
    """What single entries of an item give before factors, with the facts that they need."""
    assert node.item
    score = node.item.score
    if score.of or score.entry_method is None:
        return []
    if score.each:
        return [(score.each.points, {})] if isinstance(score.each.points, Fraction) else []
    if score.lookup:
        fields = score.lookup.fields()
        pairs = score.lookup.points.items()
        return [(points, dict(zip(fields, words, strict=False))) for words, points in pairs
                if isinstance(points, Fraction)]  # fmt: skip
    if score.per_unit:
        return [(score.per_unit.points, {})]
    if score.given:
        field = score.given.field
        return [(bound, {field: decimal_text(bound)}) for bound in (score.given.min, score.given.max)]
    if score.tiers and score.tiers.field:
        fact = book.rulebook.fields_.get(score.tiers.field)
        grain = Fraction(1, 10**fact.decimals) if fact else Fraction(1)
        beyond = [(step.points, step.bound + grain) for step in score.tiers.steps]
        return [(points, {score.tiers.field: decimal_text(value)}) for points, value in beyond
                if isinstance(points, Fraction)]  # fmt: skip
    return []


def _grown(fill: _Fill) -> list[_Trial]:
    return [_Trial(fill.kind, fill.about, str(size), fill.rows[:size]) for size in range(1, len(fill.rows) + 1)]


def _turns(totals: Sequence[str]) -> set[int]:
    """Where more entries stop moving the total, with the ones before and behind; nowhere if they never do."""
    last = len(totals) - 1
    reached = next((index for index in range(len(totals)) if len({*totals[index:]}) == 1), last)
    return {index for index in (reached - 1, reached, reached + 1) if 0 <= index <= last} if reached < last else set()


def _period_end(book: Book, day: int) -> int:
    period = book.rulebook.period
    if isinstance(period, str):
        return stretch_of(day, period).last  # type: ignore[arg-type]
    end = getattr(period, "to", None)
    return int(end) if end is not None else day + 364
