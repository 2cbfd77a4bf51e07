"""The text of a YAML file: its places, and every trap a clerk can step into."""

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutyscore.rulebook.yaml_text import YamlText, read_yaml
from tests.rulebook.examples import HERE, Example, brief, examples

TEXTS = list(examples("texts.txt"))


def read(text: str) -> YamlText:
    return read_yaml(text.encode(), "f.yaml")


@pytest.mark.parametrize("example", TEXTS, ids=lambda example: example.name)
def test_texts(example: Example) -> None:
    text = read(example.text)
    assert brief(text.findings) == example.found
    if example.data is not None:
        assert text.root is not None
        assert text.root.data() == example.data
        assert json.dumps(text.root.data()) == json.dumps(example.data)  # and in the same order


@pytest.mark.parametrize("example", TEXTS, ids=lambda example: example.name)
def test_windows_line_ends_change_nothing(example: Example) -> None:
    there, here = read_yaml(example.text.replace("\n", "\r\n").encode(), "f.yaml"), read(example.text)
    assert there == here


@pytest.mark.parametrize("example", TEXTS, ids=lambda example: example.name)
def test_the_repaired_lines_are_right(example: Example) -> None:
    """A text with every advised line put in its place has no more faults of the kinds that advise one."""
    text = read(example.text)
    lines = list(text.lines)
    for found in text.findings:
        if found.fix and found.code != "DS121":
            lines[found.place.line - 1] = found.fix
    again = read("\n".join(lines)) if text.findings else text
    left = {found.code for found in again.findings} & {found.code for found in text.findings if found.fix}
    assert left <= {"DS113", "DS121"}


# ------------------------------------------------------------------------------------------------- places

PLACES = "a: {b: [甲, 乙]}\n名称:  提案\n空:\nlong:\n  - x: 1\n    y: 'q''r'\n"


@pytest.mark.parametrize(
    ("path", "key", "place", "text"),
    [
        ((), False, (1, 1), ""),
        (("a",), False, (1, 4), ""),
        (("a",), True, (1, 1), "a"),
        (("a", "b", 1), False, (1, 12), "乙"),
        (("a", "b", 1), True, (1, 12), "乙"),
        (("名称",), False, (2, 6), "提案"),
        (("空",), False, (3, 3), ""),
        (("long", 0, "y"), True, (6, 5), "y"),
        (("long", 0, "y"), False, (6, 8), "q'r"),
        (("long", 7, "y"), False, (5, 3), ""),
        (("long", "none"), True, (4, 1), "long"),
    ],
)
def test_places(path: tuple[str | int, ...], key: bool, place: tuple[int, int], text: str) -> None:
    root = read(PLACES).root
    assert root is not None
    node = root.at(path, key=key)
    assert (node.line, node.column) == place
    assert node.text == text


def test_places_of_a_repaired_text_are_those_of_the_file() -> None:
    root = read("name：\u3000提案  # x\nscore: {each：5，max： 3}\n").root
    assert root is not None
    assert [(key.line, key.column, value.column) for key, value in root.pairs] == [(1, 1, 7), (2, 1, 8)]
    assert [(key.column, value.column) for key, value in root.at(("score",)).pairs] == [(9, 14), (16, 21)]


def test_plain_and_quoted() -> None:
    root = read("a: 1\nb: '1'\nc: \"1\"\nd: |\n  1\n").root
    assert root is not None
    assert [value.plain for _, value in root.pairs] == [True, False, False, False]


def test_a_repeated_key_names_the_first_place() -> None:
    (found,) = read("a: 1\nb: 2\na: 3\n").findings
    assert [str(place) for place in found.also] == ["f.yaml:1:1"]


def test_excerpt() -> None:
    (found,) = read("items:\n  absence:\n    name： 无故缺席会议\n    points: 5\n").findings
    assert found.excerpt is not None
    assert found.excerpt.lines == ((2, ("  absence:",)), (3, ("    name： 无故缺席会议",)))
    assert (found.excerpt.mark, found.excerpt.start, found.excerpt.length) == (3, 8, 1)


# ------------------------------------------------------------------------------------------------- bytes


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbfa: 1\n", []),
        ("a: 1\nb: 提案".encode("gbk"), ["DS119 2:4"]),
        ("a: 1\n".encode("utf-16"), ["DS119 1:1"]),
        (b"", ["DS120 1:1"]),
        (b"a: \x00b\n", ["DS122 1:4 a: b"]),
        ("a: b\u2028c: d\n".encode(), ['DS122 1:5 a: "b c: d"', "DS123 1:7"]),
        (b"a: " + b"[" * 200_000 + b"]" * 200_000, ["DS118 1:43"]),
        (b"- " * 50_000, ["DS118 1:81"]),
    ],
)
def test_bytes(data: bytes, expected: list[str]) -> None:
    found = brief(read_yaml(data, "f.yaml").findings)
    assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected


def test_aliases_are_not_expanded() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    text = read("\n".join(lines))
    assert {found.code for found in text.findings} == {"DS115"}
    assert len(text.findings) == 40 + 39


# ------------------------------------------------------------------------------------------------- any text at all

MARKS = "：，“”［］｛｝【】５－　\t-:#[]{}\"'&*!|>%@` \n?,\u200b\x00\u2028甲"
PIECES = st.sampled_from([*MARKS, "- ", "a: ", "\n\n", "  ", "---\n", "<<: ", "名称", "each"])
GOOD = (HERE / "base.yaml").read_text(encoding="utf-8")


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """The good rulebook after a few slips of a finger."""
    text = GOOD
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + draw(st.one_of(PIECES, st.just(""))) + text[at + draw(st.integers(0, 2)) :]
    return text


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=60), spoiled()))
def test_any_text_is_read_or_told_why_not(text: str) -> None:
    read_text = read_yaml(text.encode("utf-8", "surrogatepass"), "f.yaml")
    if read_text.root is None:
        assert any(found.severity == "error" for found in read_text.findings)
    for found in read_text.findings:
        assert 1 <= found.place.line <= max(1, len(read_text.lines))
        line = read_text.lines[found.place.line - 1] if read_text.lines else ""
        assert 1 <= found.place.column <= len(line) + 1 or found.code == "DS119"


WIDE = "甲乙丙会议，。：；、“”‘’（）［］【】｛｝！？—－１２"
PROSE = st.text(WIDE, min_size=1, max_size=12).map(lambda text: f"文{text}文")


@settings(max_examples=80, deadline=None)
@given(PROSE, PROSE, PROSE, PROSE)
def test_full_width_marks_in_texts_are_left_alone(one: str, two: str, three: str, four: str) -> None:
    block = f"name: {one}\nlist:\n  - {two}\n  - x\nblock: |\n  {two}\n"
    found = read(f"{block}flow: {{a: {three}, b: 1}}\nquoted: ['{four}', \"{one}\"]\n")
    assert found.findings == ()
    assert found.root is not None
    flow = {"flow": {"a": three, "b": "1"}, "quoted": [four, one]}
    assert found.root.data() == {"name": one, "list": [two, "x"], "block": f"{two}\n", **flow}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD.split("\n")) - 1), st.sampled_from("：，"))
def test_one_full_width_mark_is_found_where_it_stands(number: int, mark: str) -> None:
    """A half-width mark of the good rulebook, replaced by its full-width form, is found or was none of YAML's."""
    lines = GOOD.split("\n")
    half = {"：": ": ", "，": ", "}[mark]
    if half not in lines[number] or lines[number].lstrip().startswith(("#", "title")):
        return
    at = lines[number].index(half)
    lines[number] = lines[number][:at] + mark + lines[number][at + 1 :]
    errors = [found for found in read("\n".join(lines)).findings if found.severity == "error"]
    places = {(found.place.line, found.place.column) for found in errors}
    head = lines[number][:at].strip(string.whitespace + "-")
    if mark == "：" and head.isascii() and head.isidentifier() and len(head) > 1:
        assert places == {(number + 1, at + 1)}
