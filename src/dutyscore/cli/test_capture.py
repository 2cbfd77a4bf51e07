"""`dutyscore test --capture MEMBER LOGS...`: a case out of a real situation, anonymised, that passes when it is run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dutyscore.cli import members, writing
from dutyscore.cli.asked import Asked, Where
from dutyscore.cli.evaluate import evaluate, read_files
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.tell import tell_trouble
from dutyscore.cli.terminal import tell, write_out
from dutyscore.cli.test_books import differing
from dutyscore.cli.trouble import Trouble
from dutyscore.compare.capture import Alias, Capture
from dutyscore.compare.case_text import case_text
from dutyscore.compare.history import arranged
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.history import History
from dutyscore.model.place import Place
from dutyscore.model.result import Result
from dutyscore.output.wording import Wording
from dutyscore.rulebook.cases import load_cases
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.yaml_node import Node
from dutyscore.tables import Input


def captured(shell: Shell, where: Where, asked: Asked, who: str) -> int:
    """Score the logs, write the member's case; the exit code."""
    trouble = Trouble()
    trouble.complain(shell.complaints)
    if not asked.logs:
        trouble.complain([shell.wording("usage.missing", name="LOGS...")])
    if where.format:
        trouble.find([writing.unknown_format(where.format, ("yaml",))], Code.usage)
    files = read_files(asked, shell, trouble)
    wanted = [writing.Target(path, "yaml") for path in where.outputs]
    trouble.find(writing.obstacles(wanted, files.names, where.force))
    evaluated = evaluate(asked, files, shell, trouble)
    if evaluated is not None:
        outcome = evaluated.outcome
        trouble.find(outcome.rulebook_findings if not outcome.usable else ())
        trouble.find(outcome.findings, Code.findings if outcome.usable else Code.unusable)
        if outcome.result is not None and files.rulebook is not None:
            result = outcome.result
            history, _, _ = arranged(files.pasts, result.rulebook.id, result.period)
            text = _text(shell.wording, result, files.rulebook, history, who, trouble)
            if text:
                _write(text, shell, where, trouble)
    tell_trouble(trouble.complaints, trouble.findings, shell, "summary")
    return trouble.code


def _text(wording: Wording, result: Result, rulebook: Input, history: History, who: str, trouble: Trouble) -> str:
    """The case of a member: alone if that gives the same, else among all."""
    member = members.member(result, who)
    if isinstance(member, Diagnostic):
        trouble.find([member], Code.usage)
        return ""
    loaded = load_rulebook(rulebook.data, rulebook.name)
    assert loaded.rulebook
    names = tuple(names_for(wording("cases.capture.names"), len(result.roster)))
    text = wording("cases.capture.text", field="{field}", number="{number}")
    alias = Alias(names, text, wording("cases.capture.case"))
    capture = Capture(result, loaded.rulebook, history, frozenset(_words(loaded)), alias)
    for everybody, period, less in _ways(len(result.roster)):
        content = capture.content(member, everybody=everybody, period=period)
        expected = content["expect"][next(iter(content["expect"]))]
        left_out = _differing(case_text(content), loaded) if less else set()
        if left_out <= _AMONG_OTHERS:
            content["expect"] = {name: _without(expected, left_out) for name in content["expect"]}
            text = case_text(content)
            if not _differing(text, loaded):
                if left_out:
                    tell([wording("cases.capture.left_out", what=wording.series(sorted(left_out)))])
                return text
    trouble.find([Diagnostic("DS506", Place(""), {"member": who, "reason": "differs"})], Code.findings)
    return ""


_FEW = 20
_AMONG_OTHERS = {"grade", "band", "lists"}
"""What may depend on other members, and is then left out where they are many."""


def _ways(members: int) -> Iterator[tuple[bool, bool, bool]]:
    """Ways of writing the case, best first: with everybody or alone, with the period told, less what differs."""
    alone = [(False, False, False), (False, True, False)]
    everybody = [(True, False, False), (True, True, False)]
    less = [(False, False, True), (False, True, True)]
    yield from [*alone, *everybody, *less] if members <= _FEW else [*alone, *less, *everybody]


def _without(expected: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in expected.items() if key not in keys}


def _differing(text: str, loaded: Loaded) -> set[str]:
    """The keys of the expectation that do not come out when the case is run; `case` where it cannot be read."""
    assert loaded.rulebook
    read = load_cases(text.encode(), "cases.yaml", loaded.rulebook)
    if read.findings or len(read.cases) != 1:
        return {"case"}
    return {each.what.partition(".")[0] for each in differing(loaded, read.cases[0])[1]}


def names_for(letters: str, count: int) -> Iterator[str]:
    """One name for each member: the letters one by one, then in pairs, and so on."""
    words = [""]
    made = 0
    while made < count:
        words = [word + letter for word in words for letter in letters]
        for word in words[: count - made]:
            yield word
            made += 1


def _words(loaded: Loaded) -> Iterator[str]:
    """Every word that the rulebook itself uses."""

    def walk(node: Node) -> Iterator[str]:
        if node.kind == "text":
            yield node.text
        for part in (*node.items, *(half for pair in node.pairs for half in pair)):
            yield from walk(part)

    if loaded.text.root is not None:
        yield from walk(loaded.text.root)


def _write(text: str, shell: Shell, where: Where, trouble: Trouble) -> None:
    if not where.outputs:
        write_out(text.encode())
        return
    failed = [] if where.dry_run else writing.write([(path, text.encode()) for path in where.outputs], where.force)
    trouble.find(failed)
    if not failed and not shell.quiet:
        key = "run.would_write_file" if where.dry_run else "run.wrote_file"
        tell([shell.wording(key, file=path) for path in where.outputs])
