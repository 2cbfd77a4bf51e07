"""Every case of every rulebook in rules/."""

import pytest

from dutyscore.rulebook.cases import Case, Cases, load_cases
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.words import all_items
from tests.rules.playing import ROOT, compared

RULES = ROOT / "rules"
BOOKS = sorted(path.parent.name for path in RULES.glob("*/rulebook.yaml"))


def book(name: str) -> Loaded:
    return load_rulebook((RULES / name / "rulebook.yaml").read_bytes(), f"rules/{name}/rulebook.yaml")


def cases(name: str) -> Cases:
    loaded = book(name)
    assert loaded.rulebook
    return load_cases((RULES / name / "cases.yaml").read_bytes(), f"rules/{name}/cases.yaml", loaded.rulebook)


ALL = [pytest.param(name, case, id=f"{name}-{case.place.line}") for name in BOOKS for case in cases(name).cases]


def test_the_books_are_there() -> None:
    fourteen = {
        "anqing", "jiangbei", "jinan", "jincheng", "jintai", "jiuyuan", "minhang", "ningjin", "party-branch", "sanya",
        "shicheng", "shigu", "tongcheng", "volunteers",
    }  # fmt: skip
    assert fourteen | {"company-safety", "school-attendance"} <= set(BOOKS)


@pytest.mark.parametrize("name", BOOKS)
def test_book_and_cases_are_sound(name: str) -> None:
    assert book(name).findings == ()
    found = cases(name)
    assert found.findings == ()
    assert found.cases


@pytest.mark.parametrize(("name", "case"), ALL)
def test_case(name: str, case: Case) -> None:
    found = compared(book(name), case)
    assert not found, case.name + "".join(f"\n  {each}" for each in found)


@pytest.mark.parametrize("name", BOOKS)
def test_every_item_has_a_case(name: str) -> None:
    rulebook = book(name).rulebook
    assert rulebook
    used = {word for case in cases(name).cases for _, row in case.entries for word in row.values()}
    used |= {
        item.credit_to.item for _, item in all_items(rulebook) if item.credit_to and used & {item.name, *item.takes}
    }
    idle = [
        item_id
        for item_id, item in all_items(rulebook)
        if item.score.entry_method and not used & {item_id, item.name, *item.aliases, *item.takes}
    ]
    assert idle == []


def test_jintai_has_23_indicators_in_4_categories() -> None:
    rulebook = book("jintai").rulebook
    assert rulebook
    names = [category.name for category in rulebook.categories.values()]
    assert names == ["基础分值", "履职加分", "负面清单", "其他情况"]
    assert len(all_items(rulebook)) == 23


def test_shigu_has_3_vetoes_and_30_indicators_under_8_musts() -> None:
    rulebook = book("shigu").rulebook
    assert rulebook
    steadfast, *musts = rulebook.categories.values()
    assert len(steadfast.items) == len(rulebook.vetoes) == 3
    assert len(musts) == 8
    assert sum(len(must.items) for must in musts) == 30
