"""What a condition may name at its place in the rulebook, and what it may ask of each name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from dutyscore.model.condition import BOUNDS, Condition, Test
from dutyscore.model.days import parse_iso
from dutyscore.model.exact import parse_decimal, parse_factor
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Path, nearest
from dutyscore.rulebook.deciding import Row, Standings
from dutyscore.rulebook.names import MEASURED, NUMBERS, WORDS, Book, Meaning, measure_meaning, over_points
from dutyscore.rulebook.placing import Report

_NUMERIC = (*NUMBERS, "points", "measure", "rank")
_REMEMBERED = ("points", "measure", "rank", "row")
_MET = ("met", "unmet")


@dataclass(frozen=True, slots=True)
class Scope:
    """`names` may be asked about this period, `past` about earlier ones, those `over` about other `windows`. `expected`
    is the word for what is missing when a name resolves to nothing."""

    expected: str
    names: Mapping[str, Meaning]
    past: Mapping[str, Meaning]
    over: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()


def entry_scope(book: Book) -> Scope:
    """Conditions over entries: their fields, the structural columns, facts of the member."""
    return Scope("field", {**book.facts, **book.structural, **book.fields}, {})


def fact_scope(book: Book) -> Scope:
    """`for`: facts of the member, nothing that is decided later."""
    return Scope("fact", book.facts, {})


STAGES = ("requirements", "vetoes", "standings", "grades", "bands", "lists")
"""Member conditions in the order in which they are decided; each may name what is decided before it."""


def member_scope(book: Book, stage: str) -> Scope:
    """Conditions over members at one stage of the decisions."""
    rulebook = book.rulebook
    counted = _counted(book)
    gates = {name: Meaning("gate", _MET) for name in ("requirement", *rulebook.requirements)}
    veto = {"veto": Meaning("veto", ("any", "none", *rulebook.vetoes))}
    ranks = {name: Meaning("rank") for name in ("rank", "rank_from_end")}
    rankings = {name: Meaning("rank") for name in rulebook.rankings}
    slices = {"slice": Meaning("rank")} if any(one.main and one.slices for one in rulebook.rankings.values()) else {}
    sets = _set_words(book, len(rulebook.standings))
    grades = Meaning("row", _row_words(rulebook.grades))
    bands = Meaning("row", _row_words(rulebook.bands))
    decided: list[dict[str, Meaning]] = [
        {**book.facts, **counted},
        gates,
        {**veto, **ranks, **rankings, **slices},
        sets,
        {"grade": grades, "points_grade": grades},
        {"band": bands},
    ]
    names: dict[str, Meaning] = {}
    for part in decided[: STAGES.index(stage) + 1]:
        names.update(part)
    if stage == "grades":  # what points alone would give is known before the grade
        names["points_grade"] = grades
    past = {**counted, **ranks, **gates, **veto, **sets, "grade": grades, "band": bands}
    return Scope("word", names, past, over_names(book), book.windows)


def set_scope(book: Book, name: str, spec: Standings) -> Scope:
    """Rows of a set of grades or bands: what is decided before it, the sets above it, and its own order."""
    scope = member_scope(book, "standings")
    above = _set_words(book, list(book.rulebook.standings).index(name))
    kinds = {_counted(book)[thing].type for thing in spec.of if thing in book.counted}
    own = {"value": MEASURED if kinds == {"measure"} else Meaning("points")}
    own |= {"slice": Meaning("rank")} if spec.slices else {}
    over = (*scope.over, "value") if all(thing in scope.over for thing in spec.of) else scope.over
    return Scope("word", {**scope.names, **above, **own}, {**scope.past, "value": own["value"]}, over, book.windows)


def _set_words(book: Book, count: int) -> dict[str, Meaning]:
    """Names of the first sets; with `.thing` behind it the set on one of several things."""
    words: dict[str, Meaning] = {}
    for name, spec in list(book.rulebook.standings.items())[:count]:
        rows = Meaning("row", _row_words(spec.rows))
        words |= {name: rows, **{f"{name}.{thing}": rows for thing in spec.of}}
    return words


def _counted(book: Book) -> dict[str, Meaning]:
    """Points and measures."""
    measures = {name: measure_meaning(measure) for name, measure in book.rulebook.measures.items()}
    return {name: measures.get(name, Meaning("points")) for name in book.counted}


def over_names(book: Book) -> tuple[str, ...]:
    """What has a value over other windows than the period: measures, nodes, totals that only sum nodes."""
    rulebook = book.rulebook
    totals = {
        name
        for name, total in (rulebook.totals or {}).items()
        if not (total.composite or total.opening or total.resets or total.never_below is not None)
    }
    plain = () if rulebook.pointless or (rulebook.totals and rulebook.main_total not in totals) else ("total",)
    early = [name for name, measure in rulebook.measures.items() if not over_points(rulebook, measure)]
    return (*plain, *totals, *book.nodes, *early)


def early_scope(book: Book) -> Scope:
    """What is known before anything is valued: facts and measures; of earlier periods everything."""
    past = member_scope(book, "lists").past
    written = book.rulebook.measures.items()
    measures = {name: measure_meaning(one) for name, one in written if not over_points(book.rulebook, one)}
    return Scope("measure", {**book.facts, **measures}, past, tuple(measures), book.windows)


def _row_words(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.name for row in rows if row.name != "none"))


def check_condition(report: Report, condition: Condition | None, path: Path, scope: Scope) -> None:
    """Every name of a condition resolves, and is asked something that it can answer."""
    for test in condition.tests() if condition else ():
        here = (*path, *test.path)
        if test.over:
            _check_over(report, test, here, scope)
        remembers = test.last_period or test.running > 1
        names = scope.past if test.last_period else scope.names
        meaning = names.get(test.name)
        if meaning is None and test.last_period and test.name in scope.names:
            report.add("DS213", (*here, "in"), at_key=True, value=f"{test.name}: in")
        elif meaning is None:
            report.unknown(here, test.name, nearest(test.name, tuple(names)), scope.expected, at_key=True)
        elif remembers and test.name not in scope.past:
            report.add("DS213", (*here, "running"), at_key=True, value=f"{test.name}: running")
        else:
            _check_test(report, test, here, meaning)


def _check_over(report: Report, test: Test, path: Path, scope: Scope) -> None:
    """Only what can be counted over another window is asked over one: points that are summed, and measures."""
    remembers = test.last_period or test.running > 1
    if remembers or (test.name not in scope.over and test.name in scope.names):
        report.add("DS213", (*path, "over"), at_key=True, value=f"{test.name}: over")
    elif test.over not in scope.windows:
        report.wrong_word((*path, "over"), test.over, scope.windows, nearest(test.over, scope.windows))


def _check_test(report: Report, test: Test, path: Path, meaning: Meaning) -> None:
    if test.blank is not None:
        if test.bounds or meaning.type == "gate":
            report.add("DS213", (*path, "blank"), at_key=True, value="blank")
        return
    if meaning.type == "people":
        report.add("DS221", path, at_key=True, name=test.name, type="people", expected=", ".join((*WORDS, *NUMBERS)))
        return
    for value, where, bound in _values(test, path):
        if bound and meaning.type not in (*_NUMERIC, "date"):
            expected = "number, date"
            report.add("DS221", where, at_key=True, name=test.name, type=meaning.type, expected=expected)
        else:
            check_value(report, value, where, meaning, bound)


def _values(test: Test, path: Path) -> Iterator[tuple[str, Path, str]]:
    """The values that a test compares with: text, where it stands, the word of the bound (empty for equality)."""
    inner = (*path, "not") if test.negated else path
    for index, value in enumerate(test.equals):
        yield value, (*inner, index), ""
    for word, value in test.bounds:
        assert word in BOUNDS
        yield value, (*inner, word), word


def check_value(report: Report, value: str, path: Path, meaning: Meaning, bound: str = "") -> None:
    """A value fits what it is compared with or stands for."""
    if meaning.type == "date":
        if parse_iso(value) is None:
            report.add("DS206", path, value=value)
    elif meaning.type in _NUMERIC:
        _check_number(report, value, path, meaning, bound)
    elif meaning.type == "project":
        if value not in meaning.words:
            report.unknown(path, value, nearest(value, meaning.words), "item")
    elif meaning.type not in ("text", "member") and value not in meaning.words:
        report.wrong_word(path, value, meaning.words, nearest(value, meaning.words))


def _check_number(report: Report, value: str, path: Path, meaning: Meaning, bound: str) -> None:
    percent = value.endswith("%") and (meaning.type == "percent" or (meaning.type == "measure" and bool(bound)))
    share = meaning.type == "measure" and bool(bound) and "/" in value  # a third is no decimal
    number = parse_factor(value) if share else parse_decimal(value[:-1] if percent else value)
    if number is None:
        report.add("DS204", path, value=value)
    elif meaning.part and not percent and number > Fraction(1):
        report.add("DS222", path, fix=f"{value}%", value=value)
