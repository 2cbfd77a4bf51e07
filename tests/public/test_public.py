"""Every byte of every public output is searched for every id and every name that the rulebook does not show."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from dutyscore.model.result import Result
from dutyscore.output.views.public import masked, masked_name
from dutyscore.output.views.run import Run
from dutyscore.rulebook.load import load_rulebook
from tests.cli.transcript import FILES, dutyscore
from tests.output.sample import NAMES, made, run

MEMBERS = {
    "QX-0451": ("欧阳小明", "欧阳小明工作组"), "QX-0452": ("欧阳小红", "欧阳小明工作组"),
    "QX-0453": ("诸葛长风", "第二组"), "QX-0454": ("Wilhelmina Ng", "第二组"),
    "QX-0455": ("司马青衫", "第二组"), "QX-0456": ("诸葛长风", "第二组"),
}  # fmt: skip
REVIEWER = "复核员贾似道"
ROWS = [
    ("QX-0451", "2025-01-10", "提交调研报告", "核定", 10), ("QX-0451", "2025-02-11", "参加会议", "核定", 2),
    ("QX-0451", "2025-02-12", "参加会议", "退回", 2), ("QX-0452", "2025-03-01", "志愿服务", "核定", 4),
    ("QX-0453", "2025-03-20", "无故缺席会议", "核定", 0), ("QX-0453", "2025-03-21", "提交调研报告", "待审", 12),
    ("QX-0454", "2025-03-22", "受处分", "核定", 0), ("QX-0455", "2025-04-02", "参加会议", "核定", 2),
    ("QX-0455", "2025-04-02", "参加会议", "核定", 2),
]  # fmt: skip
TARGETS = ("board.html", "board.xlsx", "board.md", "notice.docx")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log whose file and sheets are named after members, a reviewer in every row, results of the year before."""
    folder = shutil.copytree(FILES, tmp_path / "office")
    monkeypatch.chdir(folder)
    book = Workbook()
    book.remove(book.worksheets[0])
    for year in (2024, 2025):
        sheet = book.create_sheet(f"欧阳小明 QX-0451 {year}")
        sheet.append(["编号", "姓名", "日期", "项目", "审核", "自评分", "审核人", "备注"])
        for id_, day, item, review, claim in ROWS:
            name = MEMBERS[id_][0]
            date = day.replace("2025", str(year))
            sheet.append([id_, name, date, item, review, claim, REVIEWER, f"{name}与司马青衫同去"])
        book.save(f"QX-0451 欧阳小明 {year}.xlsx")
        del book[sheet.title]
        book = Workbook()
        book.remove(book.worksheets[0])
    roster = Workbook()
    page = roster.worksheets[0]
    page.append(["编号", "姓名", "小组", "单位"])
    for id_, (name, group) in MEMBERS.items():
        page.append([id_, name, group, f"{name}公司"])
    roster.save("司马青衫名册.xlsx")
    path = Path("rules/demo/rulebook.yaml")
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("group: true}", "group: true}\n  单位: {employer: true}"),
        ("quantity: 数量}", "quantity: 数量, reviewer: 审核人, deed: 备注}"),
        ("fields:\n", "fields:\n  备注: {type: text}\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    words = ["score", "QX-0451 欧阳小明 2024.xlsx", "--roster", "司马青衫名册.xlsx", "-o", "诸葛长风.json"]
    code, _, said = dutyscore(words)
    assert code == 0, said
    return folder


def wanted(names: str) -> None:
    """Let the rulebook say how names are posted."""
    path = Path("rules/demo/rulebook.yaml")
    path.write_text(path.read_text(encoding="utf-8") + f"\npublic: {{names: {names}}}\n", encoding="utf-8")


def posted(*options: str) -> tuple[str, str]:
    """What a public report prints and says."""
    words = ["report", "QX-0451 欧阳小明 2025.xlsx", "--roster", "司马青衫名册.xlsx", "--history", "诸葛长风.json"]
    code, output, said = dutyscore([*words, "--public", *options])
    assert code == 0, said
    return output, said


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, of every part of an archive, and the names of both."""
    yield path.name.encode()
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as parts:
            for part in parts.namelist():
                yield part.encode()
                yield parts.read(part)


def leaks(paths: list[Path], secrets: list[str]) -> list[tuple[str, str]]:
    """Which secret stands where, in whatever way letters may be written."""
    found = []
    for path in paths:
        text = b"\0".join(pieces(path))
        for secret in secrets:
            ways = {
                secret.encode(), escape(secret).encode(), quote(secret).encode(), secret.encode("utf-16-le"),
                secret.encode("unicode_escape"), "".join(f"&#{ord(letter)};" for letter in secret).encode(),
                "".join(f"_x{ord(letter):04X}_" for letter in secret).encode(), secret.encode("gb18030"),
            }  # fmt: skip
            if any(way in text for way in ways):
                found.append((path.name, secret))
    return found


SECRETS = {
    "shown": [*MEMBERS, REVIEWER],
    "masked": [*MEMBERS, *(name for name, _ in MEMBERS.values()), REVIEWER],
    "hidden": [*MEMBERS, *(name for name, _ in MEMBERS.values()), REVIEWER],
}
ASKED = [
    [word for name in ("board.html", "board.xlsx", "board.md") for word in ("-o", name)],
    ["-o", "month.html", "-o", "month.xlsx", "--by", "month", "--by", "quarter"],
    ["-o", "groups/", "--per", "group"],
    ["-o", "folder/", "--per", "group", "-f", "xlsx"],
    ["-o", "notice.docx", "--form", "notice"],
    ["-o", "notice.html", "--form", "notice"],
]


@pytest.mark.parametrize("options", ASKED, ids=lambda words: words[1])
@pytest.mark.parametrize("names", ["shown", "masked", "hidden"])
def test_no_byte_of_any_output_names_anybody(names: str, options: list[str], office: Path) -> None:
    wanted(names)
    before = {path for path in office.rglob("*") if path.is_file()}
    output, said = posted(*options)
    made_now = sorted({path for path in office.rglob("*") if path.is_file()} - before)
    assert made_now
    assert leaks(made_now, SECRETS[names]) == []
    relative = "\n".join(str(path.relative_to(office)) for path in made_now)
    assert not [secret for secret in SECRETS[names] if secret in relative or secret in output or secret in said]


def test_the_search_finds_what_is_there(office: Path) -> None:
    """The same report that is not public names everybody, so the search can fail."""
    words = ["report", "QX-0451 欧阳小明 2025.xlsx", "--roster", "司马青衫名册.xlsx"]
    assert dutyscore([*words, "-o", "open.html", "-o", "open.xlsx", "-o", "open.md"])[0] == 0
    for name in ("open.html", "open.xlsx", "open.md"):
        found = {secret for _, secret in leaks([office / name], SECRETS["masked"])}
        assert {"欧阳小明", "诸葛长风", "QX-0453"} <= found


def test_who_would_be_called_alike_gets_a_number(office: Path) -> None:
    wanted("masked")
    posted("-o", "board.md")
    text = (office / "board.md").read_text(encoding="utf-8")
    for label in ("欧***(1)", "欧***(2)", "诸***(1)", "诸***(2)", "司***", "W********* **"):
        assert label in text.replace("\\", ""), label


def test_names_are_shown_unless_the_rulebook_says_otherwise(office: Path) -> None:
    posted("-o", "board.md")
    text = (office / "board.md").read_text(encoding="utf-8").replace("\\", "")
    assert "欧阳小红" in text
    assert {"诸葛长风(1)", "诸葛长风(2)"} <= set(re.findall(r"诸葛长风\(\d\)", text))


def test_whoever_is_hidden_is_a_number_by_rank(office: Path) -> None:
    wanted("hidden")
    posted("-o", "board.md")
    text = (office / "board.md").read_text(encoding="utf-8")
    assert all(f"委员{place}" in text for place in range(1, 7))


def test_points_and_ranks_are_those_of_the_open_report(office: Path) -> None:
    loaded = load_rulebook((office / "rules/demo/rulebook.yaml").read_bytes(), "rulebook.yaml")
    assert loaded.rulebook
    result = made()
    public, _ = masked(result, run(result), loaded.rulebook)
    assert public.totals is result.totals
    assert public.rankings is result.rankings
    assert public.ledgers is result.ledgers
    assert not set(result.roster.ids) & set(public.roster.ids)


def test_ids_inside_other_words_are_replaced() -> None:
    loaded = load_rulebook((FILES / "rules/demo/rulebook.yaml").read_bytes(), "张三/rulebook.yaml")
    assert loaded.rulebook
    result = made(names=NAMES)
    public, posted_run = masked(result, run(result), loaded.rulebook)
    assert posted_run.again == ""
    assert all(stamp.name == "log-1" for stamp in posted_run.inputs)
    assert {origin.file for origin in public.entries.origins} == {"log-1"}


def test_only_lists_that_the_rulebook_names_are_posted() -> None:
    """A list belongs to its audience; the rulebook says which of them everybody may see."""
    data = (FILES / "rules/demo/rulebook.yaml").read_bytes()
    lists = "\nlists:\n  表彰名单: {when: {total: {at_least: 80}}, to: 全体}\n"
    for public, names in (("", []), ("public: {lists: 表彰名单}\n", ["表彰名单"])):
        loaded = load_rulebook(data + (lists + public).encode(), "rulebook.yaml")
        assert loaded.rulebook
        result = made()
        assert [one.name for one in result.lists] == ["表彰名单"]
        assert [one.name for one in masked(result, run(result), loaded.rulebook)[0].lists] == names


OPEN = {
    "scale",
    "period",
    "selection",
    "as_of",
    "partial",
    "ledgers",
    "nodes",
    "limits",
    "excluded",
    "values",
    "capped",
    "totals",
    "named_totals",
    "parts",
    "pointless",
    "claimed",
    "gap",
    "scored",
    "measures",
    "requirements",
    "vetoes",
    "rankings",
    "grades",
    "bands",
    "grade",
    "points_grade",
    "band",
    "next_grade",
    "uncounted",
    "standings",
    "ladder",
    "unvalued",
}
"""Fields of a result that hold numbers, places in the roster, and words of the rulebook: nobody is named in them."""
MASKED = {
    "lists",
    "rulebook",
    "roster",
    "group",
    "entries",
    "findings",
    "reviewer_gap",
    "employer",
    "other_groups",
    "shown",
    "marks",
}


def test_every_field_of_a_result_and_of_a_run_is_open_or_masked() -> None:
    """A new field must be looked at: does it name anybody?"""
    assert {field.name for field in fields(Result)} == OPEN | MASKED
    assert {field.name for field in fields(Run)} == {
        "rows", "shown", "inputs", "logs", "findings", "history", "again", "asked", "recorded",
    }  # fmt: skip


def test_an_employer_is_no_matter_of_the_public(office: Path) -> None:
    words = ["report", "QX-0451 欧阳小明 2025.xlsx", "--roster", "司马青衫名册.xlsx", "--public", "--per", "employer"]
    code, _, said = dutyscore([*words, "-o", "employers.html"])
    assert code in (0, 2)
    assert code == 2 or not leaks(
        [office / "employers.html"], [*MEMBERS, *(f"{name}公司" for name, _ in MEMBERS.values())]
    )
    assert "Traceback" not in said


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=8))
def test_labels_are_always_different(names: list[str]) -> None:
    from dataclasses import replace

    from dutyscore.output.views import public

    result = made()
    size = len(result.roster)
    chosen = tuple((names * size)[:size])
    changed = replace(result, roster=replace(result.roster, names=chosen))
    for way in ("shown", "masked", "hidden"):
        labels = public._labels(changed, run(changed), way)
        assert len(set(labels)) == size


@given(st.text(min_size=2, max_size=10))
def test_a_masked_name_keeps_its_first_letter_only(name: str) -> None:
    shown = masked_name(name)
    assert shown[0] == name[0]
    assert set("".join(shown[1:].split())) <= {"*"}
