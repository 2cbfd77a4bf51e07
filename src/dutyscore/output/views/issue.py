"""What a body issues, by its kind: one explicit list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dutyscore.model.issued import Issue
from dutyscore.output.views.issue_employer import employer_notices
from dutyscore.output.views.issue_group import group_sheets
from dutyscore.output.views.issue_member import score_sheets
from dutyscore.output.views.issue_notice import notice
from dutyscore.output.views.issue_parts import Letter
from dutyscore.output.views.issue_registration import registration_forms
from dutyscore.output.views.report_told import Told

ISSUES: Final[dict[str, Callable[[Told, Letter], Issue]]] = {
    "member": score_sheets,
    "employer": employer_notices,
    "group": group_sheets,
    "registration": registration_forms,
    "notice": notice,
}
"""Every kind of issued text, by the word that users write (`--per`, `--form`)."""
