"""`dutyscore test --update`: what came out becomes what is expected, after it has been shown."""

from __future__ import annotations

from collections.abc import Sequence

from dutyscore.cli import writing
from dutyscore.cli.asked import Where
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.terminal import tell
from dutyscore.cli.test_books import Book, Source, differing
from dutyscore.cli.trouble import Trouble
from dutyscore.compare.case_edit import Edit, changed_lines, edited, edits
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.rulebook.cases import Case, load_cases
from dutyscore.rulebook.load import Loaded


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be written into one file, and what cannot be."""

    source: Source
    edits: tuple[Edit, ...]
    refused: tuple[Diagnostic, ...]


def update(books: Sequence[Book], shell: Shell, where: Where, trouble: Trouble) -> Code:
    """Show the changes and write them; `findings` if something differs that cannot be written."""
    plans = [planned(book.loaded, source) for book in books if book.loaded.rulebook for source in book.sources]
    contents = []
    for plan in plans:
        data = plan.source.file.data
        for line, old, new in changed_lines(data, plan.edits):
            tell([f"{plan.source.file.name}:{line}", f"- {old}", f"+ {new}"])
        trouble.findings += plan.refused
        if plan.edits:
            contents.append((plan.source.file.name, edited(data, plan.edits)))
    if not where.dry_run:
        trouble.find(writing.write(contents, force=True))
    count = sum(len(plan.edits) for plan in plans)
    if count and not shell.quiet:
        key = "cases.would_update" if where.dry_run else "cases.updated"
        tell([shell.wording(key, count=count, files=len(contents))])
    left = where.dry_run and count
    return Code.findings if left or any(plan.refused for plan in plans) else Code.done


def planned(loaded: Loaded, source: Source) -> Planned:
    """The changes that make the cases pass. A case that would not pass with its changes is left as it is."""
    made: list[Edit] = []
    refused: list[Diagnostic] = []
    for index, case in enumerate(source.cases):
        outcome, found = differing(loaded, case)
        if not found:
            continue
        if source.text is None:
            refused += [_refusal(case, each.place, each.member, each.what, "sheet") for each in found]
            continue
        wanted, cannot = edits(case, source.text, outcome.result, found)
        if wanted and not cannot and not _passes(loaded, source, index, wanted):
            cannot = [_refusal(case, each.place, each.member, each.what, "shape") for each in found]
        refused += cannot
        made += [] if cannot else wanted
    return Planned(source, tuple(made), tuple(refused))


def _passes(loaded: Loaded, source: Source, index: int, changes: Sequence[Edit]) -> bool:
    assert loaded.rulebook
    again = load_cases(edited(source.file.data, changes), source.file.name, loaded.rulebook)
    if len(again.cases) != len(source.cases):
        return False
    return not differing(loaded, again.cases[index])[1]


def _refusal(case: Case, place: Place, member: str, what: str, reason: str) -> Diagnostic:
    return Diagnostic("DS505", place, {"case": case.name, "member": member, "what": what, "reason": reason})
