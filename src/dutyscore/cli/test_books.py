"""Which rulebooks and cases a run of `dutyscore test` is about, and playing them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from dutyscore.cli import discover, inputs
from dutyscore.cli.case_files import FILES, read_sheet
from dutyscore.compare.case_edit import case_path
from dutyscore.compare.coverage import Survey
from dutyscore.compare.expectation import Difference, differences
from dutyscore.compare.rulebook_lines import RulebookLines
from dutyscore.compare.verdict import BookVerdict, Mismatch, Verdict, mismatch
from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.pipeline import Outcome, Request, score_reading
from dutyscore.rulebook.cases import ENTRIES, Case, case_records, load_cases
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.words import vocabulary
from dutyscore.rulebook.yaml_draft import excerpt
from dutyscore.rulebook.yaml_text import YamlText
from dutyscore.scoring.plan import compile_plan
from dutyscore.tables import Input, read_records


@dataclass(frozen=True, slots=True)
class Source:
    """A file of cases: its bytes, its text if it is YAML, and what could be read of it."""

    file: Input
    text: YamlText | None
    cases: tuple[Case, ...]
    findings: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Book:
    """A rulebook with its cases; `findings` are what is wrong with the files."""

    path: str
    loaded: Loaded
    sources: tuple[Source, ...] = ()
    findings: list[Diagnostic] = field(default_factory=list)


def rulebooks(words: Sequence[str]) -> tuple[list[str], list[Diagnostic]]:
    """The rulebooks that are meant: files, ids, all below a folder; without a word the nearest ones."""
    found: dict[str, str] = {}
    findings: list[Diagnostic] = []
    for word in words or [_near()]:
        denied: list[Diagnostic] = []
        paths = list(_below(word, denied)) if os.path.isdir(word) else []
        findings += denied
        if not paths and not denied:
            path = discover.find(word, (), (), {}) if word else Diagnostic("DS410", Place(""), {"searched": os.curdir})
            if isinstance(path, Diagnostic):
                findings.append(path)
                continue
            paths = [path]
        for path in paths:
            found.setdefault(os.path.realpath(path), path)
    return list(found.values()), findings


def _near() -> str:
    """The folder `rules`, or the rulebook, in this folder or the nearest above it."""
    place = os.path.abspath(os.curdir)
    while True:
        for name in (discover.FILE, discover.FOLDER):
            path = os.path.join(place, name)
            if os.path.isfile(path) or (os.path.isdir(path) and any(_below(path, []))):
                return os.path.relpath(path)
        if os.path.dirname(place) == place:
            return ""
        place = os.path.dirname(place)


def _below(folder: str, denied: list[Diagnostic]) -> Iterator[str]:
    for place, names in inputs.below(folder, denied):
        if discover.FILE in names:
            yield os.path.normpath(os.path.join(place, discover.FILE))


def read_book(path: str) -> Book | Diagnostic:
    """A rulebook and the cases beside it; a finding if the file cannot be read at all."""
    data = inputs.read(path)
    if isinstance(data, Diagnostic):
        return data
    loaded = load_rulebook(data.data, data.name)
    book = Book(path, loaded, findings=list(loaded.findings))
    if loaded.rulebook is None:
        return book
    folder = os.path.dirname(path)
    names = [name for name in (os.path.join(folder, each) for each in FILES) if os.path.isfile(name)]
    book.sources = tuple(_source(name, loaded) for name in names)
    book.findings += [finding for source in book.sources for finding in source.findings]
    if not any(source.cases or source.findings for source in book.sources):
        book.findings.append(Diagnostic("DS503", Place(path), {"file": os.path.join(folder, FILES[0])}))
    return book


def _source(path: str, loaded: Loaded) -> Source:
    assert loaded.rulebook
    file = inputs.read(path)
    if isinstance(file, Diagnostic):
        return Source(Input(path, b""), None, (), (file,))
    if path.endswith(".yaml"):
        cases = load_cases(file.data, file.name, loaded.rulebook)
        return Source(file, cases.text, cases.cases, cases.findings)
    return Source(file, None, *read_sheet(file, loaded.rulebook))


def played(loaded: Loaded, case: Case) -> Outcome:
    """The outcome of one case."""
    assert loaded.rulebook
    records, roster, history = case_records(case, loaded.rulebook)
    reading = read_records(records, roster, vocabulary(loaded.rulebook), ENTRIES)
    return score_reading(loaded, reading, history, Request(selection=case.selection, as_of=case.as_of))


def differing(loaded: Loaded, case: Case) -> tuple[Outcome, tuple[Difference, ...]]:
    """The outcome of one case, and in what it differs from what the case expects."""
    outcome = played(loaded, case)
    return outcome, differences(case, outcome.result, outcome.findings)


def judged(book: Book) -> BookVerdict:
    """What becomes of the cases of a rulebook."""
    loaded, rulebook = book.loaded, book.loaded.rulebook
    files = tuple(source.file.name for source in book.sources)
    if rulebook is None:
        return BookVerdict(book.path, files, "", "", "", loaded.digest, tuple(book.findings), (), None)
    survey = Survey(rulebook, loaded.text)
    plan = compile_plan(rulebook)
    verdicts = []
    for source in book.sources:
        for case in source.cases:
            outcome, found = differing(loaded, case)
            limits = outcome.result.limits if outcome.result else ()
            lines = RulebookLines(loaded.text, rulebook, [node.info for node in plan.nodes], limits)
            placed = [_placed(source, case, each) for each in found]
            mismatches = [mismatch(each, outcome.result, lines, _excerpt(source, each.place)) for each in placed]
            verdicts.append(Verdict(case, tuple(mismatches)))
            if outcome.result is not None:
                survey.look(outcome.result)
            if not found:
                survey.heed(outcome.findings)
    return BookVerdict(
        book.path, files, rulebook.rulebook, rulebook.title, rulebook.version, loaded.digest, tuple(book.findings),
        tuple(verdicts), survey.coverage(),
    )  # fmt: skip


def _placed(source: Source, case: Case, difference: Difference) -> Difference:
    """The difference at the very key that expects something else, where the file has one."""
    if source.text is None or difference.what in ("finding", "result", "member"):
        return difference
    path = (*case_path(case, source.text), "expect", difference.member, *difference.what.split(".", 1))
    return replace(difference, place=Report(source.text).place(path, at_key=True))


def _excerpt(source: Source, place: Place) -> Excerpt | None:
    """The line of a case that expects something else."""
    if source.text is None or not 0 < place.line <= len(source.text.lines):
        return None
    return excerpt(source.text.lines, place.line, place.column - 1, 1)


__all__ = ["Book", "Mismatch", "Source", "differing", "judged", "played", "read_book", "rulebooks"]
