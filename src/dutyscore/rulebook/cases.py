"""Cases beside a rulebook: what a person put into a situation, and what must come out of it (`cases.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from dutyscore.model.days import Stretch
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History, PastResult
from dutyscore.model.place import Place
from dutyscore.model.written import Written
from dutyscore.rulebook.case_names import check_names
from dutyscore.rulebook.case_schema import Expectation, ExpectedFinding, Facts, WrittenCase
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.refusals import Refusal, described, refusals
from dutyscore.rulebook.schema import Rulebook
from dutyscore.rulebook.yaml_text import YamlText, read_yaml

ENTRIES = "entries"
"""The file under whose name the entries of a case are read: row i of it is entry i of the case."""
FINDINGS = "diagnostic"
"""The key under `expect` that holds expected findings instead of a member."""

_Model = TypeVar("_Model", bound=Written)


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `place` is that of its name, `places` are those of its entries (from 1) and of what it expects."""

    name: str
    ref: tuple[str, ...]
    place: Place
    as_of: int | None
    selection: Stretch | None
    """The stretch the case scores; None = the whole period."""
    roster: Mapping[str, tuple[Facts, ...]]
    """Members and their facts, one row per validity; without a roster in the file everybody the case names."""
    entries: tuple[tuple[str, Facts], ...]
    """Member and facts of each entry, in the order of the file."""
    history: History
    expect: Mapping[str, Expectation]
    findings: tuple[ExpectedFinding, ...]
    places: Mapping[str | int, Place]


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a file that could be read, and what is wrong with it."""

    cases: tuple[Case, ...]
    text: YamlText
    findings: tuple[Diagnostic, ...]


def load_cases(data: bytes, file: str, rulebook: Rulebook) -> Cases:
    """Read the cases of a rulebook; never raises about their content."""
    text = read_yaml(data, file)
    refused: list[Refusal] = []
    cases: list[Case] = []
    report = Report(text)
    if text.root is not None and text.root.kind == "list":
        for index, content in enumerate(text.root.data()):
            case = read_case(report, index, content, rulebook, refused)
            if case is not None:
                cases.append(case)
    elif text.root is not None and not text.findings:
        refused.append(Refusal("DS203", (), {"expected": "list"}))
    findings = (*text.findings, *described(text, refused), *report.findings)
    return Cases(tuple(cases), text, tuple(sorted(findings, key=lambda found: (found.place, found.code))))


def read_case(report: Report, index: int, content: Any, rulebook: Rulebook, refused: list[Refusal]) -> Case | None:
    """The case at this position of the file, None if the schema refuses a part of it."""
    before = len(refused)
    written = _read(WrittenCase, content, (index,), refused)
    asked = content.get("expect") if isinstance(content, dict) else None
    expect, findings = _expected(asked if isinstance(asked, dict) else {}, (index, "expect"), refused)
    if written is None or len(refused) > before:
        return None
    check_names(report, (index,), written, expect, rulebook)
    return Case(
        name=written.case,
        ref=written.ref,
        place=report.place((index, "case")),
        as_of=written.as_of,
        selection=written.period,
        roster=written.roster if written.roster is not None else dict.fromkeys(_named(written, expect), ({},)),
        entries=tuple((member, row) for member, rows in written.entries.items() for row in rows),
        history=_history(written),
        expect=expect,
        findings=findings,
        places=dict(_places(report, index, written)),
    )


def _expected(
    asked: Mapping[str, Any], path: tuple[str | int, ...], refused: list[Refusal]
) -> tuple[dict[str, Expectation], tuple[ExpectedFinding, ...]]:
    expect: dict[str, Expectation] = {}
    findings: list[ExpectedFinding] = []
    for name, value in asked.items():
        if name != FINDINGS:
            expected = _read(Expectation, value, (*path, name), refused)
            expect |= {name: expected} if expected else {}
        elif isinstance(value, list):
            each = [_read(ExpectedFinding, part, (*path, name, number), refused) for number, part in enumerate(value)]
            findings += [finding for finding in each if finding]
        else:
            finding = _read(ExpectedFinding, value, (*path, name), refused)
            findings += [finding] if finding else []
    return expect, tuple(findings)


def _read(model: type[_Model], content: Any, path: tuple[str | int, ...], refused: list[Refusal]) -> _Model | None:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        refused += refusals(error, model, path)
        return None


def _named(written: WrittenCase, expect: Mapping[str, Expectation]) -> Iterator[str]:
    yield from written.entries
    yield from written.history
    yield from expect


def _places(report: Report, index: int, written: WrittenCase) -> Iterator[tuple[str | int, Place]]:
    rows = ((member, row) for member, found in written.entries.items() for row in range(len(found)))
    for number, where in enumerate(rows, start=1):
        yield number, report.place((index, "entries", *where))
    for name in written.expect:
        yield name, report.place((index, "expect", name), at_key=True)


def _history(written: WrittenCase) -> History:
    periods: list[dict[str, PastResult]] = []
    for member, past in written.history.items():
        for back, standing in enumerate((past.last_period, *past.before)):
            if back == len(periods):
                periods.append({})
            periods[back][member] = standing.result()
    return History(tuple(periods))


def case_records(case: Case, rulebook: Rulebook) -> tuple[list[dict[str, str]], list[dict[str, str]], History]:
    """Entries, roster and history of a case, as `dutyscore.tables.read_records` and the engine take them.

    Keys are header words. What makes an entry confirmed is filled in where the entry does not say otherwise.
    """
    member = rulebook.entries.columns.member[-1]
    confirming = _confirming(rulebook)
    records = []
    for name, row in case.entries:
        unsaid = {field: word for field, (word, headers) in confirming.items() if not headers & row.keys()}
        records.append({member: name, **unsaid, **row})
    roster = [{member: name, **row} for name, rows in case.roster.items() for row in rows]
    return records, roster, case.history


def confirming_words(rulebook: Rulebook) -> dict[str, str]:
    """The word by which each field makes an entry confirmed: a case need not write it."""
    return {name: word for name, (word, _) in _confirming(rulebook).items()}


def _confirming(rulebook: Rulebook) -> dict[str, tuple[str, frozenset[str]]]:
    """For each field that makes an entry confirmed the word it must have and the field's header words."""
    condition = rulebook.entries.confirmed
    fields = rulebook.fields_
    return {
        test.name: (test.equals[0], frozenset((test.name, *fields[test.name].aliases)))
        for test in (condition.any_of[0] if condition else ())
        if test.name in fields and test.equals and not test.negated
    }
