"""The example logs lead to the published figures, whichever file they are read from."""

import csv
import json
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dutyscore.compare.history import arranged, read_history
from dutyscore.model.days import parse_stretch
from dutyscore.model.exact import decimal_text
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.pipeline import Request, score
from dutyscore.tables import Input, carried_rulebook
from examples.make_examples import main
from examples.making import jintai_story, shigu_story
from examples.making.people import is_made_up
from tests.rules.playing import ROOT

EXAMPLES = ROOT / "examples"


def given(path: str) -> Input:
    return Input(path, (ROOT / path).read_bytes())


@cache
def scored(book: str, log: str, roster: str = "", period: str = "") -> Result:
    people = given(f"examples/{book}/{roster}") if roster else None
    request = Request(selection=parse_stretch(period))
    outcome = score(given(f"rules/{book}/rulebook.yaml"), [given(f"examples/{book}/{log}")], people, None, request)
    assert outcome.findings == ()
    assert outcome.rulebook_findings == ()
    assert outcome.rows.refused == 0
    assert outcome.result
    return outcome.result


jintai_told = cache(jintai_story.story)
shigu_told = cache(shigu_story.story)


def totals(result: Result) -> dict[str, str]:
    return {name: result.scale.text(int(total)) for name, total in zip(result.roster.names, result.totals, strict=True)}


def values(result: Result, node: str) -> list[int]:
    """Each member's value of a node, in steps."""
    index = [info.id for info in result.nodes].index(node)
    return [int(value) for value in result.values[:, index]]


def listed(result: Result) -> dict[str, list[str]]:
    return {row.name: [result.roster.names[member] for member in row.members] for row in result.lists}


def grades(result: Result) -> list[str]:
    return [result.grades[int(grade)].name for grade in result.grade]


def counted(rows: list[dict[str, object]], **facts: str) -> Iterator[dict[str, object]]:
    """Rows with these facts; those that the office sent back are none."""
    for row in rows:
        if row["审核"] == "核定" and all(row.get(name) == value for name, value in facts.items()):
            yield row


# ---------------------------------------------------------------- Jintai


@pytest.fixture
def jintai() -> Result:
    return scored("jintai", "logs.xlsx")


def test_jintai_figures_of_the_notice(jintai: Result) -> None:
    steps = int(jintai.totals.sum())
    assert len(jintai.roster) == 200
    assert decimal_text(steps * jintai.scale.step / 200) == "88.2"
    assert max(jintai.totals) * jintai.scale.step == 174.5
    assert [*totals(jintai).values()].count("152.5") == 1
    assert sum(value * jintai.scale.step >= 80 for value in values(jintai, "bonus")) == 14
    assert grades(jintai).count("优秀") == 20
    assert grades(jintai).count("不称职") == sum(total * jintai.scale.step < 50 for total in jintai.totals) == 6


def test_jintai_lists(jintai: Result) -> None:
    lists = listed(jintai)
    assert {name: len(members) for name, members in lists.items()} == {
        "通报表彰名单": 20, "履职加分80分以上名单": 14, "提醒谈话名单": 5, "约谈名单": 6, "通报批评名单": 6,
        "劝辞名单": 0, "面对面谈话名单": 10,
    }  # fmt: skip
    assert lists["约谈名单"] == lists["通报批评名单"]
    assert [totals(jintai)[name] for name in lists["约谈名单"]] == ["49.5", "48.0", "46.5", "45.0", "43.0", "41.5"]


def test_jintai_activity_of_the_notice(jintai: Result) -> None:
    assert sum(value > 0 for value in values(jintai, "micro")) == 157
    assert sum(value > 0 for value in values(jintai, "volunteering")) == 195
    assert sum(value > 0 for value in values(jintai, "reading")) == 144
    rows = jintai_story.records(jintai_told())
    assert len({row["姓名"] for row in counted(rows, 报告类别="调研报告")}) == 21
    talks = {row["事项"] for item in ("参加协商会议", "参与微协商") for row in counted(rows, 项目=item)}
    assert len(talks) == 72
    assert len([*counted(rows, 项目="反映社情民意信息")]) == 64
    reports = {row["事项"] for row in counted(rows, 项目="撰写调研视察报告")}
    proposals = {row["事项"] for row in counted(rows, 提案类别="重点提案", 署名="第一提案人")}
    assert 200 < len(reports) + len(proposals) < 220


def test_jintai_agrees_with_the_second_reckoning(jintai: Result) -> None:
    told = jintai_told()
    assert totals(jintai) == {member.name: decimal_text(member.total * jintai.scale.step, 1) for member in told.members}


def test_jintai_from_csv_is_the_same(jintai: Result) -> None:
    assert totals(scored("jintai", "logs.csv", "roster.csv")) == totals(jintai)


def test_jintai_half_year(jintai: Result) -> None:
    half = scored("jintai", "logs.xlsx", period="2023H1")
    assert {name: len(members) for name, members in listed(half).items() if members} == {"面对面谈话名单": 10}
    assert 40 < int(half.totals.sum()) * 100 // int(jintai.totals.sum()) < 80
    assert half.provisional


def test_jintai_looks_back(jintai: Result) -> None:
    past, findings = read_history((EXAMPLES / "jintai" / "history-2022.json").read_bytes(), "history-2022.json")
    assert past
    assert findings == ()
    history, used, findings = arranged([past], "jintai", jintai.period)
    assert used == (past,)
    assert findings == ()
    known = [history.past(member, 1) for member in jintai.roster.ids]
    assert known.count(None) == 6
    low = [found.values["total"] for found in known if found and found.values["total"] < 40]
    assert sorted(map(decimal_text, low)) == ["36.5", "38"]
    log = given("examples/jintai/logs.xlsx")
    outcome = score(given("rules/jintai/rulebook.yaml"), [log], None, history, Request())
    assert outcome.result
    assert listed(outcome.result) == listed(jintai)  # nobody is below 40 in both years


def test_jintai_has_rows_of_every_fate(jintai: Result) -> None:
    kinds = {Kind(kind) for kind in jintai.ledger.kind.tolist()}
    assert kinds >= {Kind.over_cap, Kind.not_confirmed, Kind.duplicate, Kind.outside_period, Kind.no_clause}


# ---------------------------------------------------------------- Shigu


@pytest.fixture
def shigu() -> Result:
    return scored("shigu", "logs.xlsx")


def test_shigu_figures(shigu: Result) -> None:
    assert len(shigu.roster) == 170
    assert sorted(shigu.group.count(street) for street in set(shigu.group))[-3:] == [25, 26, 29]
    assert 24 in [shigu.group.count(street) for street in set(shigu.group)]
    assert max(shigu.totals) == 1000
    claimed = [int(claim) for total, claim in zip(shigu.totals, shigu.claimed, strict=True) if total == 630]
    assert claimed == [1108]
    job = shigu.gap["excluded"] + shigu.gap["other_value"]
    assert int(job[[int(total) for total in shigu.totals].index(630)]) > 400


def test_shigu_advanced_and_vetoed(shigu: Result) -> None:
    lists = listed(shigu)
    assert len(lists["履职先进个人"]) == 17
    (vetoed,) = lists["一票否决名单"]
    points = totals(shigu)
    assert [int(points[name]) for name in lists["履职先进个人"]] == [*shigu_story.ADVANCED]
    assert vetoed not in lists["履职先进个人"]
    assert int(points[vetoed]) > int(points[lists["履职先进个人"][-1]])


def test_shigu_agrees_with_the_second_reckoning(shigu: Result) -> None:
    assert totals(shigu) == {deputy.name: str(deputy.total) for deputy in shigu_told().deputies}


def test_shigu_from_csv_is_the_same(shigu: Result) -> None:
    assert totals(scored("shigu", "logs.csv", "roster.csv")) == totals(shigu)


def test_shigu_halves(shigu: Result) -> None:
    first, second = (scored("shigu", "logs.xlsx", period=f"2023{half}") for half in ("H1", "H2"))
    # the two halves make the year, but for what is once a year or once a matter
    apart = int(first.totals.sum() + second.totals.sum()) - int(shigu.totals.sum())
    assert 0 <= apart < 100
    assert int(second.totals.sum()) * 100 // int(shigu.totals.sum()) in range(35, 51)


def test_shigu_may_of_one_street(shigu: Result) -> None:
    month = scored("shigu", "logs-2023-05.csv", period="2023-05")
    assert len(month.roster) == 29
    story = shigu_told()
    name = next(deputy.name for deputy in story.deputies if deputy.month)
    assert totals(month)[name] == "58"
    whole = scored("shigu", "logs.xlsx", period="2023-05")
    assert {each: totals(whole)[each] for each in totals(month)} == totals(month)


# ---------------------------------------------------------------- the files


@pytest.mark.parametrize("book", ["jintai", "shigu"])
def test_workbooks_name_their_rulebook(book: str) -> None:
    assert carried_rulebook((EXAMPLES / book / "logs.xlsx").read_bytes()) == book


def test_people_are_made_up() -> None:
    seen = 0
    for book, encoding in (("jintai", "utf-8"), ("shigu", "gb18030")):
        with (EXAMPLES / book / "roster.csv").open(encoding=encoding, newline="") as file:
            for row in csv.DictReader(file):
                assert is_made_up(row["姓名"]), row
                seen += 1
    assert seen == 370
    assert all(is_made_up(name) for pair in shigu_told().reviewers.values() for name in pair)


def test_the_files_are_made_anew_alike(tmp_path: Path) -> None:
    main(tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(made) == 16
    for path in made:
        assert content(EXAMPLES / path) == content(tmp_path / path), path


def content(path: Path) -> object:
    """What must be the same: all bytes of a csv, the parts of a workbook (packing may differ from one zlib to another),
    the members of a result (it also names the edition of the book and of the program)."""
    if path.suffix == ".csv":
        return path.read_bytes()
    if path.suffix == ".json":
        return json.loads(path.read_bytes())["members"]
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
