"""What people see, as whole screens in `golden/`; `pytest --accept` takes new ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dutyscore.model.days import parse_iso, parse_stretch
from dutyscore.model.ledger import Kind, Ledger
from dutyscore.model.result import TotalInfo, TotalPart
from dutyscore.model.tableau import Table, Tableau
from dutyscore.output.formats import Paper, printed
from dutyscore.output.views.explain import explain_view
from dutyscore.output.views.explanation_form import explanation_form
from dutyscore.output.views.machine import result_form
from dutyscore.output.views.pipeline import pipeline_view
from dutyscore.output.views.postings import postings
from dutyscore.output.views.score import score_view
from dutyscore.output.wording import load
from dutyscore.tables import RowCount
from tests.output.sample import NAMES, made, run

GOLDEN = Path(__file__).with_name("golden")
Agrees = Callable[[Path, str], None]


def screen(tableau: Tableau, columns: int | None = None) -> str:
    return printed(tableau, "table", Paper(columns=columns)).decode()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [None, 48])
def test_score(language: str, columns: int | None, agrees: Agrees) -> None:
    result = made()
    text = screen(score_view(result, run(result), load(language)), columns)
    agrees(GOLDEN / f"score-{columns or 'piped'}.{language}.txt", text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [None, 72, 60])
def test_explain(language: str, columns: int | None, agrees: Agrees) -> None:
    result = made()
    wording = load(language)
    text = "\n".join(screen(explain_view(result, member, run(result), wording), columns) for member in (2, 3, 4, 0))
    agrees(GOLDEN / f"explain-{columns or 'piped'}.{language}.txt", text)


def test_every_page_of_an_explanation_names_the_book_the_member_and_the_text() -> None:
    result = made()
    left, right = explain_view(result, 2, run(result), load("en")).margin
    assert result.rulebook.title in left
    assert result.roster.names[2] in left
    assert result.rulebook.version in right
    assert result.rulebook.digest[:12] in right


def test_a_row_that_gives_nothing_is_not_counted() -> None:
    """Who stands in it has no band: it is not a band that nobody has."""
    result = made()
    none = replace(result.bands[-1], name="none")
    result = replace(result, bands=(*result.bands, none))
    counted = result_form(result, run(result))["counts"]["bands"]
    assert set(counted) == {row.name for row in result.bands} - {"none"}
    assert sum(counted.values()) == int((result.band >= 0).sum())
    assert "none" not in screen(score_view(result, run(result), load("en")))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_stamps(language: str, agrees: Agrees) -> None:
    """Provisional, to date, a selection, no roster, members left out, one of them not scored."""
    result = made()
    half = parse_stretch("2025H1")
    as_of = parse_iso("2025-09-30")
    assert half is not None
    assert as_of is not None
    scored = result.scored.copy()
    scored[3] = False
    changed = replace(
        result, partial=True, scored=scored, roster=replace(result.roster, declared=False), selection=half, as_of=as_of
    )
    facts = run(result, rows=RowCount(19, 13, 3, {"blank": 2, "title": 1}), shown=(2, 3))
    to_date = replace(result, as_of=as_of)
    wording = load(language)
    text = "\n".join(screen(score_view(*shown, wording)) for shown in ((changed, facts), (to_date, run(result))))
    agrees(GOLDEN / f"stamps.{language}.txt", text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pipeline(language: str, agrees: Agrees) -> None:
    agrees(GOLDEN / f"pipeline.{language}.txt", screen(pipeline_view(load(language))))


def test_machine_forms(agrees: Agrees) -> None:
    result = made()
    for name, form in (
        ("result", result_form(result, run(result))),
        ("explanation", explanation_form(result, 2, postings(result, 2), run(result))),
    ):
        text = printed(Tableau("", (), lambda form=form: form), "json", Paper()).decode()  # type: ignore[misc]
        assert json.loads(text) == form
        agrees(GOLDEN / f"{name}.json", text)


def test_the_json_is_the_same_in_every_language() -> None:
    result = made()
    views = [score_view(result, run(result), load(language)) for language in ("zh", "en")]
    assert printed(views[0], "json", Paper()) == printed(views[1], "json", Paper())


def test_the_running_sum_ends_at_the_total() -> None:
    result = made()
    for member in range(len(NAMES)):
        assert postings(result, member)[-1].running == result.totals[member]


def test_a_cut_stands_behind_the_entry_that_bears_it() -> None:
    told = postings(made(), 2)
    cut = next(index for index, posting in enumerate(told) if posting.kind == Kind.over_cap)
    assert told[cut].entry == told[cut - 1].entry
    assert told[0].kind == Kind.member_award


def test_a_cut_of_a_window_as_a_whole_stands_behind_its_last_entry() -> None:
    result = made()
    ledger = result.ledger
    entry = np.where((ledger.kind == Kind.over_cap) & (ledger.member == 4), -1, ledger.entry).astype(np.int32)
    told = postings(replace(result, ledgers=(replace(ledger, entry=entry),)), 4)
    assert [posting.entry for posting in told] == [-1, 5, 6, -1, 11]


def test_names_that_are_not_unique_bring_the_id() -> None:
    result = made(("张三", "张三", *NAMES[2:]))
    text = screen(score_view(result, run(result), load("zh")))
    assert "编号" in text
    assert "编号" not in screen(score_view(made(), run(made()), load("zh")))


def test_marks_stand_behind_the_number_and_nothing_else_moves() -> None:
    tableau = score_view(made(), run(made()), load("zh"))
    table = next(block for block in tableau.blocks if isinstance(block, Table))
    marks = {column.key: {row[index].mark for row in table.rows} for index, column in enumerate(table.columns)}
    assert marks["bonus"] == {"", "*"}
    assert marks["total"] == {"", "!"}
    lines = screen(tableau).splitlines()
    points = {line.index(".0") for line in lines[3:10] if ".0" in line}
    assert len({len(line.encode("gbk")) for line in lines[5:10]}) <= 2
    assert points


def test_named_totals_are_told_one_by_one(agrees: Agrees) -> None:
    """An account with a balance carried over and a reset, and a composite of two parts."""
    result = made()
    rows = [(Kind.opening, 16, 0), (Kind.reset, -36, 0), (Kind.composite, 60, 1), (Kind.composite, 18, 2)]
    ledger = result.ledger
    extra = Ledger(
        *(np.concatenate([column, np.array(values, column.dtype)]) for column, values in (
            (ledger.entry, [-1] * 4), (ledger.member, [0] * 4), (ledger.node, [-1] * 4),
            (ledger.kind, [int(kind) for kind, _, _ in rows]), (ledger.amount, [amount for _, amount, _ in rows]),
            (ledger.cause, [cause for _, _, cause in rows]), (ledger.window, [-(2**31)] * 4),
        ))
    )  # fmt: skip
    balance = result.totals - 20
    mixed = np.array([78] * len(NAMES), np.int64)
    changed = replace(
        result,
        ledgers=(extra,),
        named_totals=(TotalInfo("综合", "", mixed), TotalInfo("积分", "分", balance)),
        parts=(TotalPart("积分", ""), TotalPart("综合", "履职分"), TotalPart("综合", "测评")),
        totals=mixed,
    )
    wording = load("zh")
    views = (explain_view(changed, 0, run(result), wording), score_view(changed, run(result), wording))
    agrees(GOLDEN / "totals.zh.txt", "\n".join(map(screen, views)))


def test_a_book_without_points_shows_its_measures() -> None:
    result = made(pointless=True)
    text = screen(score_view(result, run(result), load("en")))
    assert "Total" not in text
    assert "1/3" in text
    assert "mean" not in text
