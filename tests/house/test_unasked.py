"""What a start leaves out of libraries is missed by nobody."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from dutyscore.cli import unasked
from tests.house.test_startup import example, said
from tests.house.tree import ROOT, run

ALONE = "from dutyscore.cli import _prepare, unasked\n_prepare()\nunasked.compile_later()\nunasked.declare_plainly()\n"
"""What a process does before it runs a command."""


@pytest.mark.parametrize("name", unasked._MODULES)
def test_the_modules_exist(name: str) -> None:
    assert find_spec(name) is not None


def test_every_library_and_every_module_of_ours_can_still_be_loaded() -> None:
    code = f"""{ALONE}
import importlib, pkgutil, sys
import numpy.typing, numpy.random, numpy.ma, pandas, pyarrow.parquet, pyarrow.csv, openpyxl, typer.testing, rich.console
import dutyscore
for found in pkgutil.walk_packages(dutyscore.__path__, "dutyscore."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
assert type(sys.modules[{unasked._MODULES[0]!r}]).__name__ == "_Unasked"
print(pandas.DataFrame({{"a": [1, 2]}}).sum().tolist(), numpy.linalg.norm(numpy.ones(4)))
"""
    done = run(sys.executable, "-c", code, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[3] 2.0\n"


def test_classes_of_libraries_are_the_same_once_they_are_used() -> None:
    code = f"""{ALONE}
import dataclasses
@dataclasses.dataclass(frozen=True, order=True)
class Pair:
    left: int
    right: list = dataclasses.field(default_factory=list, hash=False)
    def __post_init__(self): assert self.left >= 0
one, other = Pair(1, [2]), Pair(left=1, right=[2])
assert one == other and hash(one) == hash(other) and repr(one) == "Pair(left=1, right=[2])" and Pair(0) < one
assert Pair(1).right is not Pair(1).right and dataclasses.replace(one, left=3) == Pair(3, [2])
for wrong in (lambda: Pair(), lambda: Pair(1, 2, 3), lambda: setattr(one, "left", 2), lambda: Pair(-1)):
    try: wrong()
    except (TypeError, AttributeError, AssertionError) as error: print(type(error).__name__)
"""
    done = run(sys.executable, "-c", code, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["TypeError", "TypeError", "FrozenInstanceError", "AssertionError"]


def test_declarations_are_plain_and_nobody_elses_are() -> None:
    code = f"""{ALONE}
import pydantic_core.core_schema as room, sys, typing, typing_extensions
print(room.StringSchema.__mro__[-2].__name__, room.StringSchema(type="str"), room.str_schema(max_length=3))
for module in (typing, typing_extensions):
    class Pair(module.TypedDict, total=False):
        left: int
    print(sorted(Pair.__optional_keys__))
from pydantic import TypeAdapter
print(TypeAdapter(Pair).validate_python({{"left": "1"}}))
"""
    done = run(sys.executable, "-c", code, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "dict {'type': 'str'} {'type': 'str', 'max_length': 3}", "['left']", "['left']", "{'left': 1}",
    ]  # fmt: skip


def test_patterns_of_yaml_are_compiled_when_they_are_asked() -> None:
    code = f"""{ALONE}
import re, yaml, yaml.reader
print(type(re.compile("a")).__name__, type(yaml.reader.Reader.NON_PRINTABLE).__name__)
for loader in (yaml.SafeLoader, yaml.CSafeLoader):
    print(yaml.load("[1, 0x1F, 1.5, 2025-01-02, yes, ~, text]", loader))
try: yaml.load("a: \x07", yaml.SafeLoader)
except yaml.YAMLError as error: print(type(error).__name__)
"""
    done = run(sys.executable, "-c", code, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    values = "[1, 31, 1.5, datetime.date(2025, 1, 2), True, None, 'text']"
    assert done.stdout.splitlines() == ["Pattern later", values, values, "ReaderError"]


@pytest.mark.parametrize("more", ["Pair.__required_keys__", "TypedDict('Pair', {'left': int}).__total__"])
def test_a_version_that_does_more_with_its_declarations_gets_what_it_needs(tmp_path: Path, more: str) -> None:
    declared = f"from typing_extensions import TypedDict\nclass Pair(TypedDict):\n    left: int\nfound = {more}\n"
    (tmp_path / "declared.py").write_text(declared)
    code = f"""{ALONE}
sys.path.insert(0, {str(tmp_path)!r})
unasked._INSTEAD["declared"] = unasked._plain_dictionaries
import declared
print(declared.found, declared.Pair.__annotations__)
"""
    done = run(sys.executable, "-c", "import sys\n" + code, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout in ("frozenset({'left'}) {'left': <class 'int'>}\n", "True {'left': <class 'int'>}\n")


@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_a_program_of_its_own_prints_what_one_called_from_another_prints(form: str) -> None:
    words = ["score", *map(str, example("jintai", "logs.xlsx")), "-f", form]
    alone = run(sys.executable, "-m", "dutyscore", *words, cwd=ROOT)
    inside = run(
        sys.executable, "-c", f"import sys\nfrom dutyscore.cli import main\nsys.exit(main({words!r}))", cwd=ROOT
    )
    assert alone.stdout, said(alone)
    assert (alone.returncode, alone.stdout, alone.stderr) == (inside.returncode, inside.stdout, inside.stderr)


def test_who_calls_the_program_from_another_keeps_his_libraries_whole() -> None:
    code = f"""
import dataclasses, sys
create = getattr(dataclasses, "_create_fn", None)
from dutyscore.cli import main
main({["score", *map(str, example("shigu", "logs.csv")), "-q"]!r})
assert getattr(dataclasses, "_create_fn", None) is create
print(sorted(type(sys.modules[name]).__name__ for name in {unasked._MODULES!r} if name in sys.modules), file=sys.stderr)
"""
    done = run(sys.executable, "-c", code, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert set(done.stderr.strip().splitlines()[-1].strip("[]").replace("'", "").split(", ")) == {"module"}
