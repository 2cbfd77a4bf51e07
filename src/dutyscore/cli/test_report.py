"""Printing and writing what became of cases."""

from __future__ import annotations

from collections.abc import Sequence

from dutyscore.cli import writing
from dutyscore.cli.asked import Formats, Where
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.terminal import paper_of, tell, write_out
from dutyscore.cli.trouble import Trouble
from dutyscore.compare.verdict import BookVerdict
from dutyscore.output.formats import Paper, github, junit, printed
from dutyscore.output.views.cases import cases_notes, cases_suites, cases_view


def targets_of(where: Where, formats: Formats, inputs: Sequence[str], trouble: Trouble) -> list[writing.Target]:
    """The files to write; what is in the way of them is trouble."""
    if where.format and where.format not in formats.printed:
        trouble.find([writing.unknown_format(where.format, formats.printed)], Code.usage)
    wanted, findings = writing.targets(where.outputs, formats.written)
    trouble.find(findings, Code.usage)
    trouble.find(writing.obstacles(wanted, inputs, where.force))
    return wanted


def report(
    books: Sequence[BookVerdict], shell: Shell, where: Where, wanted: Sequence[writing.Target], trouble: Trouble
) -> None:
    """Print the report, or write it, or both."""
    if books and (where.format or not wanted):
        write_out(_written(books, where.format or "text", shell, paper_of(shell.wording.language, shell.color)))
    paper = Paper(shell.wording.language, file=True)
    contents = [(target.path, _written(books, target.format, shell, paper)) for target in wanted]
    failed = [] if where.dry_run else writing.write(contents, where.force)
    trouble.find(failed)
    if contents and not failed and not shell.quiet:
        key = "run.would_write_file" if where.dry_run else "run.wrote_file"
        tell([shell.wording(key, file=path) for path, _ in contents])


def _written(books: Sequence[BookVerdict], name: str, shell: Shell, paper: Paper) -> bytes:
    if name == "junit":
        return junit.write(cases_suites(books, shell.wording))
    if name == "github":
        return github.write(cases_notes(books, shell.wording))
    tableau = cases_view(books, shell.wording, gaps=shell.verbose)
    return printed(tableau, "table" if name == "text" else name, paper)
