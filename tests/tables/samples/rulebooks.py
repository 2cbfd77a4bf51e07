"""Traps that a clerk or an attacker writes into a rulebook, each in a small book of our own language."""

from __future__ import annotations

from dataclasses import dataclass

from tests.tables.samples.parts import Verdict

GOOD = """rulebook: small
version: "1"
title: 小规则
source: {text: 样例}
effective: {from: 2023-01-01}
semantics: 1
subject: 委员
period: year
points: {step: 1, rounding: half_up}
entries:
  columns: {member: 姓名, date: 日期, item: 事项}
categories:
  all:
    name: 履职
    ref: 样例
    max: none
    items:
      proposal:
        name: 提交提案
        ref: 样例
        score: {each: 5}
        max: 20
"""


@dataclass(frozen=True)
class Trap:
    name: str
    text: str | bytes
    verdict: Verdict

    @property
    def data(self) -> bytes:
        return self.text.encode() if isinstance(self.text, str) else self.text


def _each(value: str) -> str:
    return GOOD.replace("each: 5", f"each: {value}")


def _bomb(key: str) -> str:
    levels = "".join(f"a{at}: &a{at} [{','.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 10))
    return f"a0: &a0 [x,x,x]\n{levels}{key}: *a9\n" + GOOD


_MERGES = "".join(f"a{at}: &a{at} {{<<: [{', '.join([f'*a{at - 1}'] * 9)}], k{at}: 1}}\n" for at in range(1, 12))

TRAPS = [
    Trap("f01_good", GOOD, "accept"),
    Trap("f02_duplicate_key", GOOD.replace("        max: 20\n", "        max: 20\n        max: 30\n"), "reject"),
    Trap("f03_yaml11_words", _each("on"), "reject"),
    *(Trap(f"f04_{value}", _each(value), "reject") for value in ("1:30", "1_000", "0b1", "0x1F", "1e3", ".inf")),
    Trap("f05_dates_ids", GOOD.replace("each: 5", "each: 2023-01-01"), "reject"),
    Trap("f06_fullwidth_colon", GOOD.replace("name: 提交提案", "name： 提交提案"), "reject"),
    Trap("f07_tab_indent", GOOD.replace("        score", "\tscore"), "reject"),
    Trap("f08_unsafe_tag", GOOD.replace("{each: 5}", '!!python/object/apply:os.system ["echo"]'), "reject"),
    Trap("f09_alias_bomb", _bomb("fields"), "reject"),
    Trap("f10_recursive_alias", GOOD.replace("{each: 5}", "&a {each: *a}"), "reject"),
    Trap("f11_deep_nesting", GOOD.replace("each: 5", "each: " + "[" * 200_000 + "]" * 200_000), "reject"),
    Trap("f12_gbk", GOOD.encode("gbk"), "reject"),
    Trap("f13_utf8_bom", GOOD.encode("utf-8-sig"), "accept"),
    Trap("f14_empty", "", "reject"),
    Trap("f15_two_documents", f"{GOOD}---\n{GOOD}", "reject"),
    Trap("f16_unknown_key", GOOD.replace("score:", "scoer:"), "reject"),
    Trap("f17_wrong_type", _each("五分"), "reject"),
    Trap("f18_merge_key", GOOD.replace("{each: 5}", "{<<: {each: 4}, each: 5}"), "reject"),
    Trap(
        "f19_bad_indent",
        GOOD.replace("        ref: 样例\n        score", "         ref: 样例\n        score"),
        "reject",
    ),
    Trap("f20_unquoted_special", GOOD.replace("name: 提交提案", "name: 规则: 一"), "reject"),
    Trap("f21_nonascii_digits", _each("５"), "reject"),
    Trap("f22_invisible", GOOD.replace("each", "ea\u200bch"), "reject"),
    Trap("f23_huge_numbers", _each("9" * 40), "reject"),
    Trap("f24_merge_key_bomb", "a0: &a0 {k0: 1}\n" + _MERGES + GOOD, "reject"),
    Trap("f25_complex_key", GOOD + "? [a, b]\n: 1\n", "reject"),
    Trap("f26_huge_int", _each("9" * 5000), "reject"),
    Trap("f27_crlf_cjk_quotes", GOOD.replace("提交提案", "“提交提案”").replace("\n", "\r\n"), "accept"),
]
