"""The way of every command that reports a result: read, score, print or write, tell what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

from dutyscore.cli import rejects, writing
from dutyscore.cli.asked import Asked, Formats, Where
from dutyscore.cli.evaluate import Evaluated, Files, evaluate, read_files
from dutyscore.cli.progress import Steps
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.tell import tell_trouble
from dutyscore.cli.terminal import paper_of, tell, write_out
from dutyscore.cli.trouble import Trouble
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import Result
from dutyscore.model.tableau import Table, Tableau
from dutyscore.output.findings import Ending
from dutyscore.output.formats import Paper, printed
from dutyscore.output.views.run import Choices, Run, quoted

View = Callable[[Result, Run, Trouble], Tableau | None]
"""Makes the report; None when what the user asked for does not exist, which is then trouble."""


@dataclass(frozen=True, slots=True)
class Made:
    """A run that has a result, with the files it may write to."""

    shell: Shell
    asked: Asked
    where: Where
    files: Files
    evaluated: Evaluated
    run: Run
    result: Result
    wanted: Sequence[writing.Target]
    trouble: Trouble


def publish(shell: Shell, asked: Asked, where: Where, formats: Formats, view: View) -> int:
    """The whole run; the exit code."""

    def deliver(made: Made) -> None:
        printed_as = where.format or ("" if made.wanted else formats.printed[0])
        _report(made, printed_as, view)

    return carry_out(shell, asked, where, formats, deliver)


def carry_out(
    shell: Shell,
    asked: Asked,
    where: Where,
    formats: Formats,
    deliver: Callable[[Made], None],
    hinder: Callable[[Files, Trouble], None] = lambda files, trouble: None,
) -> int:
    """Read, look what is in the way (`hinder` looks for more), score, deliver what there is, tell; the exit code."""
    trouble = Trouble()
    trouble.complain(shell.complaints)
    files = read_files(asked, shell, trouble)
    wanted = _targets(shell, asked, where, formats, files, trouble)
    rejects.wanted(where, files, shell, trouble)
    hinder(files, trouble)
    steps = Steps(shell)
    steps.say(shell.wording.word("stage", "score"))
    evaluated = evaluate(asked, files, shell, trouble)
    steps.clear()
    if evaluated is None:
        tell_trouble(trouble.complaints, trouble.findings, shell, "unscored")
        return trouble.code
    outcome = evaluated.outcome
    trouble.find(outcome.rulebook_findings if not outcome.usable else ())
    trouble.find(outcome.findings, Code.findings if outcome.usable else Code.unusable)
    hidden = 0 if not outcome.usable else len(outcome.rulebook_findings)
    if outcome.rows.refused:
        trouble.worsen(Code.findings)
    if where.rejects:
        decided = replace(asked, logs=(*asked.logs, where.rejects), partial=False)
        rejects.write(where, files, evaluated, again(decided), shell, trouble)
    ending: Ending = "unscored"
    if outcome.result is not None:
        ending = "partial" if outcome.result.partial else "summary"
        if shell.verbose:
            tell([shell.wording("run.rules", file=outcome.result.rulebook.file)])
        logs = tuple("stdin" if log == "-" else log for log in asked.logs)
        run = Run(
            outcome.rows, outcome.inputs, logs, outcome.findings, evaluated.history, again=again(asked),
            asked=choices(asked, files), recorded=evaluated.recorded,
        )  # fmt: skip
        deliver(Made(shell, asked, where, files, evaluated, run, outcome.result, wanted, trouble))
    tell_trouble(trouble.complaints, trouble.findings, shell, ending, hidden)
    return trouble.code


def _targets(
    shell: Shell, asked: Asked, where: Where, formats: Formats, files: Files, trouble: Trouble
) -> list[writing.Target]:
    """The files to write; what is in the way of them is trouble."""
    if where.format and where.format not in formats.printed:
        trouble.find([writing.unknown_format(where.format, formats.printed)], Code.usage)
    wanted, findings = writing.targets(where.outputs, formats.written)
    trouble.find(findings, Code.usage)
    twice = writing.given_twice(where.outputs)
    trouble.complain([shell.wording("usage.output_twice", file=path) for path in twice])
    ledger = [writing.Target(asked.ledger, "parquet")] if asked.ledger else []
    trouble.find(writing.obstacles([*wanted, *ledger], files.names, where.force))
    return wanted


def _report(made: Made, printed_as: str, view: View) -> None:
    """Print the report, or write it, or both."""
    shell, where = made.shell, made.where
    tableau = view(made.result, made.run, made.trouble)
    if tableau is None:
        return
    if printed_as:
        write_out(printed(tableau, printed_as, paper_of(shell.wording.language, shell.color)))
    paper = Paper(shell.wording.language, file=True)
    contents = [(target.path, printed(tableau, target.format, paper)) for target in made.wanted]
    failed = [] if where.dry_run else writing.write(contents, where.force)
    made.trouble.find(failed)
    if contents and not failed and not shell.quiet:
        key = "run.would_write" if where.dry_run else "run.wrote"
        rows = next((len(block.rows) for block in tableau.blocks if isinstance(block, Table)), 0)
        tell([shell.wording(key, file=path, rows=rows) for path, _ in contents])


def choices(asked: Asked, files: Files) -> Choices:
    """What the manifest of a result keeps of the command line."""
    column_map = (files.map.name, sha256(files.map.data).hexdigest()) if files.map else None
    return Choices(
        asked.sheet, asked.encoding, asked.year, asked.hidden, asked.as_of, asked.period, asked.first, asked.last,
        asked.partial, column_map,
    )  # fmt: skip


def again(asked: Asked) -> str:
    """The logs and the options that say how to read and score them, as a command line has them."""
    words: list[str] = list(asked.logs)
    for option, value in (
        ("-r", asked.rules), ("--roster", asked.roster), *(("--history", path) for path in asked.history),
        ("--sheet", asked.sheet), ("--map", asked.map), ("--encoding", asked.encoding), ("--year", asked.year),
        ("--as-of", asked.as_of),
        ("--period", asked.period), ("--from", asked.first), ("--to", asked.last),
    ):  # fmt: skip
        words += [option, value] if value else []
    words += ["--hidden"] if asked.hidden else []
    words += ["--partial"] if asked.partial else []
    return " ".join(map(quoted, words))
