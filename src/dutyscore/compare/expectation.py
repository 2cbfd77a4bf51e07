"""What a case expects against what came out: only what is written is compared, but then exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field
from fractions import Fraction

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.frozen import dataclass
from dutyscore.model.ledger import Kind
from dutyscore.model.place import Place
from dutyscore.model.result import Result, RowInfo
from dutyscore.rulebook.case_schema import NONE, Expectation, ExpectedFinding, ExpectedPosting
from dutyscore.rulebook.cases import ENTRIES, Case


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that did not come out as expected.

    `what` is the key of the expectation (`total`, `nodes.base`, `postings`), or `finding`, `result`, `member`; `place`
    is where the case expects it; `node` the id of the node concerned, empty for none.
    """

    place: Place
    member: str
    what: str
    expected: str
    found: str
    node: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting as cases speak of it: `entry` is the number of the entry in the case, 0 for none."""

    entry: int
    kind: str
    amount: Fraction
    node: str

    def __str__(self) -> str:
        entry = str(self.entry) if self.entry else NONE
        node = f", node: {self.node}" if self.node else ""
        return f"{{entry: {entry}, kind: {self.kind}, amount: {decimal_text(self.amount)}{node}}}"


def differences(case: Case, result: Result | None, findings: Sequence[Diagnostic]) -> tuple[Difference, ...]:
    """Everything in which the outcome of a case differs from what it expects.

    A run that gave no result must have been expected to give a finding; a finding of severity error that no one
    expects is a difference.
    """
    found = list(_about_findings(case, findings))
    if result is not None:
        found += [each for member in case.expect for each in _about_member(case, member, result)]
    elif not found:
        found += [Difference(_place(case, member), member, "result", "", NONE) for member in case.expect]
    return tuple(found)


def _place(case: Case, member: str) -> Place:
    return case.places.get(member, case.place)


# ---------------------------------------------------------------- findings


def _about_findings(case: Case, findings: Sequence[Diagnostic]) -> Iterator[Difference]:
    made = [(finding.code, _entry_of(finding)) for finding in findings]
    for expected in case.findings:
        if not any(_is(expected, code, entry) for code, entry in made):
            others = ", ".join(_finding(code, entry) for code, entry in dict.fromkeys(made))
            place = _place(case, "diagnostic")
            yield Difference(place, "", "finding", _finding(expected.code, expected.entry or 0), others or NONE)
    for finding, (code, entry) in zip(findings, made, strict=True):
        if finding.severity == "error" and not any(_is(expected, code, entry) for expected in case.findings):
            place = case.places.get(entry, case.place)
            yield Difference(place, finding.facts.get("member", ""), "finding", NONE, _finding(code, entry))


def _entry_of(finding: Diagnostic) -> int:
    """The entry of the case that a finding is about, 0 for none."""
    return finding.place.line if finding.place.file == ENTRIES and not finding.place.sheet else 0


def _is(expected: ExpectedFinding, code: str, entry: int) -> bool:
    return expected.code == code and expected.entry in (None, entry)


def _finding(code: str, entry: int) -> str:
    return f"{code} (entry {entry})" if entry else code


# ---------------------------------------------------------------- members


def _about_member(case: Case, member: str, result: Result) -> Iterator[Difference]:
    ids = result.roster.ids
    index = ids.index(member) if member in ids else -1
    if index < 0:
        yield Difference(_place(case, member), member, "member", member, NONE)
        return
    yield from _Comparison(case, member, index, case.expect[member], result).run()


@dataclass(slots=True)
class _Comparison:
    case: Case
    member: str
    index: int
    expected: Expectation
    result: Result
    found: list[Difference] = field(default_factory=list)

    def run(self) -> list[Difference]:
        result, expected, index = self.result, self.expected, self.index
        self._number("total", expected.total, self._points(result.totals[index]))
        self._number("claimed", expected.claimed, self._points(result.claimed[index]))
        if expected.scored is not None:
            self._word("scored", *(str(flag).lower() for flag in (expected.scored, bool(result.scored[index]))))
        self._word("grade", expected.grade, _row(result.grades, int(result.grade[index])))
        self._word("points_grade", expected.points_grade, _row(result.grades, int(result.points_grade[index])))
        self._word("band", expected.band, _row(result.bands, int(result.band[index])))
        self._number("rank", expected.rank, Fraction(int(result.rank.places[index])) or NONE)
        for number, node in enumerate(result.nodes):
            value = self._points(result.values[index, number])
            self._number(f"nodes.{node.id}", expected.nodes.get(node.id), value, node.id)
        for info in result.named_totals:
            self._number(f"totals.{info.id}", expected.totals.get(info.id), self._points(info.values[index]))
        for one in result.standings:
            for name in {one.rank.name, f"{one.name}.{one.of}"} & expected.standings.keys():
                self._word(f"standings.{name}", expected.standings[name], _row(one.rows, int(one.row[index])))
        for key, text in expected.shown.items():
            self._word(f"shown.{key}", text, (result.shown[key][index] if key in result.shown else "") or NONE)
        for measure in result.measures:
            measured = measure.values[index]
            wanted = expected.measures.get(measure.id)
            self._number(f"measures.{measure.id}", wanted, NONE if measured is None else measured)
        for gate in result.requirements:
            met = "met" if gate.members[index] else "unmet"
            self._word(f"requirements.{gate.id}", expected.requirements.get(gate.id), met)
        self._vetoes()
        self._names("lists", expected.lists, [each.name for each in result.lists if index in each.members])
        self._postings()
        return self.found

    def _points(self, steps: object) -> Fraction:
        return self.result.scale.points(int(str(steps)))

    def _differ(self, what: str, expected: str, found: str, node: str = "") -> None:
        self.found.append(Difference(_place(self.case, self.member), self.member, what, expected, found, node))

    def _number(self, what: str, expected: Fraction | str | None, found: Fraction | str, node: str = "") -> None:
        if expected is not None and expected != found:
            self._differ(what, _text(expected), _text(found), node)

    def _word(self, what: str, expected: str | None, found: str) -> None:
        if expected is not None and expected != found:
            self._differ(what, expected, found)

    def _names(self, what: str, expected: tuple[str, ...] | None, found: list[str]) -> None:
        if expected is not None and sorted(expected) != sorted(found):
            self._differ(what, _list(expected), _list(found))

    def _vetoes(self) -> None:
        """A veto may be named by its id or its name."""
        in_force = [gate for gate in self.result.vetoes if gate.members[self.index]]
        asked = self.expected.vetoes
        self._names("vetoes", asked, [gate.id if gate.id in (asked or ()) else gate.name for gate in in_force])

    def _postings(self) -> None:
        """Each expected posting takes one of those that fit it; the most precise expectation chooses first."""
        left = Counter(_posted(self.result, self.index))
        for expected in sorted(self.expected.postings, key=_vagueness):
            fitting = next((posted for posted in left if left[posted] and _fits(expected, posted)), None)
            if fitting is not None:
                left[fitting] -= 1
                continue
            near = [posted for posted in left.elements() if expected.entry in (None, posted.entry or NONE)]
            self._differ("postings", _wish(expected), _list([str(posted) for posted in near]), expected.node or "")
        if self.expected.postings_only:
            for posted in left.elements():
                self._differ("postings", NONE, str(posted), posted.node)


def _row(rows: tuple[RowInfo, ...], index: int) -> str:
    return rows[index].name if index >= 0 else NONE


def _text(value: Fraction | str) -> str:
    return value if isinstance(value, str) else decimal_text(value)


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(words)}]"


def _posted(result: Result, member: int) -> Iterator[Posted]:
    """The postings of one member, in the order of the ledger."""
    ledger = result.ledger
    for row in (ledger.member == member).nonzero()[0].tolist():
        entry, node = int(ledger.entry[row]), int(ledger.node[row])
        yield Posted(
            int(result.entries.row[entry]) if entry >= 0 else 0,
            Kind(int(ledger.kind[row])).name,
            result.scale.points(int(ledger.amount[row])),
            result.nodes[node].id if node >= 0 else "",
        )


def _vagueness(expected: ExpectedPosting) -> int:
    return (expected.entry, expected.kind, expected.amount, expected.node).count(None)


def _fits(expected: ExpectedPosting, posted: Posted) -> bool:
    return (
        expected.entry in (None, posted.entry or NONE)
        and expected.kind in (None, posted.kind)
        and expected.amount in (None, posted.amount)
        and expected.node in (None, posted.node)
    )


def _wish(expected: ExpectedPosting) -> str:
    written = {"entry": expected.entry, "kind": expected.kind, "amount": expected.amount, "node": expected.node}
    return "{" + ", ".join(f"{key}: {_text(value)}" for key, value in written.items() if value is not None) + "}"
