"""`explain --pipeline`: the order of operations with the values of the rulebook that is named or lies near.

It needs no member and no log, so it is answered before the command line is read as a whole; the few options it knows
are taken from its words.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from dutyscore.cli import discover, inputs, writing
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.tell import tell_trouble
from dutyscore.cli.terminal import paper_of, tell, write_out
from dutyscore.cli.trouble import Trouble
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.output.formats import Paper, printed
from dutyscore.output.views.pipeline import pipeline_view
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.tables import Input

_FORMATS = ("table", "json", "md", "html")


def show(shell: Shell) -> int:
    """Print it; the exit code."""
    trouble = Trouble()
    rules = _value(shell.words, "-r", "--rules") or os.environ.get(discover.VARIABLE, "")
    format_ = _value(shell.words, "-f", "--format") or _FORMATS[0]
    if format_ not in _FORMATS:
        trouble.find([writing.unknown_format(format_, _FORMATS)], Code.usage)
    outputs = _values(shell.words, "-o", "--output")
    named = [word for word in shell.words if os.path.isfile(word) and word not in outputs]
    loaded = _loaded(rules, named, trouble)
    wanted, findings = writing.targets(outputs, _FORMATS)
    trouble.find(findings, Code.usage)
    trouble.complain([shell.wording("usage.output_twice", file=path) for path in writing.given_twice(outputs)])
    names = [*named, *([loaded.text.file] if loaded else [])]
    force, dry = "--force" in shell.words, "--dry-run" in shell.words
    trouble.find(writing.obstacles(wanted, names, force))
    if not trouble.code:
        view = pipeline_view(shell.wording, loaded)
        if not outputs or _value(shell.words, "-f", "--format"):
            write_out(printed(view, format_, paper_of(shell.wording.language, "never")))
        paper = Paper(shell.wording.language, file=True)
        contents = [(target.path, printed(view, target.format, paper)) for target in wanted]
        trouble.find([] if dry else writing.write(contents, force))
        if contents and not trouble.code and not {"-q", "--quiet"} & {*shell.words}:
            key = "run.would_write_file" if dry else "run.wrote_file"
            tell([shell.wording(key, file=path) for path, _ in contents])
    tell_trouble(trouble.complaints, trouble.findings, shell, "summary")
    return trouble.code


def _loaded(rules: str, files: list[str], trouble: Trouble) -> Loaded | None:
    """The rulebook that is asked for, or the one near the files that are named; None where nobody named one."""
    read = [found for path in files[:1] if isinstance(found := inputs.read(path, mapped=True), Input)]
    path = discover.find(rules, files[:1], read, {})
    if isinstance(path, Diagnostic):
        trouble.find([path] if rules else [])
        return None
    file = inputs.read(path)
    if isinstance(file, Diagnostic):
        trouble.find([file])
        return None
    loaded = load_rulebook(file.data, file.name)
    trouble.find(loaded.findings if loaded.rulebook is None else ())
    return loaded


def _value(words: Sequence[str], short: str, long: str) -> str:
    """The value of an option; the last one counts."""
    return next(reversed(_values(words, short, long)), "")


def _values(words: Sequence[str], short: str, long: str) -> list[str]:
    """The values of an option, however each is attached."""
    found: list[str] = []
    for place, word in enumerate(words):
        if word in (short, long):
            found += words[place + 1 : place + 2]
        elif word.startswith(f"{long}="):
            found.append(word.partition("=")[2])
        elif word.startswith(short) and not word.startswith("--"):
            found.append(word[len(short) :])
    return found
