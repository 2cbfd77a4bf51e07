"""Findings that no pair of files can show, or that the tests of another room show, with where they are made."""

from __future__ import annotations

_TABLES = "tests/tables"
_XLSX = "tests/tables/test_xlsx.py"

ELSEWHERE = {
    "DS317": _XLSX,
    "DS319": "tests/oracle",  # a rulebook that could come to it is refused with DS210
    "DS324": _XLSX,
    "DS325": _XLSX,
    "DS326": _XLSX,
    **dict.fromkeys(("DS327", "DS328", "DS329", "DS332", "DS334", "DS336", "DS337"), _TABLES),
    **dict.fromkeys(("DS338", "DS339", "DS340", "DS341", "DS342"), _TABLES),
    **dict.fromkeys(("DS349", "DS442", "DS443"), "tests/rejects"),
    "DS403": "tests/cli/test_shell.py",
    "DS409": _TABLES,
    "DS410": "tests/cli/test_shell.py",
    "DS418": _TABLES,
    "DS425": _TABLES,
    "DS429": _TABLES,
    "DS431": "tests/cli",
    "DS435": _TABLES,
    "DS438": _TABLES,
    "DS439": _TABLES,
    "DS440": "tests/template",
    "DS444": _TABLES,
    **dict.fromkeys(("DS441", "DS445"), "tests/cli"),
    **dict.fromkeys(("DS446", "DS447", "DS448"), "tests/issue"),
    "DS452": "tests/checks/test_fix.py",
    "DS453": "tests/issue",
    **dict.fromkeys(("DS480", "DS481", "DS482", "DS505"), "tests/cli"),
    "DS483": "tests/archive",
    **dict.fromkeys(("DS244", "DS471", "DS472"), "tests/compare"),
    **dict.fromkeys(("DS502", "DS506"), "tests/cases"),
}
"""Codes without a folder of examples here -> the file or folder of tests that produces them."""
