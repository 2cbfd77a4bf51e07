"""One run of a check: read the files, ask each what is wrong with it, and take the comments into account."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from dutyscore.checks.rulebook import lint, lint_versions, versions
from dutyscore.checks.sight import Beside
from dutyscore.cli import discover, inputs
from dutyscore.cli.case_files import FILES
from dutyscore.cli.check_files import content, expand
from dutyscore.cli.check_gathered import Gathered, Wanted, book
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.values import Values
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.output.checked import Checked, LookedAt
from dutyscore.rulebook.load import load_rulebook
from dutyscore.rulebook.yaml_text import read_yaml
from dutyscore.tables import Input

_LEVELS = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


@dataclass(frozen=True, slots=True)
class Outcome:
    checked: Checked
    unusable: bool

    def code(self, fail_on: str) -> Code:
        """Unusable whatever the level; else findings from the level on."""
        if self.unusable:
            return Code.unusable
        failed = any(finding.severity in _LEVELS[fail_on] for finding in self.checked.findings)
        return Code.findings if failed else Code.done


def check(wanted: Wanted, shell: Shell) -> Outcome:
    """Everything that is wrong with the files; nothing is written."""
    gathered = Gathered()
    values = Values(shell.wording)
    options = values.options(wanted.reading)
    paths, findings = expand(wanted.paths)
    gathered.refuse(findings)
    read = [inputs.read(path, mapped=True) for path in paths]
    gathered.refuse(found for found in read if isinstance(found, Diagnostic))
    files = [(content(found), found) for found in read if isinstance(found, Input)]
    _rulebooks([file for kind, file in files if kind == "rulebook"], gathered)
    for kind, file in files:
        if kind == "cases":
            _cases(file, wanted.rules, gathered)
        elif kind == "history":
            _history(file, gathered)
    tables = [file for kind, file in files if kind == "table"]
    if tables or wanted.roster:
        from dutyscore.cli.check_logs import check_tables  # loads numpy, which rulebooks do not need

        check_tables(tables, wanted, options, gathered)
    found = sorted(set_of(gathered.findings), key=lambda finding: (finding.place, finding.code))
    return Outcome(Checked(tuple(gathered.looked), tuple(found), tuple(gathered.silenced)), gathered.unusable)


def set_of(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each finding once, also where two ways lead to it."""
    distinct = {(each.code, each.place, each.also, tuple(sorted(each.facts.items()))): each for each in findings}
    return list(distinct.values())


def _rulebooks(files: Sequence[Input], gathered: Gathered) -> None:
    """Rulebooks one by one, then together: versions of one id."""
    texts = {}
    for file in files:
        loaded = load_rulebook(bytes(file.data), file.name)
        gathered.books[file.name] = loaded
        findings = [*loaded.findings, *(lint(loaded, _beside(file.name)) if loaded.rulebook else ())]
        items = sum(1 for version in loaded.versions[-1:] for _ in _items(version[1]))
        gathered.looked.append(LookedAt(file.name, "rulebook", items))
        texts[file.name] = (loaded, findings)
    for finding in lint_versions([loaded for loaded, _ in texts.values()]):
        texts[finding.place.file][1].append(finding)
    ids = [loaded.rulebook.rulebook for loaded, _ in texts.values() if loaded.rulebook]
    for name, (loaded, findings) in texts.items():
        alone = loaded.rulebook is None or ids.count(loaded.rulebook.rulebook) == 1
        gathered.take(name, loaded.text.lines, findings, versions.CODES if alone else ())


def _items(rulebook: Any) -> Iterable[object]:
    from dutyscore.rulebook.words import all_items

    return all_items(rulebook)


def _beside(rulebook: str) -> Beside:
    """The cases in the folder of a rulebook; cases in a sheet are not looked into here."""
    folder = os.path.dirname(rulebook)
    if not os.path.isfile(rulebook):
        return Beside()
    for name in FILES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return Beside(_data(path), path, looked=name == FILES[0])
    return Beside(None, os.path.join(folder, FILES[0]), looked=True)


def _data(path: str) -> Any:
    """The content of a YAML file as plain text; None where it cannot be read, which its own check tells."""
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found = inputs.read(path)
    try:
        return loader(found.data).get_single_data() if isinstance(found, Input) else None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return []


def _cases(file: Input, rules: str, gathered: Gathered) -> None:
    """A file of cases against the rulebook beside it; without one, or with a faulty one, its text alone."""
    from dutyscore.rulebook.cases import load_cases

    beside = os.path.join(os.path.dirname(file.name), discover.FILE)
    path = discover.find(rules, [file.name], [], {}) if rules or not os.path.isfile(beside) else beside
    loaded = book(path, gathered) if isinstance(path, str) else None
    if loaded is not None and loaded.rulebook is not None:
        cases = load_cases(bytes(file.data), file.name, loaded.rulebook)
        gathered.looked.append(LookedAt(file.name, "cases", len(cases.cases)))
        gathered.take(file.name, cases.text.lines, cases.findings)
        return
    if isinstance(path, Diagnostic):
        gathered.refuse([Diagnostic(path.code, Place(file.name), path.facts)])
    text = read_yaml(bytes(file.data), file.name)
    gathered.looked.append(LookedAt(file.name, "cases"))
    gathered.take(file.name, text.lines, text.findings)


def _history(file: Input, gathered: Gathered) -> None:
    from dutyscore.compare.history import read_history

    gathered.looked.append(LookedAt(file.name, "history"))
    gathered.findings += read_history(bytes(file.data), file.name)[1]
