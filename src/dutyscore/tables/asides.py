"""Words of rows that are no entries: totals and subtotals, notes, signatures."""

from __future__ import annotations

import re
from typing import Literal

from dutyscore.model.pattern import later
from dutyscore.tables.spelling import word_key

Aside = Literal["", "summary", "note"]

MOST_ROWS = 20_000
"""Rows without a member whose other cells are looked at; whoever has more of them has no table."""

_SUMMARY = later(
    r"[^,，。;；:：]{0,10}?(?:小计|合计|总计|共计|累计|汇总|总和)(?:数|分|分数|得分|人数|件数|次数)?[:：]?[0-9.]*"
    r"|(?:sub|grand)?total:?",
    re.IGNORECASE,
)
_NOTE = later(
    r"(?:备注|附注|注|说明|填表说明|填报说明|注意事项|提示)(?:[0-9一二三四五六七八九十]{0,2})[:：.、]"
    r"|(?:填表人?|填报人?|制表人?|审核人?|复核人?|经办人?|负责人|主要负责人|分管领导|签字|签名|盖章|单位|填报单位"
    r"|填表单位|单位盖章|公章|联系人|联系电话|电话|填表日期|填报日期|填报时间|制表日期|日期)"
    r"(?:\((?:签字|盖章|签名|公章)\))?[:：]"
    r"|notes?:|remarks?:|prepared by|signed",
    re.IGNORECASE,
)


def aside(text: str) -> Aside:
    """What kind of row begins with this text; empty for a row that may be an entry."""
    text = word_key(text[:200])
    return "summary" if _SUMMARY.fullmatch(text) else "note" if _NOTE.match(text) else ""


_LABEL = later(r"\(?[一二三四五六七八九十]{1,3}[、.)]|第[一二三四五六七八九十0-9]{1,3}[部章节类组]|[0-9]{1,2}[、.)]")
_LONGEST_LABEL = 25


def label_or_note(text: str) -> Literal["label", "note"]:
    """What a text is that stands alone in its row: the heading of a block, or a remark."""
    return "label" if len(text) <= _LONGEST_LABEL and not _SENTENCE.search(text) else "note"


_SENTENCE = re.compile(r"[。；;：:]|\. ")


def is_label(text: str) -> bool:
    """Whether a text is numbered like the heading of a block."""
    return bool(_LABEL.match(word_key(text[:40])))
