"""What is a change, what is none, and which label it gets: each case is an edit of the small rulebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutyscore.compare.changes import changes
from dutyscore.compare.mixture import mixed
from dutyscore.rulebook.load import load_data, load_rulebook
from tests.compare.small import BOOK, compared, edited, lines, loaded

RULES = sorted((Path(__file__).resolve().parents[2] / "rules").glob("*/rulebook.yaml"))

NOISE = {
    "a comment": ("version: \"1\"", "version: \"1\"   # 第一版"),
    "quotes": ("name: 会议", 'name: "会议"'),
    "a number written longer": ("{each: 5}", "{each: 5.00}"),
    "a list of one": ("ref: 第一条", "ref: [第一条]"),
    "the order of keys": ("{name: 会议, ref: 第一条, score: {each: 5}}", "{score: {each: 5}, ref: 第一条, name: 会议}"),
    "no limit, said aloud": ("    name: 扣分\n", "    name: 扣分\n    max: none\n"),
    "flow and block": ("absence: {name: 缺席, ref: 第五条, score: {each: -4}}",
                       "absence:\n        name: 缺席\n        ref: 第五条\n        score:\n          each: -4"),
}  # fmt: skip


@pytest.mark.parametrize("edit", NOISE.values(), ids=NOISE.keys())
def test_spelling_is_no_change(edit: tuple[str, str]) -> None:
    assert lines(compared(edit)) == []


def test_the_order_of_items_is_no_change() -> None:
    meeting = "      meeting: {name: 会议, ref: 第一条, score: {each: 5}}\n"
    visit = "      visit: {name: 走访, ref: 第二条, score: {per_unit: {field: 数量, points: 2}}}\n"
    assert lines(compared((meeting + visit, visit + meeting))) == []


CASES = {
    "a deduction grows": (("each: -4", "each: -6"), "stricter: value node absence score each -4 -> -6"),
    "an award grows": (("each: 5", "each: 6"), "looser: value node meeting score each 5 -> 6"),
    "a table moves both ways": (
        ("{市: 8, 区: 4}", "{市: 9, 区: 3}"), "mixed: value node report score lookup points 市 8 -> 9; 区 4 -> 3"),
    "a level is gone": (("{市: 8, 区: 4}", "{市: 8, 区: unstated}"),
                        "incompatible: value node report score lookup points 区 4 -> unstated"),
    "a cap falls": (("max: 20", "max: 10"), "stricter: value node bonus max 20 -> 10"),
    "a cap that was none": (("    max: none\n", "    max: 30\n"), "stricter: value node base max none -> 30"),
    "a floor comes": (("    name: 扣分\n", "    name: 扣分\n    min: -10\n"),
                      "looser: value node minus min None -> -10"),
    "a choice goes": ((", pick: {keep: highest, per: year}", ""),
                      "looser: value node honour pick keep highest per year -> None"),
    "a line rises": (("at_least: 40", "at_least: 45"), "stricter: value grades 优秀 when total at_least 40 -> 45"),
    "a list only": (("below: 10", "below: 15"), "neutral: value lists 约谈 when total below 10 -> 15"),
    "a clause number": (("ref: 第五条", "ref: 第七条"), "neutral: value node absence ref 第五条 -> 第七条"),
    "a new name": (("name: 会议", "name: 例会"), "incompatible: value node meeting name 会议 -> 例会"),
    "a bound": (("decimals: 0, min: 0}", "decimals: 0, min: 0, max: 9}"),
                "incompatible: value fields 数量 max None -> 9"),
    "the step": (("{step: 1,", "{step: 0.5,"), "neutral: value  points step 1 -> 0.5"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_change_and_its_label(name: str) -> None:
    edit, told = CASES[name]
    found = [line.replace("keep highest -> None", "") for line in lines(compared(edit))]
    if name == "a choice goes":
        assert found[0].startswith("looser: value node honour pick")
    elif name == "the step":
        assert found == [
            "mixed: value points step 1 -> 0.5"
        ]  # visits are worth 2 a unit, whole or not: no proof sought
    else:
        assert found == [told]


def test_a_new_name_with_the_old_one_as_alias_takes_the_same_entries_and_more() -> None:
    pair = compared(("{name: 会议,", "{name: 例会, aliases: 会议,"))
    assert {line.split(":")[0] for line in lines(pair)} == {"looser"}
    assert len({pair.bonds[change.number] for change in pair.changes}) == 1, "the two are one change"


def test_a_move_between_categories() -> None:
    honour = "      honour: {name: 表彰, ref: 第四条, score: {each: 10}, pick: {keep: highest, per: year}}\n"
    minus = "    name: 扣分\n    items:\n"
    pair = compared((honour, ""), (minus, minus + honour))
    assert lines(pair) == ["mixed: moved node honour bonus -> minus"], (
        "it leaves a cap: nothing proves where that leads"
    )


def test_a_new_id_alone() -> None:
    """A log may call an item by its id."""
    assert lines(compared(("      absence: {", "      truancy: {"))) == [
        "incompatible: renamed node absence absence -> truancy"
    ]


def test_a_new_id_with_another_value() -> None:
    edit = ("      absence: {name: 缺席, ref: 第五条, score: {each: -4}}",
            "      truancy: {name: 缺席, ref: 第七条, score: {each: -6}}")  # fmt: skip
    assert lines(compared(edit)) == [
        "incompatible: renamed node absence absence -> truancy",
        "neutral: value node absence ref 第五条 -> 第七条",
        "stricter: value node absence score each -4 -> -6",
    ]


def test_a_new_id_of_a_category() -> None:
    assert lines(compared(("  minus:\n", "  deductions:\n"))) == ["mixed: renamed node minus minus -> deductions"]


def test_a_new_id_of_a_category_into_which_items_come() -> None:
    """Whatever is made first: the parts of it are put together again to the new book."""
    honour = "      honour: {name: 表彰, ref: 第四条, score: {each: 10}, pick: {keep: highest, per: year}}\n"
    late = "      late: {name: 迟到, score: {each: -1}}\n"
    pair = compared((honour, ""), ("  minus:\n", "  deductions:\n"), ("    name: 扣分\n    items:\n",
                    f"    name: 扣分\n    items:\n{honour}{late}"))  # fmt: skip
    assert lines(pair) == [
        "mixed: renamed node minus minus -> deductions",
        "mixed: moved node honour bonus -> minus",
        "stricter: added node late",
    ]
    assert len(set(pair.bonds.values())) == 3, "each can be made without the others"
    data = mixed(pair.mixer.old_data, pair.mixer.new_data, pair.changes)
    assert data is not None
    assert changes(load_data(data, "mixed.yaml"), pair.mixer.new) == ()


def test_a_new_name_of_a_grade() -> None:
    assert lines(compared(("name: 优秀", "name: 优等"))) == ["mixed: renamed grades 优秀 优秀 -> 优等"]


def test_rows_in_another_order() -> None:
    one = "  - {name: 优秀, when: {total: {at_least: 40}}, ref: 第六条}\n"
    two = "  - {name: 称职, when: {total: {at_least: 20}}, ref: 第六条}\n"
    old, new = loaded(BOOK), load_rulebook(edited((one + two, two + one)).encode(), "new.yaml")
    if new.rulebook:  # a checker may well refuse a row that nobody reaches
        assert [change.kind for change in changes(old, new)] == ["reordered"]


def test_a_value_with_dates() -> None:
    """An award goes by the date of each entry: it is enough that it is higher on some days, lower on none. Of a limit
    that changes inside its window nobody can say so."""
    dated = "{each: {2025-01-01: 5, 2025-07-01: 6}}"
    assert [change.label for change in compared(("{each: 5}", dated)).changes] == ["looser"]
    capped = compared(("max: 20", "max: {2025-01-01: 20, 2025-07-01: 30}"))
    assert [change.label for change in capped.changes] == ["mixed"]


def test_lines_of_both_files() -> None:
    pair = compared(("title: 小办法", "title: 小办法\n# 一行注释\n"), ("each: -4", "each: -6"))
    (change,) = pair.changes
    assert change.old_place
    assert change.new_place
    old_line = BOOK.splitlines().index("      absence: {name: 缺席, ref: 第五条, score: {each: -4}}") + 1
    assert (change.old_place.line, change.new_place.line) == (old_line, old_line + 2)


@pytest.mark.parametrize("path", RULES, ids=[path.parent.name for path in RULES])
def test_a_rulebook_compared_with_itself_has_no_changes(path: Path) -> None:
    one, two = (load_rulebook(path.read_bytes(), "rulebook.yaml") for _ in range(2))
    assert changes(one, two) == ()
