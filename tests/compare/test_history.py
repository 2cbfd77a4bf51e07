"""Earlier results: read back exactly, refused where they are not what they should be, put in order."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from dutyscore.compare.history import Past, arranged, read_history
from dutyscore.model.days import Stretch, parse_stretch
from dutyscore.model.history import PastResult
from dutyscore.output.formats import Paper, printed
from dutyscore.output.views.machine import result_form
from dutyscore.output.views.score import score_view
from dutyscore.output.wording import load
from tests.output.sample import NAMES, made, run


def stretch(label: str) -> Stretch:
    found = parse_stretch(label)
    assert found is not None
    return found


def written() -> bytes:
    return printed(score_view(made(), run(made()), load("zh")), "json", Paper())


def form(**changes: Any) -> bytes:
    return json.dumps({**result_form(made(), run(made())), **changes}).encode()


def test_what_score_writes_is_read_back_exactly() -> None:
    past, findings = read_history(written(), "2025.json")
    assert findings == ()
    assert past is not None
    assert (past.rulebook, past.period, past.provisional) == ("demo", stretch("2025"), False)
    assert set(past.members) == {f"{number:02}" for number in range(1, len(NAMES) + 1)}
    first = past.members["01"]
    assert (first.grade, first.band, first.rank, first.rank_from_end) == ("称职", "绿", 2, 2)
    assert first.values["total"] == Fraction(70)
    assert first.values["report"] == Fraction(10)
    assert first.values["bonus"] == Fraction(10)
    assert first.values["rate"] == Fraction(1, 3)
    vetoed = past.members["03"]
    assert (vetoed.rank, "rate" in vetoed.values) == (0, False)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "json"),
        (b"\xff\xfe", "json"),
        (b"[" * 100_000, "json"),
        (b"[1, 2]", "schema"),
        (b'{"schema": "dutyscore.explanation/1"}', "schema"),
        (form(members={}), "schema"),
        (form(rulebook={}), "schema"),
        (form(period={"first": "2025-01-01", "last": "2024-01-01"}), "schema"),
        (form(period={"first": 1, "last": 2}), "schema"),
        (form(members=[{"id": "01"}]), "member"),
        (form(members=[1]), "member"),
        (form(members=result_form(made(), run(made()))["members"][:2]), "limited"),
    ],
)
def test_what_is_no_result_is_refused(data: bytes, reason: str) -> None:
    past, (finding,) = read_history(data, "x.json")
    assert past is None
    assert (finding.code, finding.facts["reason"], finding.place.file) == ("DS417", reason, "x.json")


@pytest.mark.parametrize("value", ["1e5", "Infinity", "1/0", "", " 1", "１", 5, 5.0, True, "1/2/3", "0x10"])
def test_points_are_exact_text_or_nothing(value: object) -> None:
    member = result_form(made(), run(made()))["members"][0]
    past, findings = read_history(form(members=[{**member, "totals": {"total": value}}]), "x.json")
    assert past is None
    assert findings[0].facts["reason"] == "member"


@pytest.mark.parametrize(
    "changes", [{"rank": "1"}, {"rank": -1}, {"rank": True}, {"grade": 1}, {"band": {"name": 2}}, {"measures": None}]
)
def test_members_are_checked(changes: dict[str, Any]) -> None:
    member = result_form(made(), run(made()))["members"][0]
    assert read_history(form(members=[{**member, **changes}]), "x.json")[0] is None
    assert read_history(form(members=[member, member]), "x.json")[0] is None


def past(label: str, **changes: Any) -> Past:
    members = {"01": PastResult({"total": Fraction(int(label[:4]))})}
    return replace(Past(f"{label}.json", "", "demo", stretch(label), False, members), **changes)


def order(pasts: list[Past], period: str) -> list[int | None]:
    history, _, findings = arranged(pasts, "demo", stretch(period))
    assert [finding.code for finding in findings] == ["DS483"] * history.periods.count({})
    found = [history.past("01", back) for back in range(1, len(history.periods) + 1)]
    return [None if standing is None else int(standing.values["total"]) for standing in found]


def test_periods_stand_backwards_and_gaps_stay_open() -> None:
    assert order([past("2022"), past("2024")], "2025") == [2024, None, 2022]
    assert order([past("2024H2"), past("2025H1")], "2025H2") == [2025, 2024]
    assert order([past("2024-12")], "2025-02") == [None, 2024]
    assert order([], "2025") == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (past("2025"), "period"),
        (past("2026"), "period"),
        (past("2024H1"), "period"),
        (past("2024", rulebook="other"), "rulebook"),
        (past("2024", provisional=True), "provisional"),
    ],
)
def test_what_does_not_fit_is_told(wrong: Past, reason: str) -> None:
    for found, code in ((False, "DS417"), (True, "DS431")):
        history, used, (finding, gap) = arranged([past("2023"), replace(wrong, found=found)], "demo", stretch("2025"))
        assert (finding.code, finding.facts["reason"]) == (code, reason)
        assert (gap.code, gap.facts) == ("DS483", {"period": "2024"})
        assert [one.name for one in used] == ["2023.json"]
        assert len(history.periods) == 2


def test_two_results_of_one_period_are_told() -> None:
    _, used, (finding,) = arranged([past("2024"), past("2024", name="other.json")], "demo", stretch("2025"))
    assert (used[0].name, finding.place.file) == ("2024.json", "other.json")


def test_declared_periods_stand_in_the_order_of_their_days() -> None:
    def term(first: str, last: str, name: str) -> Past:
        return past("2024", period=Stretch(stretch(first).first, stretch(last).last), name=name)

    period = Stretch(stretch("2025-03").first, stretch("2025-06").last)
    history, used, findings = arranged(
        [term("2024-02", "2024-07", "a"), term("2024-09", "2025-01", "b")], "demo", period
    )
    assert ([one.name for one in used], findings, len(history.periods)) == (["b", "a"], (), 2)
