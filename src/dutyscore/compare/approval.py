"""Approved changes: a file that names changes by fingerprint and says who may rely on that, and why."""

from __future__ import annotations

from collections.abc import Sequence

from dutyscore.compare.change import Change
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.rulebook.yaml_text import Node, read_yaml


@dataclass(frozen=True, slots=True)
class Approval:
    fingerprint: str
    reason: str
    place: Place


def read_approvals(data: bytes, file: str) -> tuple[tuple[Approval, ...], tuple[Diagnostic, ...]]:
    """`approved: [{change: 3f9a…, reason: …}]`; a reason is required."""
    text = read_yaml(data, file)
    if text.root is None or any(finding.severity == "error" for finding in text.findings):
        return (), text.findings or (_bad(file, None, "form"),)
    rows = text.root.step("approved")
    if rows is None or rows[1].kind != "list":
        return (), (_bad(file, text.root, "form"),)
    found: list[Approval] = []
    findings = []
    for row in rows[1].items:
        change, reason = (row.step(key) for key in ("change", "reason"))
        if change and change[1].text in [approval.fingerprint for approval in found]:
            findings.append(_bad(file, row, "twice"))
        elif change is None or reason is None or not change[1].text or not reason[1].text.strip():
            findings.append(_bad(file, row, "reason" if change else "change"))
        else:
            place = Place(file, "", change[1].line, change[1].column)
            found.append(Approval(change[1].text, reason[1].text.strip(), place))
    return tuple(found), tuple(findings)


def _bad(file: str, node: Node | None, reason: str) -> Diagnostic:
    place = Place(file, "", node.line, node.column) if node else Place(file)
    return Diagnostic("DS470", place, {"reason": reason})


def unused(approvals: Sequence[Approval], changes: Sequence[Change]) -> list[Diagnostic]:
    """Approvals of changes that are not made, or that have changed since."""
    known = {change.fingerprint for change in changes}
    return [
        Diagnostic("DS471", each.place, {"value": each.fingerprint})
        for each in approvals
        if each.fingerprint not in known
    ]
