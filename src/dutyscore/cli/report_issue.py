"""Texts that a body issues: which kind the options ask for, into which files, and what stands in the way.

`-o FILE.html|xlsx|docx` holds all sheets of a kind; `-o FOLDER/` (or a folder that exists) gets a file each, named
after whom it is for, in the format that `-f` says (html without it).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from dutyscore.cli import writing
from dutyscore.cli.asked import Where
from dutyscore.cli.progress import Steps
from dutyscore.cli.report_wanted import Wanted
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.trouble import Trouble
from dutyscore.cli.usage import bad_choice
from dutyscore.cli.values import Values
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.issued import Issue
from dutyscore.model.place import Place
from dutyscore.output.file_names import file_names
from dutyscore.output.formats import Paper
from dutyscore.output.formats.issued import ISSUED_FORMATS, issued
from dutyscore.output.formats.issued_docx import EXTRA, available
from dutyscore.output.views.issue import ISSUES
from dutyscore.output.views.issue_notice import lists_for
from dutyscore.output.views.issue_parts import Letter
from dutyscore.output.views.report_told import Told

NOTICE: Final = "notice"
FORMS: Final = ("registration", NOTICE)
"""What --form may ask for."""
DOCUMENT: Final = "docx"
"""The format in which a report is its notice."""
_NAMED = 3
"""Files of a folder that are named where many are in the way."""
_PERSONAL: Final = ("member", "employer", "registration")
"""Kinds that are for their readers alone, never for posting."""


def kind_of(wanted: Wanted) -> str:
    """The kind of text that the options ask for; empty = none."""
    return wanted.form or wanted.per


def formats_of(kind: str) -> tuple[str, ...]:
    """The formats of a kind: a notice is no workbook."""
    return tuple(name for name in ISSUED_FORMATS if kind != NOTICE or name != "xlsx")


def hinder(where: Where, wanted: Wanted, inputs: Sequence[str], shell: Shell, trouble: Trouble) -> None:
    """What is wrong with the options, and what is in the way of the files, before anything is computed."""
    trouble.complain(_complaints(where, wanted, shell))
    kind = kind_of(wanted)
    if kind not in ISSUES:  # the files of a report are looked at where all commands do
        if any(path.lower().endswith(f".{DOCUMENT}") for path in where.outputs):
            trouble.find(missing_writer())
        return
    twice = writing.given_twice(where.outputs)
    trouble.complain([shell.wording("usage.output_twice", file=path) for path in twice])
    folders, files = _parted(where.outputs)
    targets, findings = writing.targets(files, formats_of(kind))
    trouble.find(findings, Code.usage)
    trouble.find(writing.obstacles(targets, inputs, where.force))
    for path in folders:
        trouble.find(_in_the_way(path))
    if any(target.format == DOCUMENT for target in targets) or (folders and wanted.format == DOCUMENT):
        trouble.find(missing_writer())


def left_out(told: Told, wanted: Wanted) -> list[Diagnostic]:
    """The lists that a notice does not hold, because they are for other readers."""
    held = lists_for(told, letter_of(wanted, told).addressee)
    names = [row.name for row in told.result.lists if row not in held]
    return [Diagnostic("DS453", Place(""), {"names": told.wording.series(names)})] if names else []


def notice(told: Told, wanted: Wanted, paper: Paper) -> bytes:
    """The notice that a report is as a Word document."""
    return issued(ISSUES[NOTICE](told, letter_of(wanted, told)), DOCUMENT, paper)


def missing_writer() -> list[Diagnostic]:
    """What is missing to write Word documents."""
    return [] if available() else [Diagnostic("DS446", Place(""), {"found": DOCUMENT, "extra": EXTRA})]


def _complaints(where: Where, wanted: Wanted, shell: Shell) -> list[str]:
    wording, kind = shell.wording, kind_of(wanted)
    found = bad_choice(wording, "--form", wanted.form, FORMS) if wanted.form else []
    if wanted.form and wanted.per and not (wanted.form == FORMS[0] and wanted.per == "member"):
        found.append(wording("usage.form_and_per", form=wanted.form, per=wanted.per))
    if wanted.public and kind in _PERSONAL:
        found.append(wording("usage.personal", option=f"--form {kind}" if wanted.form else f"--per {kind}"))
    found += _without_letter(where, wanted, shell)
    if wanted.format:
        found += bad_choice(wording, "-f", wanted.format, formats_of(kind))
        if not _parted(where.outputs)[0]:
            found.append(wording("usage.format_of_folder"))
    values = Values(wording)
    values.day("--date", wanted.date)
    return [*found, *values.complaints]


def _without_letter(where: Where, wanted: Wanted, shell: Shell) -> list[str]:
    """Options of letters without a letter that they could stand on."""
    kind = kind_of(wanted)
    notice = kind == NOTICE or (not kind and any(path.lower().endswith(f".{DOCUMENT}") for path in where.outputs))
    letter = notice or kind == "employer"
    given = (
        ("--issuer", wanted.issuer, letter), ("--addressee", wanted.addressee, notice),
        ("--number", wanted.number, letter), ("--date", wanted.date, letter),
    )  # fmt: skip
    return [
        shell.wording("usage.for_notice" if option == "--addressee" else "usage.for_letter", option=option)
        for option, value, used in given
        if value and not used
    ]


def _parted(outputs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Folders and files: a folder ends with a separator, or is one already."""
    ends = tuple(filter(None, (os.sep, os.altsep, "/")))
    folders = [path for path in outputs if path.endswith(ends) or os.path.isdir(path)]
    return folders, [path for path in outputs if path not in folders]


def _in_the_way(folder: str) -> list[Diagnostic]:
    plain = _plain(folder)
    facts = {"file": folder}
    if os.path.lexists(plain) and not os.path.isdir(plain):
        return [Diagnostic("DS413", Place(folder), facts)]
    above = os.path.dirname(os.path.realpath(plain))
    if not os.path.isdir(above):
        return [Diagnostic("DS414", Place(folder), {**facts, "reason": "no-folder"})]
    if not os.access(plain if os.path.isdir(plain) else above, os.W_OK):
        return [Diagnostic("DS414", Place(folder), {**facts, "reason": "permission"})]
    return []


def contents(
    told: Told, where: Where, wanted: Wanted, inputs: Sequence[str], steps: Steps, trouble: Trouble
) -> list[tuple[str, bytes]]:
    """Every file with its bytes; none when the rulebook cannot tell whom to write to, which is then trouble."""
    kind = kind_of(wanted)
    lacking = _lacking(told, kind)
    trouble.find(lacking, Code.usage)
    if any(finding.severity == "error" for finding in lacking):
        return []
    if kind == NOTICE:
        trouble.find(left_out(told, wanted), Code.done)
    issue = ISSUES[kind](told, letter_of(wanted, told))
    paper = Paper(told.wording.language, file=True)
    folders, files = _parted(where.outputs)
    found = [
        (target.path, issued(issue, target.format, paper)) for target in writing.targets(files, formats_of(kind))[0]
    ]
    for folder in folders:
        found += _each(issue, folder, wanted.format or formats_of(kind)[0], paper, steps)
    obstacles = [
        finding for folder in folders for finding in _filled(folder, [path for path, _ in found], inputs, where.force)
    ]
    trouble.find(obstacles)
    return [] if obstacles else found


def _filled(folder: str, paths: Sequence[str], inputs: Sequence[str], force: bool) -> list[Diagnostic]:
    """What stands in a folder already and may not be replaced, in one finding of each kind."""
    here = [writing.Target(path, "") for path in paths if os.path.dirname(path) == _plain(folder)]
    found: dict[str, list[Diagnostic]] = {}
    for finding in writing.obstacles([target for target in here if os.path.lexists(target.path)], inputs, force):
        found.setdefault(finding.code, []).append(finding)
    told = []
    for code, findings in found.items():
        names = ", ".join(str(finding.facts["file"]) for finding in findings[:_NAMED])
        more = f" ... ({len(findings)})" if len(findings) > _NAMED else ""
        told.append(Diagnostic(code, Place(folder), {**findings[0].facts, "file": names + more}))
    return told


def letter_of(wanted: Wanted, told: Told) -> Letter:
    day = Values(told.wording).day("--date", wanted.date)
    return Letter(wanted.issuer, wanted.addressee, wanted.number, day)


def _each(issue: Issue, folder: str, format_: str, paper: Paper, steps: Steps) -> Iterator[tuple[str, bytes]]:
    """A file for each sheet, named after it."""
    names = file_names([(sheet.name, sheet.apart) for sheet in issue.sheets], f".{format_}")
    for number, (sheet, name) in enumerate(zip(issue.sheets, names, strict=True)):
        steps.tell(number, len(names), name)
        yield (
            os.path.join(_plain(folder), name),
            issued(replace(issue, sheets=(sheet,)), format_, paper),
        )


def _lacking(told: Told, kind: str) -> list[Diagnostic]:
    """What the rulebook or the roster does not say of whom a text is for."""
    result, file = told.result, told.result.rulebook.file
    declared = {"employer": result.employer, "group": result.group}.get(kind)
    if declared is None:
        return []
    if not declared:
        return [Diagnostic("DS447", Place(file), {"kind": kind, "key": kind})]
    without = [result.roster.names[member] for member in told.members if not declared[member]]
    facts = {"kind": kind, "key": kind, "count": str(len(without)), "members": ", ".join(without)}
    return [Diagnostic("DS448", Place(file), facts)] if without else []


def make_folders(where: Where) -> list[str]:
    """Make the folders that are not there; those that were made."""
    made = []
    for path in _parted(where.outputs)[0]:
        if not os.path.isdir(path):
            os.mkdir(path)
            made.append(path)
    return made


def drop(folders: Sequence[str]) -> None:
    """Take back folders into which nothing could be written."""
    for path in folders:
        with suppress(OSError):
            os.rmdir(path)


def _plain(folder: str) -> str:
    """The folder without the separator behind it."""
    return folder.rstrip("/" + os.sep) or folder
