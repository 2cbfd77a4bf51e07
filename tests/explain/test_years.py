"""The periods of a member side by side: as they were recorded, and as they are computed now."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dutyscore.compare.history import Past, read_history
from dutyscore.output.views.explain import explain_view
from dutyscore.output.views.machine import result_form
from dutyscore.output.views.standing_among import years_of, years_table
from dutyscore.output.wording import load
from tests.output.sample import made, run


def past(label: str, **changes: object) -> Past:
    """The sample as the result of an earlier year, with other values for its first member."""
    form = json.loads(json.dumps(result_form(made(), run(made()))))
    form["period"] = {"label": label, "first": f"{label}-01-01", "last": f"{label}-12-31"}
    first = next(member for member in form["members"] if member["id"] == "01")
    first.update(changes)
    found, findings = read_history(json.dumps(form).encode(), f"{label}.json")
    assert found, findings
    return found


def test_periods_stand_oldest_first_with_all_that_was_recorded() -> None:
    earlier = past("2023", totals={"total": "61.5"}, rank=4, grade="不称职", band=None, lists=["约谈名单"])
    history = (past("2024"), earlier)
    years = years_of(made(), 0, replace(run(made()), history=history))
    assert [year.label for year in years] == ["2023", "2024", "2025"]
    first = years[0]
    assert (str(first.values["total"]), first.rank, first.grade, first.band) == ("123/2", 4, "不称职", "")
    assert first.lists == ("约谈名单",)
    assert years[1].values["total"] == years[2].values["total"] == 70


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_last_row_is_what_changed(language: str) -> None:
    before = past("2024", totals={"total": "71.5"}, rank=5, categories={"base": "60.0", "bonus": "11.5"})
    result = made()
    table = years_table(result, years_of(result, 0, replace(run(result), history=(before,))), load(language))
    keys = [column.key for column in table.columns]
    change = dict(zip(keys, (cell.text for cell in table.rows[-1]), strict=True))
    assert (change["total"], change["bonus"], change["base"], change["negative"]) == ("-1.5", "-1.5", "0.0", "-")
    assert "3" in change["rank"]


def test_without_a_history_there_is_no_table() -> None:
    result = made()
    blocks = explain_view(result, 0, run(result), load("zh")).blocks
    with_past = explain_view(result, 0, replace(run(result), history=(past("2024"),)), load("zh")).blocks
    assert len(with_past) == len(blocks) + 2
    form = explain_view(result, 0, replace(run(result), history=(past("2024"),)), load("zh")).machine
    assert form
    assert json.loads(json.dumps(form()))["history"][0]["period"] == "2024"


def test_whoever_was_no_member_then_has_no_earlier_period() -> None:
    known = past("2024")
    others = replace(known, members={id_: standing for id_, standing in known.members.items() if id_ != "01"})
    assert len(years_of(made(), 0, replace(run(made()), history=(others,)))) == 1
