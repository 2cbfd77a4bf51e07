"""The way of `verify`: read the record, find its files again, score them as it was asked then, compare."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from dutyscore.cli import discover, inputs
from dutyscore.cli.archive import RESULT, faults
from dutyscore.cli.asked import Asked
from dutyscore.cli.evaluate import Evaluated, Files, evaluate
from dutyscore.cli.recorded import read_recorded
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.trouble import Trouble
from dutyscore.cli.values import Values
from dutyscore.cli.verify_files import Search, Source
from dutyscore.compare.history import read_history
from dutyscore.compare.verify import FileState, comparison
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.model.version import __version__
from dutyscore.output.views.machine import SEMANTICS, result_form
from dutyscore.output.views.run import Run
from dutyscore.output.views.verification import Verified
from dutyscore.tables import Input

LOGS: Final = ("log", "rejects")
_LONGEST: Final = 200
"""Characters of a recorded name that people see."""


def refused_size(shell: Shell, memory: str) -> list[str]:
    """A complaint about a size that is none."""
    values = Values(shell.wording)
    values.size("--memory", memory)
    return values.complaints


def verified(
    result: str, named: tuple[str, ...], rules: str, memory: str, shell: Shell, trouble: Trouble
) -> Verified | None:
    """What verifying gave; None where there is nothing to verify, which is then trouble."""
    for path in named:
        if not os.path.exists(path):
            trouble.find([Diagnostic("DS401", Place(path), {"file": path, "nearest": ""})])
    folder = os.path.isdir(result)
    path = os.path.join(result, RESULT) if folder else result
    trouble.find(faults(result) if folder else [], Code.findings)
    file = inputs.read(path)
    record = file if isinstance(file, Diagnostic) else read_recorded(file.data, file.name)
    if isinstance(record, Diagnostic):
        trouble.find([record])
    if trouble.code > Code.findings or isinstance(file, Diagnostic) or isinstance(record, Diagnostic):
        return None
    near = dict.fromkeys((os.path.dirname(path) or os.curdir, os.curdir))
    sources = _sources(record, Search(named, tuple(near)), rules, trouble)
    wanted = _wanted(record, sources, shell)
    if wanted is None:
        trouble.find([Diagnostic("DS480", Place(path), {"reason": "asked", "where": ""})])
        return None
    trouble.find([_lost(source.told) for source in sources if source.input is None])
    if any(source.told.state == "changed" for source in sources):
        trouble.worsen(Code.findings)
    wanted = replace(wanted, memory=memory, record=True)
    form, nodes = ({}, {}) if trouble.code > Code.findings else _again(record, sources, wanted, shell, trouble)
    found = comparison(record, form) if form else None
    trouble.worsen(Code.done if found is None or found.equal else Code.findings)
    members = {each["id"]: each["name"] for each in (*form.get("members", ()), *record["members"])}
    book, manifest = record["rulebook"], record["manifest"]
    return Verified(
        path, sha256(file.data).hexdigest(), "  ".join((book["title"], book["version"])),
        (manifest["version"], __version__), (manifest["semantics"], SEMANTICS),
        tuple(source.told for source in sources), found, members, nodes,
    )  # fmt: skip


def _lost(told: FileState) -> Diagnostic:
    name = told.name if len(told.name) <= _LONGEST else f"{told.name[:_LONGEST]}…"
    return Diagnostic("DS481", Place(name), {"file": name, "reason": told.state})


def _sources(record: Mapping[str, Any], search: Search, rules: str, trouble: Trouble) -> list[Source]:
    """Every file that the manifest names, found again; the rulebook also where the program itself looks for it."""
    manifest = record["manifest"]
    known = discover.find(rules, (), (), {}) if rules else discover.by_id(record["rulebook"]["id"], "")
    trouble.find([known] if rules and isinstance(known, Diagnostic) else [])
    book, column_map = manifest["rulebook"], manifest["map"]
    paths = (known,) if isinstance(known, str) else ()
    return [
        (Search((), ()) if rules else search).source(book["file"], "rulebook", book["digest"], paths),
        *(search.source(each["name"], each["role"], each["digest"]) for each in manifest["inputs"]),
        *(search.source(each["name"], "history", each["digest"]) for each in manifest["history"]),
        *([search.source(column_map["name"], "map", column_map["digest"])] if column_map else []),
    ]


def _wanted(record: Mapping[str, Any], sources: Sequence[Source], shell: Shell) -> Asked | None:
    """The command line of then; None where there can have been none like it."""
    asked = record["manifest"]["asked"]
    values = Values(shell.wording)
    values.selection(asked["period"], asked["from"], asked["to"])
    values.day("--as-of", asked["as_of"])
    values.year("--year", asked["year"])
    logs = tuple(source.told.name for role in LOGS for source in sources if source.told.role == role)
    rosters = sum(source.told.role == "roster" for source in sources)
    if values.complaints or not logs or rosters > 1:
        return None
    return Asked(
        logs=logs, sheet=asked["sheet"], encoding=asked["encoding"], year=asked["year"], hidden=asked["hidden"],
        as_of=asked["as_of"], period=asked["period"], first=asked["from"], last=asked["to"], partial=asked["partial"],
    )  # fmt: skip


def _again(
    record: Mapping[str, Any], sources: Sequence[Source], asked: Asked, shell: Shell, trouble: Trouble
) -> tuple[dict[str, Any], dict[str, str]]:
    """The same result computed now, and the names of its nodes; empty when nothing can be computed any more."""
    inner = Trouble()
    evaluated = evaluate(asked, _files(sources, inner), shell, inner)
    trouble.find(inner.findings, Code.findings)
    if evaluated is None or evaluated.outcome.result is None:
        _tell(evaluated, trouble)
        return {}, {}
    outcome, result = evaluated.outcome, evaluated.outcome.result
    assert result is not None
    only = record["manifest"]["members"]
    listed = None if only is None else set(only)
    shown = None if listed is None else tuple(place for place, id_ in enumerate(result.roster.ids) if id_ in listed)
    run = Run(
        outcome.rows,
        outcome.inputs,
        asked.logs,
        outcome.findings,
        evaluated.history,
        shown=shown,
        recorded=evaluated.recorded,
    )
    return result_form(result, run), {node.id: node.name for node in result.nodes}


def _files(sources: Sequence[Source], trouble: Trouble) -> Files:
    """The files as a run takes them."""

    def of(*roles: str) -> list[Input]:
        return [source.input for role in roles for source in sources if source.told.role == role and source.input]

    pasts = []
    for file in of("history"):
        past, findings = read_history(file.data, file.name)
        trouble.find(findings)
        pasts += [past] if past else []
    roster, column_map = of("roster"), of("map")
    return Files(
        of("rulebook")[0], tuple(of(*LOGS)), roster[0] if roster else None, tuple(pasts), (),
        column_map[0] if column_map else None,
    )  # fmt: skip


def _tell(evaluated: Evaluated | None, trouble: Trouble) -> None:
    """Why nothing can be computed: a changed file is a difference, whatever is wrong with it."""
    trouble.worsen(Code.findings)
    if evaluated is not None:
        outcome = evaluated.outcome
        trouble.find(() if outcome.usable else outcome.rulebook_findings, Code.findings)
        trouble.find(outcome.findings, Code.findings)
