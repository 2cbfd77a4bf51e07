"""The way of `report`: one evaluation, then every file that was asked for, and the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutyscore.cli import report_archive, report_issue, writing
from dutyscore.cli.asked import Asked, Formats, Where
from dutyscore.cli.evaluate import Files
from dutyscore.cli.members import chosen
from dutyscore.cli.progress import Steps
from dutyscore.cli.publish import Made, carry_out
from dutyscore.cli.report_dates import standings_to_date
from dutyscore.cli.report_wanted import BY, PER, Wanted
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.terminal import write_out
from dutyscore.cli.trouble import Trouble
from dutyscore.cli.usage import bad_choice
from dutyscore.output.formats import Paper, printed
from dutyscore.output.views.public import masked
from dutyscore.output.views.report import report_view
from dutyscore.output.views.report_told import Told
from dutyscore.pipeline import reviews_of
from dutyscore.rulebook.load import load_rulebook


def run(shell: Shell, asked: Asked, where: Where, wanted: Wanted, formats: Formats) -> int:
    """The whole run; the exit code. Standard output gets the paths written."""
    issued = bool(report_issue.kind_of(wanted))

    def hinder(files: Files, trouble: Trouble) -> None:
        trouble.complain(_complaints(shell, where, wanted))
        report_issue.hinder(where, wanted, files.names, shell, trouble)
        if wanted.archive:
            trouble.find(report_archive.obstacles(wanted.archive, files.names))

    def deliver(made: Made) -> None:
        steps = Steps(shell)
        told = _told(made, wanted, steps)
        if told is None:
            return
        if issued:
            contents = report_issue.contents(told, where, wanted, made.files.names, steps, made.trouble)
        else:
            contents = _contents(made, told, wanted, steps)
        steps.clear()
        _write(made, contents, where)
        if wanted.archive and not where.dry_run and made.trouble.code < Code.usage:
            report_archive.add(made, wanted.archive)

    plain = where if not issued else replace(where, outputs=())
    return carry_out(shell, asked, plain, formats, deliver, hinder)


def _complaints(shell: Shell, where: Where, wanted: Wanted) -> list[str]:
    """What is wrong with the options of `report`."""
    wording = shell.wording
    found = [] if where.outputs or wanted.archive else [wording("usage.missing", name="-o FILE")]
    for word in wanted.by:
        found += bad_choice(wording, "--by", word, BY)
    return found + (bad_choice(wording, "--per", wanted.per, PER) if wanted.per else [])


def _told(made: Made, wanted: Wanted, steps: Steps) -> Told | None:
    """Everything a report tells of; None when whom to print does not exist, which is then trouble."""
    assert made.files.rulebook
    loaded = load_rulebook(made.files.rulebook.data, made.files.rulebook.name)
    assert loaded.rulebook
    shown, findings = chosen(made.result, wanted.members, wanted.groups)
    made.trouble.find(findings, Code.usage)
    if findings:
        return None
    result, run = made.result, replace(made.run, shown=shown)
    dates = standings_to_date(made, loaded, wanted.by, steps)
    if wanted.public:
        result, run = masked(result, run, loaded.rulebook)
    reviews = reviews_of(loaded, made.result)
    return Told(result, run, loaded.rulebook, made.shell.wording, dates, reviews, wanted.public)


def _contents(made: Made, told: Told, wanted: Wanted, steps: Steps) -> list[tuple[str, bytes]]:
    """Every file with its bytes; files of one format are printed once."""
    paper = Paper(made.shell.wording.language, file=True)
    ready: dict[str, bytes] = {}
    contents = []
    for number, target in enumerate(made.wanted):
        steps.tell(number, len(made.wanted), target.path)
        if target.format not in ready:
            if target.format == report_issue.DOCUMENT:
                made.trouble.find(report_issue.left_out(told, wanted), Code.done)
                ready[target.format] = report_issue.notice(told, wanted, paper)
            else:
                ready[target.format] = printed(report_view(told, target.format), target.format, paper)
        contents.append((target.path, ready[target.format]))
    return contents


def _write(made: Made, contents: Sequence[tuple[str, bytes]], where: Where) -> None:
    """Write all files or none; the paths go to standard output, also those that a dry run would write."""
    folders = [] if made.where.dry_run or not contents else report_issue.make_folders(where)
    failed = [] if made.where.dry_run else writing.write(contents, made.where.force)
    made.trouble.find(failed)
    if failed:
        report_issue.drop(folders)
    else:
        write_out("".join(f"{path}\n" for path, _ in contents).encode())
