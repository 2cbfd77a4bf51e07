"""What a report holds and leaves out: sections, whom it prints, cases worth a second look, stretches of time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from dutyscore.model.tableau import Chart, Section, Table, Tableau, unpictured
from dutyscore.output.formats import Paper, printed
from dutyscore.output.views import report_ledger
from dutyscore.output.views.report import SECTIONS, report_view
from dutyscore.output.wording import LANGUAGES, load
from tests.cli.transcript import FILES, dutyscore
from tests.output.reports import JINTAI, TOP, jintai_report, jintai_told, lines, rows, scored, sections, tables, told_of

DEMO = (FILES / "rules" / "demo" / "rulebook.yaml").read_bytes()
HEAD = "编号,姓名,日期,项目,数量,审核,自评分\n"


def demo(log: str, roster: bool = True) -> dict[str, list[object]]:
    outcome = scored(DEMO, (HEAD + log).encode(), (FILES / "roster.csv").read_bytes() if roster else None)
    assert outcome.result, outcome.findings
    return sections(report_view(told_of(DEMO, outcome), "html"))  # type: ignore[return-value]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_stand_in_their_order_under_their_titles(language: str) -> None:
    report = jintai_report("html", language)
    found = [block for block in report.blocks if isinstance(block, Section)]
    order = [key for key in SECTIONS if key not in ("month", "quarter", "half")]
    assert [section.key for section in found] == order
    wording = load(language)
    assert [section.title for section in found] == [wording(f"report.section.{key}") for key in order]


def test_nothing_of_a_chart_is_lost_without_pictures() -> None:
    report = jintai_report("md")
    text = printed(report, "md", Paper("zh")).decode()
    pictures = [block for block in report.blocks if isinstance(block, Chart)]
    assert [chart.key for chart in pictures] == ["distribution", "near", "profile"]
    for chart in pictures:
        assert f"### {chart.title}" in text
        assert chart.summary.replace("#", "\\#") in text
        for label, *values in zip(chart.labels, *(series.values for series in chart.series), strict=True):
            assert f"| {label} | {' | '.join(values)} |" in text
    assert not any(isinstance(block, (Chart, Section)) for block in unpictured(report.blocks))


def test_only_some_members_are_printed_and_places_stay_those_of_all() -> None:
    told = jintai_told()
    report = sections(report_view(told_of(*_jintai(), shown=(7, 3)), "html"))
    names = {told.result.roster.names[member] for member in (3, 7)}
    for key in ("ranking", "board"):
        table = next(iter(tables(report[key]).values()))
        assert {row["name"] for row in rows(table)} == names
    full = {row["name"]: row["rank"] for row in rows(next(iter(tables(sections(jintai_report())["ranking"]).values())))}
    part = {row["name"]: row["rank"] for row in rows(next(iter(tables(report["ranking"]).values())))}
    assert part == {name: full[name] for name in names}
    assert {row["name"] for row in rows(tables(report["ledger"]).popitem()[1])} == names
    assert tables(report["summary"])["得分统计"] == tables(sections(jintai_report())["summary"])["得分统计"]
    assert any("只列 2 人" in line for line in lines(report["summary"]))


def _jintai() -> tuple[bytes, object]:
    from tests.output.reports import jintai

    rules, log, roster = jintai()
    return rules, scored(rules, log, roster)


def test_a_ledger_that_is_too_long_says_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(report_ledger.ROOM, "html", 500)
    found = sections(report_view(jintai_told(), "html"))["ledger"]
    table = next(iter(tables(found).values()))
    everything = len(jintai_told().result.ledger)
    left = everything - len(table.rows)
    assert 0 < len(table.rows) <= 500
    text = " ".join(lines(found))
    assert str(everything) in text
    assert str(left) in text
    assert "parquet" in text
    whole = tables(sections(jintai_report())["ledger"]).popitem()[1]
    assert whole.rows[: len(table.rows)] == table.rows  # the members it holds are whole


def test_private_matter_is_not_for_the_public() -> None:
    from dataclasses import replace

    report = sections(report_view(replace(jintai_told(), public=True), "html"))
    assert set(SECTIONS) & set(report) == set(report)
    assert not {"review", "ledger", "refused"} & set(report)


# ---------------------------------------------------------------- a second look


def test_the_three_kinds_of_cases() -> None:
    log = (
        "01,张三,2025-01-10,提交调研报告,,核定,10\n"
        "01,张三,2025-01-10,提交调研报告,,核定,10\n"  # a copy
        "01,张三,2025-02-11,参加会议,,核定,2\n"
        "02,李四,2025-02-11,参加会议,,核定,2\n"
        "02,李四,2025-02-03,提交调研报告,,待审,10\n"
    )
    found = tables(demo(log)["review"])  # type: ignore[arg-type]
    copies = rows(found["重复申报"])
    assert [(row["name"], row["count"], row["points"]) for row in copies] == [("张三", "2", "20.0")]
    assert copies[0]["cells"] == "logs.csv:2, logs.csv:3"
    assert "同日同项" not in found  # the copy does not count


def test_the_same_item_on_one_day_is_shown_and_costs_nothing() -> None:
    rule = "  duplicate_of: {fields: [姓名, 日期, 项目], keep: first}\n".encode()
    assert rule in DEMO
    book = DEMO.replace(rule, b"")
    days = ("2025-02-11", "2025-02-11", "2025-02-12")
    log = HEAD + "".join(f"01,张三,{day},参加会议,,核定,2\n" for day in days)
    outcome = scored(book, log.encode())
    assert outcome.result
    assert outcome.result.totals.tolist() == [2 * 66]
    cases = rows(tables(sections(report_view(told_of(book, outcome), "md"))["review"])["同日同项"])
    assert [(row["item"], row["days"], row["count"]) for row in cases] == [("参加会议", "2025-02-11", "2")]


def test_claims_and_their_cut_stand_beside_each_other() -> None:
    log = (
        "01,张三,2025-02-11,参加会议,,核定,5\n"
        "01,张三,2025-02-12,参加会议,,退回,2\n"
        "02,李四,2025-02-11,参加会议,,核定,2\n"
    )
    found = tables(demo(log)["review"])  # type: ignore[arg-type]
    points = {row["reason"]: row["points"] for row in rows(found["从自评到核定"])}
    # 3 of the 5 claimed are more than the clause gives, 2 were refused, 6 members begin with 60 without any entry
    assert points == {
        "自评合计": "9.0", "与自评不同": "-3.0", "未核定": "-2.0", "不靠记录的分": "360.0", "核定合计": "364.0",
    }  # fmt: skip


def test_refused_rows_are_told_with_their_reason() -> None:
    from dutyscore.pipeline import Request

    log = HEAD + "01,张三,2025-02-11,参加会仪,,核定,2\n01,张三,2025-02-12,参加会议,,核定,2\n"
    outcome = scored(DEMO, log.encode(), None, Request(partial=True))
    report = report_view(told_of(DEMO, outcome), "html")
    found = rows(next(iter(tables(sections(report)["refused"]).values())))
    assert [(row["place"], row["code"], row["advice"]) for row in found] == [("logs.csv:2:4", "DS301", "参加会议")]
    assert any("暂定" in line for line in lines(list(report.blocks)))


def test_a_report_of_nobody_says_so() -> None:
    """A roster, and an entry of another year."""
    found = demo("01,张三,2025-02-11,参加会议,,退回,2\n")
    participation = {row["group"]: row["taking_part"] for row in rows(tables(found["groups"])["各组情况"])}  # type: ignore[arg-type]
    assert set(participation.values()) == {"0"}


# ---------------------------------------------------------------- stretches of time


@pytest.fixture
def dated(tmp_path: Path) -> dict[str, dict[str, list[str]]]:
    """By section and table the lines of a report by month, quarter and half-year."""
    path = tmp_path / "report.md"
    words = ["report", str(JINTAI / "logs.csv"), "-r", str(TOP / "rules/jintai/rulebook.yaml"), "--lang", "en"]
    words += ["--roster", str(JINTAI / "roster.csv"), "-o", str(path), "--member", "W165", "--member", "W001"]
    code, output, said = dutyscore([*words, "--by", "month", "--by", "quarter", "--by", "half"])
    assert (code, output, said) == (0, f"{path}\n", "")
    found: dict[str, dict[str, list[str]]] = {}
    section = table = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            section, table = line[3:], ""
        elif line.startswith("### "):
            table = line[4:]
        elif line.startswith("| "):
            found.setdefault(section, {}).setdefault(table, []).append(line.strip("| "))
    return found


def test_totals_to_date_are_the_scores_as_of_that_day(dated: dict[str, dict[str, list[str]]]) -> None:
    def column(section: str, title: str) -> list[str]:
        head, _, *body = [line.split(" | ") for line in dated[section]["Totals to date"]]
        return [line[head.index(title)] for line in body]

    assert (
        column("Month by month", "2023-06") == column("Quarter by quarter", "2023Q2") == column("Half-years", "2023H1")
    )
    assert column("Month by month", "2023-12") == column("Half-years", "2023H2")
    words = ["score", str(JINTAI / "logs.csv"), "-r", str(TOP / "rules/jintai/rulebook.yaml"), "-f", "csv"]
    words += ["--roster", str(JINTAI / "roster.csv"), "--member", "W165", "--member", "W001"]
    for day, title in (("2023-04-30", "2023-04"), ("2023-09-30", "2023-09")):
        _, output, _ = dutyscore([*words, "--as-of", day])
        head, *body = [line.split(",") for line in output.splitlines()]
        wanted = {line[head.index("name")]: line[head.index("total")] for line in body}
        names = [line.split(" | ")[0] for line in dated["Month by month"]["Totals to date"][2:]]
        assert dict(zip(names, column("Month by month", title), strict=True)) == wanted


def test_the_change_of_the_mean_is_the_difference_of_the_means(dated: dict[str, dict[str, list[str]]]) -> None:
    head, _, *body = [line.split(" | ") for line in dated["Quarter by quarter"]["The body to date"]]
    means = [Fraction(line[head.index("Mean")]) for line in body]
    gains = [Fraction(line[head.index("Change of the mean")]) for line in body]
    assert len(means) == 4
    for before, mean, gain in zip([Fraction(0), *means], means, gains, strict=False):
        assert abs(mean - before - gain) <= Fraction(1, 10)  # each is rounded on its own


def test_a_half_finished_period_ends_with_as_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FILES)
    path = tmp_path / "report.md"
    words = [
        "report",
        "logs.csv",
        "--roster",
        "roster.csv",
        "-o",
        str(path),
        "--by",
        "quarter",
        "--as-of",
        "2025-05-10",
    ]
    assert dutyscore([*words, "--lang", "en"])[0] == 0
    text = path.read_text("utf-8")
    assert "| 2025Q1 | 2025-03-31 |" in text
    assert "| 2025Q2 | 2025-05-10 |" in text
    assert "2025Q3" not in text


def test_tables_name_their_columns_once() -> None:
    for block in jintai_report().blocks:
        if isinstance(block, Table):
            keys = [column.key for column in block.columns]
            assert len(keys) == len(set(keys)), block.name


def test_the_margin_tells_the_book_and_the_day() -> None:
    report: Tableau = jintai_report()
    assert report.margin[0] == jintai_told().result.rulebook.title
    assert "2023-12-31" in report.margin[1]
    assert jintai_told().result.rulebook.digest[:12] in report.margin[1]


def test_what_stretches_brought_adds_up_to_the_total(dated: dict[str, dict[str, list[str]]]) -> None:
    for section in ("Month by month", "Quarter by quarter", "Half-years"):
        totals, gains = (
            [line.split(" | ")[2:] for line in dated[section][table][2:]]
            for table in ("Totals to date", "What each stretch brought")
        )
        for total, gain in zip(totals, gains, strict=True):
            running = Fraction(0)
            for end, brought in zip(total, gain, strict=True):
                running += Fraction(brought)
                assert running == Fraction(end)


def test_the_mean_of_a_group_at_the_end_is_that_of_its_members(dated: dict[str, dict[str, list[str]]]) -> None:
    table = dated["Half-years"]["Groups to date (means)"][2:]
    last = {line.split(" | ")[0]: line.split(" | ")[-1] for line in table}
    groups = rows(tables(sections(jintai_report())["groups"])["各组情况"])
    assert last == {row["group"]: row["mean"] for row in groups if row["group"] != "全体"}
