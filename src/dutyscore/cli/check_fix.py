"""`check --fix`: corrects typing slips in the files themselves; `--dry-run` shows the edit and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from dutyscore.checks.typography import Repair, repaired
from dutyscore.cli import inputs, writing
from dutyscore.cli.check_files import content, expand
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.terminal import tell, write_out
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.output.findings import rendered
from dutyscore.output.width import clean
from dutyscore.tables import Input


def fix_files(paths: Sequence[str], shell: Shell, dry_run: bool) -> Code:
    """Repair every YAML file; the exit code that writing makes."""
    wording, failed = shell.wording, []
    said: list[str] = []
    for file in _texts(paths):
        repair = repaired(bytes(file.data), file.name)
        if repair.doubtful:
            failed.append(Diagnostic("DS452", Place(file.name)))
        elif not repair.lines:
            said.append(wording("check.nothing_to_fix", file=file.name))
        elif dry_run:
            write_out(_diff(file.name, repair))
            said.append(wording("check.would_fix", file=file.name, lines=len(repair.lines)))
        else:
            problems = writing.write([(file.name, repair.data)], force=True)
            failed += problems
            said += [] if problems else [wording("check.fixed", file=file.name, lines=len(repair.lines))]
    if not shell.quiet:
        tell(said)
    tell(rendered(failed, wording))
    return Code.unusable if any(finding.severity == "error" for finding in failed) else Code.done


def _texts(paths: Sequence[str]) -> list[Input]:
    """The YAML files that can be written back; what cannot be read is told by the check itself."""
    read = [inputs.read(path) for path in expand(paths)[0] if path != inputs.STDIN]
    return [found for found in read if isinstance(found, Input) and content(found) in ("rulebook", "cases")]


def _diff(name: str, repair: Repair) -> bytes:
    """The edit as a diff of single lines."""
    lines = [f"--- {name}", f"+++ {name}"]
    for number, before, after in repair.lines:
        lines += [f"@@ -{number} +{number} @@", f"-{before}", f"+{after}"]
    return "".join(f"{clean(line)}\n" for line in lines).encode()
