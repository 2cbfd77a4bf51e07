"""Whose doing it is: the parts add up for every member, and they are the parts that a reader would work out by hand."""

from __future__ import annotations

import random

import numpy as np
import pytest

from dutyscore.cli.diff_effect import effect
from dutyscore.cli.diff_scoring import Logs
from dutyscore.cli.trouble import Trouble
from dutyscore.compare import attribution
from dutyscore.compare.impact import Impact
from dutyscore.pipeline import Request
from dutyscore.tables import Input
from tests.compare.small import Pair, compared


def impact_of(pair: Pair, log: str) -> Impact:
    rows = "姓名,日期,项目,级别,数量\n" + "".join(f"{row}\n" for row in log.split())
    logs = Logs([Input("log.csv", rows.encode())], None, [], Request(partial=True))
    trouble = Trouble()
    found = effect(pair.mixer, pair.bonds, logs, (), (), trouble)
    assert found, trouble.findings
    return found.impact


def causes(impact: Impact) -> dict[str, dict[str, int]]:
    return {
        member.id: {"+".join(f"D{number}" for number in numbers): steps for numbers, steps in member.parts}
        for member in impact.members
    }


def test_changes_in_different_parts_of_the_tree_need_no_scoring_of_their_own() -> None:
    pair = compared(("each: 5", "each: 6"), ("each: -4", "each: -6"))
    impact = impact_of(pair, "甲,2025-01-02,会议,, 甲,2025-01-03,缺席,, 乙,2025-01-02,会议,,".replace(" 乙", "\n乙"))
    assert causes(impact) == {"甲": {"D1": 1, "D2": -2}, "乙": {"D1": 1}}
    assert impact.attribution
    assert impact.attribution.scorings == 0


def test_below_one_cap_changes_share_what_they_do_together() -> None:
    """Two reports and an honour: 8 + 10 = 18 of 20. The award rises by 6, the cap by 2: alone the award gives 2 and the
    cap nothing, together they give 4. The average over both orders is 3 and 1."""
    pair = compared(("max: 20", "max: 22"), ("{市: 8,", "{市: 14,"))
    assert causes(impact_of(pair, "甲,2025-01-02,报告,市, 甲,2025-02-02,表彰,,")) == {"甲": {"D1": 1, "D2": 3}}


def test_half_steps_go_to_the_largest_remainder() -> None:
    """Alone the award gives 2, together 3: 2.5 and 0.5 become 3 and 0 (of equal remainders the first change has it)."""
    pair = compared(("max: 20", "max: 21"), ("{市: 8,", "{市: 14,"))
    found = causes(impact_of(pair, "甲,2025-01-02,报告,市, 甲,2025-02-02,表彰,,"))
    assert sum(found["甲"].values()) == 3
    assert found["甲"] in ({"D1": 1, "D2": 2}, {"D2": 3})


def test_changes_that_are_no_rulebook_apart_count_as_one() -> None:
    """A level comes into a field and into the table that values it."""
    pair = compared(("choices: [市, 区]", "choices: [市, 区, 镇]"), ("{市: 8, 区: 4}", "{市: 9, 区: 4, 镇: 1}"))
    assert len(set(pair.bonds.values())) == 1
    assert causes(impact_of(pair, "甲,2025-01-02,报告,市,")) == {"甲": {"D1+D2": 1}}


def test_above_eight_the_order_is_used_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution, "MOST_PLAYERS", 1)
    pair = compared(("max: 20", "max: 22"), ("{市: 8,", "{市: 14,"))
    impact = impact_of(pair, "甲,2025-01-02,报告,市, 甲,2025-02-02,表彰,,")
    assert causes(impact) == {"甲": {"D2": 4}}, "the cap first, which gives nothing, then the award"
    assert impact.attribution
    assert impact.attribution.ordered == {1, 2}


def test_parts_add_up_for_random_logs() -> None:
    """The engine's own check runs on every comparison; this one asks it once more from outside."""
    dice = random.Random(1)
    words = ("会议,,", "走访,,3", "报告,市,", "报告,区,", "表彰,,", "缺席,,")
    log = "\n".join(
        f"m{dice.randrange(40)},2025-{dice.randrange(1, 13):02d}-05,{dice.choice(words)}" for _ in range(600)
    )
    pair = compared(
        ("each: 5", "each: 4"), ("points: 2}", "points: 3}"), ("max: 20", "max: 26"),
        ("{市: 8, 区: 4}", "{市: 9, 区: 2}"),
        ("each: 10", "each: 11"), (", pick: {keep: highest, per: year}", ""), ("each: -4", "each: -7"),
    )  # fmt: skip
    impact = impact_of(pair, log)
    for member in impact.members:
        assert sum(steps for _, steps in member.parts) == member.difference


def test_a_wrong_sum_stops_the_run() -> None:
    with pytest.raises(attribution.NotWholeError):
        attribution._check({frozenset({1}): np.array([1])}, np.array([2]))
