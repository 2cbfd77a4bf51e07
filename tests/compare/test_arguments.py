"""Changes that look harmless and are not: what an argument has to look at before it may speak.

Each case is an edit of a small rulebook and the labels that it may not get; the log or the reason stands beside it.
"""

from __future__ import annotations

import pytest

from tests.compare.small import BOOK, edited, labelled, paired

Edit = tuple[str, str]
MEETINGS = ("categories:\n", "measures:\n  次数: {count: {项目: 会议}}\ncategories:\n")
WEIGHED = (
    "categories:\n", "measures:\n  量: {sum: 数量, times: {field: 级别, by: {市: 2, 区: 1}}}\ncategories:\n",
)  # fmt: skip
RATE = ("categories:\n", "measures:\n  率: {share: {项目: 会议, 级别: 市}, among: {级别: [市, 区]}}\ncategories:\n")


def veto(when: str, more: str = "") -> Edit:
    return "grades:\n", f"vetoes:\n  v: {{name: 否决, when: {when}, effect: lose_grade, points: keep{more}}}\ngrades:\n"


COPIES = ("item: 项目}", "item: 项目}\n  duplicate_of: {fields: [姓名, 日期, 项目], keep: first}")
FRESH = ("      visit:", "      fresh: {name: 新项, score: {each: 3}}\n      visit:")
HIGHEST = ", pick: {keep: highest, per: month}"
OTHER = ("score: {each: -4}}", "score: {each: -4}}\n      other: {name: 别的, score: {each: 5}}")
ORDER = (
    "    name: 扣分\n",
    "    name: 扣分\n    stages: true\n    pick: {keep: {order: [absence, other]}, per: month}\n",
)
NOT_SCORED = (
    "      absence:",
    "      mark: {name: 值项, score: {of: 值, tiers: {kind: reached, otherwise: 0, steps: [{at_least: 2, points: 3}]}, "
    "missing: not_scored}}\n      absence:",
)
MARK = "score: {given: {field: 分, min: -5, max: 5, note: 由, by: 谁}}"
MARK_FIELDS = ("fields:\n", "fields:\n  分: {type: number}\n  由: {type: text}\n  谁: {type: text}\n")

HARMFUL: dict[str, tuple[tuple[Edit, ...], tuple[Edit, ...], set[str]]] = {
    "three in a month are fewer than three in a quarter": (
        (MEETINGS, veto("{次数: {at_least: 3, over: quarter}}")), (("over: quarter", "over: month"),), set()),
    "an alias is the item where a measure names it, a word of takes is not": (
        (MEETINGS, ("{name: 会议,", "{name: 会议, aliases: 例会,"), veto("{次数: {at_least: 3}}")),
        (("aliases: 例会", "takes: 例会"),), {"neutral"}),
    "copies under two words of one item are no copies when one is only taken": (
        (COPIES, ("{name: 报告,", "{name: 报告, aliases: 汇报,")), (("aliases: 汇报", "takes: 汇报"),), {"neutral"}),
    "an entry under a new alias comes first and its copy, which was worth more, is dropped": (
        (COPIES,), (("{name: 报告,", "{name: 报告, aliases: 汇报,"),), {"looser"}),
    "entries of a new item count in the whole of a share": (
        (RATE, veto("{率: {below: 50%}}")), (FRESH,), {"looser"}),
    "entries under a new word count in the whole of a share": (
        (RATE, veto("{率: {below: 50%}}")), (("{name: 走访,", "{name: 走访, aliases: 看望,"),), {"looser"}),
    "the one entry that has a value may be one of a new item": (
        (("categories:\n", "measures:\n  值: {value: 数量}\ncategories:\n"), veto("{值: {below: 5}}")),
        (FRESH,), {"looser"}),
    "a veto that stops an item with deductions gives points": (
        (MEETINGS, veto("{次数: {at_least: 3}}", ", inert: [absence]")),
        (("at_least: 3", "at_least: 2"),), {"stricter"}),
    "an entry that no item takes any more does not run out, and meets a requirement": (
        (MEETINGS, ("{name: 会议, ref: 第一条,", "{name: 会议, ref: 第一条, when: {级别: [市, 区]}, valid: 1m,"),
         ("grades:\n", "requirements:\n  够: {when: {次数: {at_least: 3}}}\ngrades:\n"),
         ("when: {total: {at_least: 40}}", "when: {total: {at_least: 40}, 够: met}")),
        (("when: {级别: [市, 区]}", "when: {级别: 市}"),), {"stricter", "looser"}),
    "without the choice a small award is the first, and the deduction counts": (
        (MARK_FIELDS, ("score: {each: -4}", MARK + ", starting: {nth: 2, per: year}" + HIGHEST)),
        ((HIGHEST, ""),), {"looser"}),
    "an award that was a deduction is chosen now, before a larger one": (
        (ORDER, OTHER), (("each: -4", "each: 1"),), {"looser"}),
    "an item that refuses everything takes the name of another one, whose entries it refuses now": (
        (("score: {each: -4}}", "score: {each: unstated}}"),), (("name: 缺席", "name: 会议"),), {"neutral", "looser"}),
    "an item that refuses everything takes entries that another one valued": (
        (("score: {each: -4}}", "score: {each: unstated}, when: {级别: 市}}"),
         ("{name: 会议,", "{name: 会议, takes: 缺席,")),
        (("when: {级别: 市}", "when: {级别: [市, 区]}"),), {"neutral", "looser"}),
    "who is not scored has no total, and gets the last grade once it asks for none": (
        (("categories:\n", "measures:\n  值: {value: 数量}\ncategories:\n"), NOT_SCORED,
         ("{name: 不称职, otherwise: true", "{name: 不称职, when: {total: {below: 20}}")),
        (("{name: 不称职, when: {total: {below: 20}}", "{name: 不称职, when: {值: {blank: true}}"),), {"stricter"}),
    "a measure that nobody reads refuses entries without the word of its factor": (
        (), (WEIGHED,), {"neutral"}),
    "a grade under another name is neither better nor worse": (
        (), (("name: 优秀", "name: 优等"),), {"stricter", "looser", "neutral"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_a_label_that_would_be_false(name: str) -> None:
    before, edits, never = HARMFUL[name]
    labels = labelled(edited(*before), edited(*before, *edits))
    assert labels, "the change was not seen"
    assert not labels & never


def test_a_book_that_gives_no_points_any_more() -> None:
    plain = BOOK[: BOOK.index("grades:")]
    assert labelled(plain, plain + "totals: none\n") == {"mixed"}


def test_words_in_another_order_take_the_same_entries() -> None:
    """Where nothing is chosen; where the first of some entries is chosen, the order of words may decide which it is."""
    plain = edited(("score: {each: -4}}", "score: {each: 4}}"), (", pick: {keep: highest, per: year}", ""))
    turned = plain.replace("choices: [市, 区]", "choices: [区, 市]")
    (change,) = paired(plain, turned).changes
    assert (change.label, change.proof.argument) == ("neutral", "same_entries")
    chosen = ("score: {each: 4}}", "score: {each: 4}, pick: {keep: first, per: year}}")
    assert labelled(edited(chosen, text=plain), edited(chosen, text=turned)) == {"mixed"}


LINE = ("when: {total: {at_least: 20}}", "when: {total: {at_least: 20, below: 40}}")


def test_both_sides_of_one_line_are_one_change() -> None:
    """Apart from each other they leave a gap, of which nothing could be said."""
    old = edited(LINE)
    assert labelled(old, old.replace("at_least: 40", "at_least: 45").replace("below: 40", "below: 45")) == {"stricter"}
    assert labelled(old, old.replace("at_least: 40", "at_least: 45")) == {"mixed"}
