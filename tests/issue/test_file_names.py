"""Names of files made from data say who they are about, and can do nothing else."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutyscore.output.file_names import file_names, safe_name

_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)


def assert_safe(name: str) -> None:
    assert name == os.path.basename(name)
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f\u202a-\u202e\u200b\ud800-\udfff]', name), ascii(name)
    assert not name.startswith((".", "-", " "))
    assert not name.endswith((".", " "))
    assert not _DEVICES.match(name)
    assert len(name.encode()) < 200


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", "张三"), ("../../etc/passwd", "etc_passwd"), ("..", ""), ("", ""), ("CON", "_CON"),
        ("con.x", "_con.x"),
        ("Com1", "_Com1"), ("conx", "conx"), (" a b ", "a_b"), ("-rf", "rf"), ("~$x", "~$x"), ("a\u202eb", "a_b"),
        ("a\x00b", "a_b"), ("a/b", "a_b"), ("C:\\x", "C_x"), ("é", "é"), ("e\u0301", "é"), ("x.", "x"),
        (".hidden", "hidden"),
    ],
)  # fmt: skip
def test_a_name_keeps_what_can_stand_in_one(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.lists(st.tuples(st.text(), st.text()), max_size=8))
def test_all_names_are_safe_and_different_whatever_the_data(wanted: list[tuple[str, str]]) -> None:
    names = file_names(wanted, ".html")
    assert len(names) == len(wanted)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name.endswith(".html")
        assert_safe(name)


def test_namesakes_have_their_id_behind_the_name_all_of_them() -> None:
    wanted = [("张三", "01"), ("李四", "02"), ("张三", "03"), ("ZHANG", "04"), ("zhang", "05"), ("张三-01", "06")]
    names = file_names(wanted, ".html")
    assert names == ["张三-01.html", "李四.html", "张三-03.html", "ZHANG-04.html", "zhang-05.html", "张三-01-2.html"]


def test_a_name_of_nothing_is_the_id() -> None:
    assert file_names([("..", "07"), ("/", "/"), ("", "")], ".xlsx") == ["07.xlsx", "1.xlsx", "1-2.xlsx"]


def test_a_long_name_is_cut_between_letters() -> None:
    assert safe_name("长" * 300) == "长" * 40
