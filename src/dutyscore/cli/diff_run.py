"""The run of `diff`: read two rulebooks, compare, score logs by both, print, end with the code that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dutyscore.cli import inputs, writing
from dutyscore.cli.asked import Asked, Formats, Where
from dutyscore.cli.diff_effect import effect
from dutyscore.cli.diff_inputs import rulebook
from dutyscore.cli.diff_scoring import Logs, probed
from dutyscore.cli.diff_solve import solution
from dutyscore.cli.evaluate import read_pasts
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.tell import tell_trouble
from dutyscore.cli.terminal import paper_of, tell, write_out
from dutyscore.cli.trouble import Trouble
from dutyscore.cli.usage import bad_choice
from dutyscore.cli.values import Values
from dutyscore.compare import setting
from dutyscore.compare.approval import read_approvals, unused
from dutyscore.compare.bonds import bonds
from dutyscore.compare.book import Book
from dutyscore.compare.change import Change
from dutyscore.compare.changes import changes
from dutyscore.compare.mixture import Mixer
from dutyscore.compare.probe import probes
from dutyscore.compare.proofs import proved
from dutyscore.compare.report import Report, Version, meaning_changed, version_changed
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.output import wording
from dutyscore.output.formats import Paper, github, junit, printed
from dutyscore.output.views.diff import Notice, diff_view
from dutyscore.output.views.diff_ci import LEVELS, diff_notes, diff_suites, failing
from dutyscore.output.wording import LANGUAGES
from dutyscore.pipeline import Request
from dutyscore.rulebook.layouts import load_layouts
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.tables import Input, Options


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `diff` is asked beside logs and outputs, as typed."""

    old: str
    new: str
    settings: tuple[str, ...]
    solve: str
    approve: str
    fail_on: str
    anonymous: bool
    members: tuple[str, ...]
    groups: tuple[str, ...]


def compare(shell: Shell, asked: Asked, where: Where, wanted: Wanted, formats: Formats) -> int:
    """The whole run; the exit code."""
    trouble = Trouble()
    trouble.complain(shell.complaints)
    trouble.complain(bad_choice(shell.wording, "--fail-on", wanted.fail_on, LEVELS))
    if not wanted.new and not wanted.settings and not wanted.solve:
        trouble.complain([shell.wording("usage.nothing_to_compare")])
    if where.rejects:
        trouble.complain([shell.wording("usage.no_rejects")])
    if wanted.solve and not asked.logs:
        trouble.complain([shell.wording("usage.solve_needs_logs")])
    files = _inputs(wanted, asked, trouble)
    targets = _targets(where, formats, files, trouble)
    logs = _logs(asked, files, shell, trouble)
    pair = _loaded(wanted, files, shell, trouble)
    if pair is not None and logs is not None and files.map is not None:
        logs = _mapped(logs, files.map, pair[0], trouble)
    if trouble.code or pair is None:
        tell_trouble(trouble.complaints, trouble.findings, shell, "summary")
        return max(trouble.code, Code.unusable if pair is None and not trouble.code else trouble.code)
    report, fails = _compared(wanted, pair, files, logs, shell, trouble)
    if report is not None:
        _publish(report, wanted, where, formats, targets, shell, trouble)
        if fails:
            trouble.worsen(Code.findings)
    tell_trouble(trouble.complaints, trouble.findings, shell, "summary" if report else "unscored")
    return trouble.code


# ---------------------------------------------------------------- what goes in


@dataclass(frozen=True, slots=True)
class _Files:
    old: Input | None
    new: Input | None
    logs: tuple[Input, ...]
    roster: Input | None
    approvals: Input | None
    map: Input | None
    names: tuple[str, ...]


def _inputs(wanted: Wanted, asked: Asked, trouble: Trouble) -> _Files:
    def taken(found: Input | Diagnostic | None) -> Input | None:
        if isinstance(found, Diagnostic):
            trouble.find([found])
            return None
        return found

    old = taken(rulebook(wanted.old))
    new = taken(rulebook(wanted.new)) if wanted.new else old
    logs = tuple(log for path in asked.logs if (log := taken(inputs.read(path))) is not None)
    roster = taken(inputs.read(asked.roster)) if asked.roster else None
    approvals = taken(inputs.read(wanted.approve)) if wanted.approve else None
    layouts = taken(inputs.read(asked.map)) if asked.map else None
    names = (*(file.name for file in (old, new) if file), *asked.logs, asked.roster, asked.map, wanted.approve)
    given = tuple(name for name in names if name and name != inputs.STDIN)
    return _Files(old, new, logs, roster, approvals, layouts, given)


def _targets(where: Where, formats: Formats, files: _Files, trouble: Trouble) -> list[writing.Target]:
    if where.format and where.format not in formats.printed:
        trouble.find([writing.unknown_format(where.format, formats.printed)], Code.usage)
    targets, findings = writing.targets(where.outputs, formats.written)
    trouble.find(findings, Code.usage)
    trouble.find(writing.obstacles(targets, files.names, where.force))
    return targets


def _logs(asked: Asked, files: _Files, shell: Shell, trouble: Trouble) -> Logs | None:
    values = Values(shell.wording)
    selection = values.selection(asked.period, asked.first, asked.last)
    options = Options(asked.sheet, asked.encoding, values.year("--year", asked.year), asked.hidden)
    request = Request(selection, values.day("--as-of", asked.as_of), asked.partial, options)
    trouble.complain(values.complaints)
    pasts = read_pasts(asked.history, trouble)
    return Logs(files.logs, files.roster, pasts, request) if asked.logs else None


def _mapped(logs: Logs, file: Input, old: Loaded, trouble: Trouble) -> Logs:
    """The logs with their column map, whose words are those of the old rulebook."""
    assert old.rulebook
    layouts, findings = load_layouts(file.data, file.name, old.rulebook)
    trouble.find(findings)
    reading = replace(logs.request.reading, layouts=layouts)
    return replace(logs, request=replace(logs.request, reading=reading))


def _loaded(wanted: Wanted, files: _Files, shell: Shell, trouble: Trouble) -> tuple[Loaded, Loaded] | None:
    """Both rulebooks without errors, the new one with the values that --set writes."""
    if files.old is None or files.new is None:
        return None
    old, new = load_rulebook(files.old.data, files.old.name), load_rulebook(files.new.data, files.new.name)
    for loaded in [old] if old.text.file == new.text.file else [old, new]:
        trouble.find([finding for finding in loaded.findings if finding.severity == "error"])
    for setting_text in wanted.settings if old.rulebook and new.rulebook else ():
        path, equals, value = setting_text.partition("=")
        if not path or not equals or not value:
            trouble.complain([shell.wording("usage.bad_setting", value=setting_text)])
            continue
        try:
            data = setting.written(new.text, path, value)
        except setting.SettingError as error:
            facts = {"value": setting_text, "step": error.step, "nearest": error.nearest}
            trouble.complain([shell.wording("usage.no_such_value", **facts)])
            continue
        new = load_rulebook(data, new.text.file)
        trouble.find([finding for finding in new.findings if finding.severity == "error"])
        if new.rulebook is None:
            return None
    return (old, new) if old.rulebook and new.rulebook else None


# ---------------------------------------------------------------- what comes out


def _compared(
    wanted: Wanted, pair: tuple[Loaded, Loaded], files: _Files, logs: Logs | None, shell: Shell, trouble: Trouble
) -> tuple[Report | None, tuple[Change, ...]]:
    old, new = pair
    mixer = Mixer(old, new, changes(old, new))
    together = bonds(mixer)
    labelled = proved(mixer, together)
    mixer.changes = labelled
    approvals, findings = read_approvals(files.approvals.data, files.approvals.name) if files.approvals else ((), ())
    trouble.find(findings)
    trouble.find(unused(approvals, labelled))
    report = Report(
        _version(old, ()), _version(new, wanted.settings), labelled,
        {approval.fingerprint: approval.reason for approval in approvals},
    )  # fmt: skip
    if meaning_changed(labelled) and not version_changed(labelled) and not wanted.settings:
        place = Place(new.text.file, "", *_line_of_version(new))
        trouble.find([Diagnostic("DS244", place, {"version": report.new.version})])
    if trouble.code:
        return None, ()
    assert old.rulebook
    assert new.rulebook
    if labelled:
        report = replace(report, probes=probes(Book(old, old.rulebook), Book(new, new.rulebook), probed))
    if logs is not None:
        found = effect(mixer, together, logs, wanted.members, wanted.groups, trouble)
        if found is None:
            return None, ()
        if labelled:
            report = replace(report, impact=found.impact, refused=found.refused, shown=found.shown)
        if wanted.solve:
            told = solution(wanted.solve, new, logs, shell, trouble)
            if told is None:
                return None, ()
            report = replace(report, solution=told)
    report = replace(report, findings=tuple(trouble.findings))
    return report, failing(report, wanted.fail_on)


def _line_of_version(loaded: Loaded) -> tuple[int, int]:
    node = loaded.text.root.at(("version",)) if loaded.text.root else None
    return (node.line, node.column) if node else (0, 0)


def _version(loaded: Loaded, settings: Sequence[str]) -> Version:
    book = loaded.rulebook
    assert book
    return Version(book.rulebook, book.version, book.title, loaded.text.file, loaded.digest, tuple(settings))


def _publish(
    report: Report, wanted: Wanted, where: Where, formats: Formats, targets: Sequence[writing.Target], shell: Shell,
    trouble: Trouble,
) -> None:  # fmt: skip
    """Screens get the comparison; files also get the draft of a notice in both languages."""
    screen = diff_view(report, shell.wording, Notice(()), anonymous=wanted.anonymous)
    document = diff_view(report, shell.wording, Notice(tuple(map(wording.load, LANGUAGES))), anonymous=wanted.anonymous)
    printed_as = where.format or ("" if targets else formats.printed[0])
    if printed_as == "github":
        write_out(github.write(diff_notes(report, wanted.fail_on, shell.wording)))
    elif printed_as == "junit":
        write_out(junit.write(diff_suites(report, wanted.fail_on, shell.wording)))
    elif printed_as:
        shown = screen if printed_as == "table" else document
        write_out(printed(shown, printed_as, paper_of(shell.wording.language, shell.color)))
    paper = Paper(shell.wording.language, file=True)
    contents = [(target.path, printed(document, target.format, paper)) for target in targets]
    failed = [] if where.dry_run else writing.write(contents, where.force)
    trouble.find(failed)
    if contents and not failed and not shell.quiet:
        key = "run.would_write_diff" if where.dry_run else "run.wrote_diff"
        tell([shell.wording(key, file=path, changes=len(report.changes)) for path, _ in contents])
