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
from dutyscore.cli.terminal import paper_of, write_out
from dutyscore.cli.trouble import Trouble
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.output.formats import printed
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
    loaded = _loaded(rules, [word for word in shell.words if os.path.isfile(word)], trouble)
    if not trouble.code:
        write_out(printed(pipeline_view(shell.wording, loaded), format_, paper_of(shell.wording.language, "never")))
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
    """The value of an option, however it is attached; the last one counts."""
    found = ""
    for place, word in enumerate(words):
        if word in (short, long):
            found = words[place + 1] if place + 1 < len(words) else ""
        elif word.startswith(f"{long}="):
            found = word.partition("=")[2]
        elif word.startswith(short) and not word.startswith("--"):
            found = word[len(short) :]
    return found
