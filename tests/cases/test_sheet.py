"""Cases in a sheet: what a clerk fills in becomes the same cases as in YAML, and what is wrong stands at its cell."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from tests.cases.playing import book, told, verdict

SHEET = """\
案例,依据,成员,名册.身份,上期总分,日期,项目,数量,审核,期望总分,期望等次,期望名次,期望名单,期望.visit,期望：次数,期望.走访,期望账,期望问题
走访封顶,第二条,甲,常委,8.5,2025-01-02,走访,,,20,优秀,1,表扬,39,3,met,得分 3,
,,,,,2025-01-03,走访,,,,,,,,,,award 3,
,,,,,2025-01-04,走访,,,,,,,,,,得分 3；封顶 -3,
,,乙,委员,,,,,,20,优秀,1,表扬,36,0,unmet,,
捐赠不合规,第三条,丙,,,2025-02-01,捐赠,101,,,,,,,,,,DS307
"""


def test_a_sheet_gives_cases(tmp_path: Path) -> None:
    found = book(tmp_path, SHEET, "cases.csv")
    assert [str(finding.place) for finding in found.findings] == []
    first, second = found.sources[0].cases
    assert (first.name, first.ref, dict(first.roster)) == (
        "走访封顶", ("第二条",), {"甲": ({"身份": "常委"},), "乙": ({"身份": "委员"},)},
    )  # fmt: skip
    assert [(member, row["日期"], row["项目"]) for member, row in first.entries] == [
        ("甲", "2025-01-02", "走访"), ("甲", "2025-01-03", "走访"), ("甲", "2025-01-04", "走访"),
    ]  # fmt: skip
    past = first.history.past("甲", 1)
    assert past
    assert str(past.values["total"]) == "17/2"
    assert [(wish.entry, wish.kind, wish.amount) for wish in first.expect["甲"].postings] == [
        (1, "award", 3), (2, "award", 3), (3, "award", 3), (3, "over_cap", -3),
    ]  # fmt: skip
    assert [(finding.code, finding.entry) for finding in second.findings] == [("DS307", 1)]
    assert (str(first.place), str(first.places[3])) == (f"{tmp_path}/cases.csv:2:1", f"{tmp_path}/cases.csv:4")


def test_a_sheet_passes_or_differs_like_yaml(tmp_path: Path) -> None:
    right = SHEET
    assert told(verdict(tmp_path, right, "cases.csv")) == []
    wrong = right.replace("封顶 -3", "封顶 -2").replace(",39,3,", ",30,3,")
    assert [(what, expected) for _, what, expected, _ in told(verdict(tmp_path, wrong, "cases.csv"))] == [
        ("nodes.visit", "30"), ("postings", "{entry: 3, kind: over_cap, amount: -2}"),
    ]  # fmt: skip


def test_a_workbook(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet
    sheet.title = "用例"
    for line in SHEET.splitlines():
        sheet.append([None if cell == "" else cell for cell in line.split(",")])
    target = io.BytesIO()
    workbook.save(target)
    found = verdict(tmp_path, target.getvalue(), "cases.xlsx")
    assert found.findings == ()
    assert [str(each.case.place).removeprefix(f"{tmp_path}/") for each in found.verdicts] == [
        "cases.xlsx!用例!A2", "cases.xlsx!用例!A6",
    ]  # fmt: skip
    assert told(found) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("期望总分", "期望总积分", "DS208", "1:10"),
        ("名册.身份", "名册.级别", "DS208", "2:4"),
        ("项目,数量", "事由,数量", "DS208", "1:7"),
        (",20,优秀,1", ",二十,优秀,1", "DS204", "2:10"),
        ("优秀,1", "优异,1", "DS208", "2:11"),
        ("封顶 -3", "封定 -3", "DS205", "4:17"),
        ("封顶 -3", "-3 封顶", "DS502", "4:17"),
        ("DS307", "DS999", "DS205", "6:18"),
        ("走访封顶,第二条", ",第二条", "DS502", "2"),
        (",,乙,委员", ",,甲,委员", "DS502", "5:4"),
    ],
)
def test_faults_stand_at_their_cell(old: str, new: str, code: str, place: str, tmp_path: Path) -> None:
    right = SHEET
    assert old in right
    found = book(tmp_path, right.replace(old, new, 1), "cases.csv").findings
    assert (code, f"{tmp_path}/cases.csv:{place}") in [(each.code, str(each.place)) for each in found], found


def test_not_a_sheet_of_cases(tmp_path: Path) -> None:
    assert [each.code for each in book(tmp_path, "甲,乙\n1,2\n", "cases.csv").findings] == ["DS406"]
