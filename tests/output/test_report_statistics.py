"""Every number of a report against the same number reckoned anew, from the log, from JSON, row by row."""

from __future__ import annotations

import csv
import statistics
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.model.exact import Scale, decimal_text
from dutyscore.model.ledger import Kind
from dutyscore.output.views.lines import grade_lines
from dutyscore.output.views.machine import result_form
from dutyscore.output.views.statistics import distribution, figures, percent, rounded
from tests.output.reports import charts, jintai, jintai_report, jintai_told, rows, sections, tables

HALF = Scale(Fraction(1, 2), "half_up")
AMOUNTS = st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=60)


def half_up(value: Fraction, places: int) -> str:
    """Rounded by the decimal module, which knows nothing of ours."""
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        # A quotient cut after 60 digits can only look like a tie if it is one: these denominators are small.
        return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0)


@given(AMOUNTS)
def test_figures_are_those_of_the_standard_library(amounts: list[int]) -> None:
    points = [Fraction(amount, 2) for amount in amounts]
    found = figures(amounts, HALF)
    assert found
    assert (found.count, found.mean) == (len(points), statistics.mean(points))
    assert (found.median, found.maximum, found.minimum) == (statistics.median(points), max(points), min(points))


def test_the_highest_is_printed_as_points_are_and_the_mean_with_a_decimal() -> None:
    whole = Scale(Fraction(1), "half_up")
    found = figures([10, 11, 1000], whole)
    assert found
    assert found.texts(whole) == {"mean": "340.3", "median": "11.0", "maximum": "1000", "minimum": "10"}
    assert found.texts(HALF)["maximum"] == "1000.0"


def test_nobody_has_no_figures() -> None:
    assert figures([], HALF) is None
    assert percent(0, 0) == ""


@given(st.fractions(max_denominator=10**6), st.integers(0, 4))
def test_rounding_is_half_up(value: Fraction, places: int) -> None:
    text = rounded(value, places)
    assert abs(Fraction(text) - value) <= Fraction(1, 2 * 10**places)
    assert Decimal(text) == Decimal(half_up(value, places))
    assert len(text.partition(".")[2]) == places


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(Fraction(1, 20), 1, "0.1"), (Fraction(-1, 20), 1, "-0.1"), (Fraction(1, 3), 2, "0.33"), (Fraction(2), 1, "2.0")],
)
def test_ties_go_away_from_zero(value: Fraction, places: int, text: str) -> None:
    assert rounded(value, places) == text


@given(AMOUNTS, st.sampled_from([Scale(Fraction(1), "half_up"), HALF, Scale(Fraction(1, 100), "half_up")]))
def test_every_amount_is_in_one_class(amounts: list[int], scale: Scale) -> None:
    found = distribution(amounts, scale)
    assert sum(one.count for one in found) == len(amounts)
    assert len(found) <= 24
    assert len({one.high - one.low for one in found}) == 1
    assert all(left.high == right.low for left, right in pairwise(found))
    for one in found:
        assert one.count == sum(one.low <= amount * scale.step < one.high for amount in amounts)
    assert found[0].count
    assert found[-1].count


# ---------------------------------------------------------------- the report of Jintai


def form() -> dict[str, Any]:
    told = jintai_told()
    return result_form(told.result, told.run)


def log() -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(jintai()[1].decode("utf-8-sig"))))


def section(key: str) -> dict[str, list[dict[str, str]]]:
    return {name: rows(table) for name, table in tables(sections(jintai_report())[key]).items()}


def test_statistics_of_totals_and_categories() -> None:
    members = form()["members"]
    found = {row["what"]: row for row in section("summary")["得分统计"]}
    assert len(found) == 5
    names = {node.id: node.name for node in jintai_told().result.nodes}
    columns = {"总分": [member["total"] for member in members]} | {
        names[key]: [member["categories"][key] for member in members] for key in members[0]["categories"]
    }
    for name, texts in columns.items():
        points = [Fraction(text) for text in texts]
        wanted = {
            "mean": statistics.mean(points), "median": statistics.median(points), "maximum": max(points),
            "minimum": min(points),
        }  # fmt: skip
        assert {key: Fraction(found[name][key]) for key in wanted} == {
            key: Fraction(half_up(value, 1)) for key, value in wanted.items()
        }
        assert found[name]["count"] == "200"


@pytest.mark.parametrize(("name", "key"), [("各等次人数", "grade"), ("各灯人数", "band")])
def test_shares_of_grades_and_bands(name: str, key: str) -> None:
    members = form()["members"]
    counted = Counter(member[key] if key == "grade" else member[key]["name"] for member in members)
    found = section("summary")[name]
    assert {row["row"]: int(row["count"]) for row in found} == counted
    for row in found:
        assert Fraction(row["share"]) == Fraction(half_up(Fraction(counted[row["row"]] * 100, len(members)), 1))


def test_distribution_and_lines() -> None:
    chart = charts(jintai_report())["distribution"]
    totals = [Fraction(member["total"]) for member in form()["members"]]
    for (low, high), count in zip(pairwise(chart.edges), chart.series[0].values, strict=True):
        assert int(count) == sum(Fraction(low) <= total < Fraction(high) for total in totals)
    assert [(mark.value, mark.text) for mark in chart.marks] == [
        ("110", "优秀 110"),
        ("60", "称职 60"),
        ("50", "一般 50"),
    ]
    assert all(mark.text in chart.summary for mark in chart.marks)


def test_members_near_a_line() -> None:
    told, chart = jintai_told(), charts(jintai_report())["near"]
    lines = [line.at * Fraction(1, 2) for line in grade_lines(told.book.grades, told.result.scale)]
    nearest = sorted(min(abs(Fraction(member["total"]) - line) for line in lines) for member in form()["members"])
    shown = sorted(abs(Fraction(value)) for value in chart.series[0].values)
    assert shown == nearest[:20]
    assert f"不超过 {decimal_text(shown[-1])} 分" in chart.summary


def test_participation_is_having_an_entry_that_counted() -> None:
    told = jintai_told()
    ledger, result = told.result.ledger, told.result
    ends = {
        Kind.no_clause, Kind.not_confirmed, Kind.excluded, Kind.duplicate, Kind.outside_period, Kind.not_selected,
        Kind.not_yet, Kind.expired, Kind.repaired, Kind.exempt, Kind.inert,
    }  # fmt: skip
    begun, ended = set(), set()
    for entry, member, node, kind in zip(ledger.entry, ledger.member, ledger.node, ledger.kind, strict=True):
        if entry >= 0 and kind == Kind.award:
            begun.add((entry, member, node))
        elif entry >= 0 and kind in ends:
            ended.add((entry, member, node))
    present = {member for _, member, _ in begun - ended}
    wanted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for member, group in enumerate(result.group):
        wanted[group][0] += 1
        wanted[group][1] += member in present
    found = {row["group"]: row for row in section("groups")["各组情况"]}
    everybody = found.pop("全体")
    assert {name: [int(row["members"]), int(row["taking_part"])] for name, row in found.items()} == dict(wanted)
    assert int(everybody["taking_part"]) == len(present)
    uses = Counter(result.nodes[node].name for _, _, node in begun - ended)
    used = {row["item"]: int(row["used"]) for row in section("rules")["规则和用量"] if row["used"] not in ("-", "0")}
    assert used == uses


def test_group_figures_and_profile() -> None:
    members = form()["members"]
    found = {row["group"]: row for row in section("groups")["各组情况"]}
    chart = charts(jintai_report())["profile"]
    for place, group in enumerate(chart.labels):
        of = [member for member in members if member["group"] == group]
        assert Fraction(found[group]["mean"]) == Fraction(
            half_up(statistics.mean(Fraction(member["total"]) for member in of), 1)
        )
        for series, key in zip(chart.series, members[0]["categories"], strict=True):
            mean = statistics.mean(Fraction(member["categories"][key]) for member in of)
            assert Fraction(series.values[place]) == Fraction(half_up(mean, 1))


def test_points_given_add_up_to_the_categories() -> None:
    result = jintai_told().result
    found = section("rules")["规则和用量"]
    assert len(found) == len(result.nodes)
    items = sum(Fraction(row["given"]) for row in found if not row["item"].endswith("(整类)"))
    whole = [Fraction(row["given"]) for row in found if row["item"].endswith("(整类)")]
    assert sum(whole) == sum(Fraction(int(total), 2) for total in result.totals)
    assert items >= sum(whole)  # a category's cap takes from what its items give


# ---------------------------------------------------------------- review


def test_from_claimed_to_confirmed_adds_up() -> None:
    found = section("review")["从自评到核定"]
    points = [Fraction(row["points"]) for row in found]
    assert sum(points[:-1]) == points[-1]
    members = form()["members"]
    assert points[0] == sum(Fraction(member["claimed"]) for member in members)
    assert points[-1] == sum(Fraction(member["total"]) for member in members)
    for row in section("review")["差额最大的成员 (最多 20 人)"]:
        assert Fraction(row["claimed"]) + Fraction(row["cut"]) + Fraction(row["without_entry"]) == Fraction(
            row["confirmed"]
        )


def test_reviewers_are_counted_as_the_log_says() -> None:
    """By the csv file itself: rows of the year that a clause takes, by reviewer, confirmed or not."""
    seen, confirmed = Counter[str](), Counter[str]()
    words = {row["项目"] for row in log()}
    result = jintai_told().result
    ledger = result.ledger
    unknown = {int(entry) for entry, kind in zip(ledger.entry, ledger.kind, strict=True) if kind == Kind.no_clause}
    assert words
    lost = {int(result.entries.row[entry]) for entry in unknown}
    for number, row in enumerate(log(), 2):
        if row["日期"].startswith("2023") and number not in lost:
            seen[row["审核人"]] += 1
            confirmed[row["审核人"]] += row["审核"] == "核定"
    found = {row["reviewer"]: row for row in section("review")["各审核人"]}
    assert {name: int(row["seen"]) for name, row in found.items()} == seen
    assert {name: int(row["approved"]) for name, row in found.items()} == confirmed
    for name, row in found.items():
        assert Fraction(row["rate"]) == Fraction(half_up(Fraction(100 * confirmed[name], seen[name]), 1))


def test_cuts_by_reviewer_add_up_to_the_cuts_of_all() -> None:
    found = section("review")
    matrix = found["各审核人、各原因审减的分"]
    reviewers = [key for key in matrix[0] if key.startswith("reviewer")]
    for row in matrix:
        assert sum(Fraction(row[key]) for key in reviewers) == Fraction(row["total"])
    for key in [*reviewers, "total"]:
        assert sum(Fraction(row[key]) for row in matrix[:-1]) == Fraction(matrix[-1][key])
    whole = {row["reason"]: Fraction(row["points"]) for row in found["从自评到核定"][1:-1]}
    assert {row["reason"]: Fraction(row["total"]) for row in matrix[:-1]} == whole
    cuts = {row["reviewer"]: Fraction(row["cut"]) for row in found["各审核人"]}
    assert sum(cuts.values()) == sum(whole.values())


def test_the_ledger_holds_every_posting_and_adds_up() -> None:
    result = jintai_told().result
    found = section("ledger")["台账"]
    assert len(found) == len(result.ledger)
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in found:
        sums[row["id"]] += Fraction(row["amount"])
    totals = {member: Fraction(int(total), 2) for member, total in zip(result.roster.ids, result.totals, strict=True)}
    assert sums == totals
