"""The examples of Ningjin, Jincheng and Jiuyuan lead to the published figures and agree with a second reckoning."""

import csv
import json
from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from dutyscore.model.exact import decimal_text, round_ratio
from dutyscore.model.result import Result
from dutyscore.pipeline import Request, score
from dutyscore.rulebook.cases import load_cases
from dutyscore.rulebook.load import load_rulebook
from dutyscore.tables import Input, carried_rulebook
from examples.making import jincheng_story, jiuyuan_story, ningjin_story
from examples.making.people import is_made_up
from tests.cli.transcript import dutyscore
from tests.rules.playing import ROOT, played

EXAMPLES = ROOT / "examples"


def given(path: str) -> Input:
    return Input(path, (ROOT / path).read_bytes())


@cache
def scored(book: str, log: str, roster: str = "") -> Result:
    people = given(f"examples/{roster}") if roster else None
    outcome = score(given(f"rules/{book}/rulebook.yaml"), [given(f"examples/{log}")], people, None, Request())
    assert outcome.rulebook_findings == ()
    assert outcome.rows.refused == 0
    assert outcome.result
    return outcome.result


def totals(result: Result) -> dict[str, str]:
    """Totals of the members that are scored."""
    pairs = zip(result.roster.names, result.totals, result.scored, strict=True)
    return {name: result.scale.text(int(total)) for name, total, counts in pairs if counts}


def grades(result: Result) -> Counter[str]:
    return Counter(result.grades[int(grade)].name if grade >= 0 else "" for grade in result.grade)


def listed(result: Result) -> dict[str, list[str]]:
    return {row.name: [result.roster.names[member] for member in row.members] for row in result.lists}


# ---------------------------------------------------------------- Ningjin


@pytest.fixture
def ningjin() -> Result:
    return scored("ningjin", "ningjin/logs.xlsx")


ningjin_told = cache(ningjin_story.story)


def test_ningjin_figures_of_the_article(ningjin: Result) -> None:
    assert len(ningjin.roster) == 268
    assert len(set(ningjin.group)) == 9
    on_site = int(ningjin.scored.sum())
    assert on_site == 263
    assert round_ratio(on_site * 100, 268, "half_up") == 98
    assert grades(ningjin) == {"优秀": 54, "未达优秀": 209, "": 5}
    assert round_ratio(54 * 100, 268, "half_up") == 20
    lists = listed(ningjin)
    assert {name: len(members) for name, members in lists.items()} == {
        "述职优秀名单": 54, "补场述职名单": 43, "视频述职名单": 5, "催交视频名单": 0, "见面谈话名单": 0,
        "大会发言备选名单": 17,
    }  # fmt: skip


def test_ningjin_not_scored_is_not_zero(ningjin: Result) -> None:
    away = [index for index, counts in enumerate(ningjin.scored) if not counts]
    assert [ningjin.roster.names[index] for index in away] == listed(ningjin)["视频述职名单"]
    for ranking in ningjin.rankings:
        assert not any(ranking.places[away])
    assert ningjin.rank.ranked == 263
    assert not any(ningjin.next_grade[member] for member in away)
    assert min(float(text) for text in totals(ningjin).values()) > 60


def test_ningjin_sessions_and_judges() -> None:
    told = ningjin_told()
    assert [session.make_up for session in told.sessions] == [False] * 14 + [True] * 2
    sizes = [len(session.members) for session in told.sessions]
    assert sum(sizes[:14]) == 220
    assert sizes[14:] == [22, 21]
    assert all(8 <= len(session.judges) <= 10 for session in told.sessions)
    assert round_ratio(sum(len(session.judges) for session in told.sessions), 16, "half_up") == 9


def test_ningjin_agrees_with_the_second_reckoning(ningjin: Result) -> None:
    points = {
        member.name: decimal_text(ningjin.scale.step * round_ratio(exact.numerator, exact.denominator, "half_up"), 2)
        for member in ningjin_told().members
        if member.session and (exact := member.score / ningjin.scale.step)
    }
    assert totals(ningjin) == points


# ---------------------------------------------------------------- Jincheng


@pytest.mark.parametrize("year", [2023, 2024])
def test_jincheng_agrees_with_the_second_reckoning(year: int) -> None:
    told = jincheng_story.story()[year - 2023]
    result = scored("jincheng", f"jincheng/logs-{year}.csv", f"jincheng/roster-{year}.csv")
    assert totals(result) == {name: str(total) for name, total in told.totals.items()}
    assert len(result.roster) == 120
    assert len(set(result.group)) == 12
    assert len(listed(result)["谈话名单"]) == jincheng_story.PASSIVE[year]


def test_jincheng_second_year_looks_back(tmp_path: Path) -> None:
    def run(year: int, *more: str) -> dict[str, list[str]]:
        logs = [str(EXAMPLES / "jincheng" / f"{kind}-{year}.csv") for kind in ("logs", "roster")]
        file = tmp_path / f"{year}.json"
        dutyscore(["score", logs[0], "--roster", logs[1], "-r", "jincheng", "-q", "-o", str(file), *more])
        members = json.loads(file.read_bytes())["members"]
        return {member["id"]: member["lists"] for member in members}

    first, second = run(2023), run(2024, "--history", str(tmp_path / "2023.json"))
    talked = [{member for member, lists in year.items() if "谈话名单" in lists} for year in (first, second)]
    twice = {member for member, lists in second.items() if "两年不称职名单" in lists}
    assert twice == talked[0] & talked[1]
    assert len(twice) == 2
    assert len(first.keys() - second.keys()) == len(second.keys() - first.keys()) == jincheng_story.CHANGED


# ---------------------------------------------------------------- Jiuyuan


def test_jiuyuan_board() -> None:
    result = scored("jiuyuan", "jiuyuan/logs.xlsx")
    assert Counter(result.group) == {"区直单位": 52, "苏木乡镇街道": 8}
    board = [one for one in result.standings if one.name == "晾晒"]
    colours = Counter(one.rows[int(row)].name for one in board for row in one.row if row >= 0)
    assert len(board) == 15
    assert colours == {"绿": 8, "黄": 4, "红": 3}
    lists = listed(result)
    assert sorted(lists["约谈名单"]) == ["区发改委", "区生态环境分局", "区科技局"]
    assert len(lists["缺报季度报告名单"]) == len(set(lists["缺报季度报告名单"])) > 0


def test_jiuyuan_officials_within_30_percent() -> None:
    result = scored("jiuyuan-officials", "jiuyuan/officials.csv", "jiuyuan/officials-roster.csv")
    assert len(result.roster) == 340
    candidates = [total for total in totals(result).values() if float(total) >= 85]
    assert grades(result)["优秀"] == 102 < len(candidates)
    assert set(grades(result)) == {"优秀", "良好", "一般", "较差"}
    told = jiuyuan_story.story()
    assert totals(result) == {one.name: decimal_text(one.score * result.scale.step, 1) for one in told.officials}
    assert sum(one.senior for one in told.officials) == 27
    (problems,) = [measure.values for measure in result.measures if measure.id == "领办难题件数"]
    assert sum(int(value or 0) for value in problems) == 340


# ---------------------------------------------------------------- figures of the fact sheets that no case can ask for


def first_case(book: str) -> Result:
    """The worked example of the fact sheet: the first case of each of these books."""
    loaded = load_rulebook((ROOT / f"rules/{book}/rulebook.yaml").read_bytes(), "rulebook.yaml")
    assert loaded.rulebook
    cases = load_cases((ROOT / f"rules/{book}/cases.yaml").read_bytes(), "cases.yaml", loaded.rulebook)
    assert cases.cases[0].name.startswith("资料例题")
    result = played(loaded, cases.cases[0]).result
    assert result
    return result


def test_ningjin_rates_of_the_fact_sheet() -> None:
    result = first_case("ningjin")
    (on_site,) = (gate.members for gate in result.requirements)
    assert Fraction(int(on_site.sum()), len(result.roster)) == Fraction(2, 3)
    assert Fraction(grades(result)["优秀"], int(result.scored.sum())) == Fraction(1, 2)


def test_jincheng_groups_and_notices_of_the_fact_sheet() -> None:
    result = first_case("jincheng")
    by_group: dict[str, list[int]] = {}
    by_employer: dict[str, list[str]] = {}
    for name, total, group, employer in zip(
        result.roster.names, result.totals, result.group, result.employer, strict=True
    ):
        by_group.setdefault(group, []).append(int(total))
        by_employer.setdefault(employer, []).append(name)
    means = {group: Fraction(sum(found), len(found)) for group, found in by_group.items()}
    assert means == {"经济一组": Fraction(101, 2), "教育组": 18}
    assert by_employer == {"市商业银行": ["左", "尤"], "市第一中学": ["沈"]}


def test_jiuyuan_has_15_indicators_and_a_whole_composite() -> None:
    rulebook = load_rulebook((ROOT / "rules/jiuyuan/rulebook.yaml").read_bytes(), "rulebook.yaml").rulebook
    assert rulebook
    assert len(rulebook.standings["晾晒"].of) == len(rulebook.categories["registered"].groups["airing"].items) == 15
    assert rulebook.totals
    assert sum(part.weight.of("") for part in rulebook.totals["综合分"].composite) == 1


# ---------------------------------------------------------------- the files


@pytest.mark.parametrize("book", ["ningjin", "jiuyuan"])
def test_workbooks_name_their_rulebook(book: str) -> None:
    assert carried_rulebook((EXAMPLES / book / "logs.xlsx").read_bytes()) == book


def test_people_are_made_up() -> None:
    seen = 0
    for name in ("jincheng/roster-2023.csv", "jincheng/roster-2024.csv", "jiuyuan/officials-roster.csv"):
        with (EXAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                assert is_made_up(row["姓名"]), row
                seen += 1
    assert seen == 580
    told = ningjin_told()
    judges = {judge for session in told.sessions for judge, _ in session.judges}
    assert all(is_made_up(name) for name in (*told.ids, *judges))
