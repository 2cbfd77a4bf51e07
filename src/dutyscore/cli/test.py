"""`dutyscore test [RULES...]`: the cases beside rulebooks, one by one; `--capture MEMBER LOGS...` writes a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from dutyscore.cli import options
from dutyscore.cli.asked import Asked, Formats, HowToRead, Where
from dutyscore.cli.shell import Code, Shell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dutyscore.cli.test_books import Book
    from dutyscore.cli.trouble import Trouble
    from dutyscore.compare.verdict import BookVerdict

FORMATS: Final = Formats(("text", "json", "junit", "github", "md"), ("table", "json", "junit", "md"))
LEVELS: Final = ("error", "warning", "never")

Words = Annotated[list[str] | None, typer.Argument(metavar="[RULES...]", help="tested", show_default=False)]
Update = Annotated[bool, options.option("--update", key="update")]
Member = Annotated[str, options.option("--capture", key="capture", metavar="MEMBER")]
Least = Annotated[str, options.option("--coverage", key="coverage", metavar="MIN")]
Level = Annotated[str, options.option("--fail-on", key="fail_on", metavar="LEVEL")]


def command(
    shell: Shell,
    where: Where,
    words: Words = None,
    update: Update = False,
    coverage: Least = "",
    fail_on: Level = "error",
    capture: Member = "",
    rules: options.Rules = "",
    roster: options.RosterFile = "",
    history: options.HistoryFiles = None,
    *,
    reading: HowToRead,
    as_of: options.AsOf = "",
    period: options.Period = "",
) -> int:
    if capture:
        from dutyscore.cli.test_capture import captured

        asked = Asked(
            logs=tuple(words or ()), rules=rules, roster=roster, history=tuple(history or ()), sheet=reading.sheet,
            encoding=reading.encoding, year=reading.year, hidden=reading.hidden, as_of=as_of, period=period,
        )  # fmt: skip
        return captured(shell, where, asked, capture)
    return _tested(shell, where, [*(words or ()), *([rules] if rules else [])], update, coverage, fail_on)


def _tested(shell: Shell, where: Where, words: Sequence[str], update: bool, coverage: str, fail_on: str) -> int:
    from dutyscore.cli.tell import tell_trouble
    from dutyscore.cli.test_books import judged, read_book, rulebooks
    from dutyscore.cli.test_report import report, targets_of
    from dutyscore.cli.trouble import Trouble
    from dutyscore.cli.usage import bad_choice
    from dutyscore.model.diagnostic import Diagnostic

    trouble = Trouble()
    trouble.complain([*shell.complaints, *bad_choice(shell.wording, "--fail-on", fail_on, LEVELS)])
    least = _percent(coverage, shell, trouble)
    paths, findings = rulebooks(words)
    trouble.find(findings)
    read = [read_book(path) for path in paths]
    trouble.find([found for found in read if isinstance(found, Diagnostic)])
    books = [found for found in read if not isinstance(found, Diagnostic)]
    names = [name for book in books for name in (book.path, *(source.file.name for source in book.sources))]
    wanted = targets_of(where, FORMATS, names, trouble)
    if trouble.code < Code.usage:
        verdicts = [_measured(judged(book), least) for book in books]
        report(verdicts, shell, where, wanted, trouble)
        trouble.worsen(_code(verdicts, fail_on))
        if update:
            trouble.code = _updated(books, shell, where, trouble)
    tell_trouble(trouble.complaints, trouble.findings, shell, "summary")
    return trouble.code


def _percent(text: str, shell: Shell, trouble: Trouble) -> int | None:
    if not text:
        return None
    number = text.removesuffix("%")
    if number.isascii() and number.isdigit() and int(number) <= 100:
        return int(number)
    trouble.complain([shell.wording("usage.bad_percent", option="--coverage", value=text)])
    return None


def _measured(book: BookVerdict, least: int | None) -> BookVerdict:
    """The verdict with a finding if the cases show too little of the rulebook."""
    from dataclasses import replace

    from dutyscore.model.diagnostic import Diagnostic
    from dutyscore.model.place import Place

    if book.coverage is None or least is None:
        return book
    if len(book.coverage.reached) * 100 >= least * len(book.coverage.goals):
        return book
    facts = {"percent": str(book.coverage.percent), "least": str(least)}
    return replace(book, findings=(*book.findings, Diagnostic("DS504", Place(book.file), facts)))


def _code(books: Sequence[BookVerdict], fail_on: str) -> Code:
    """Nothing to test is unusable whatever the level; anything else counts from the level on."""
    findings = [finding for book in books for finding in book.findings]
    if any(finding.code == "DS503" for finding in findings):
        return Code.unusable
    levels = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]
    failed = any(book.failed for book in books) and fail_on != "never"
    return Code.findings if failed or any(finding.severity in levels for finding in findings) else Code.done


def _updated(books: Sequence[Book], shell: Shell, where: Where, trouble: Trouble) -> Code:
    from dutyscore.cli.test_update import update

    refused = update(books, shell, where, trouble)
    return max(refused, Code.done if trouble.code == Code.findings else trouble.code)
