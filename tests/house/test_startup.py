"""What starting the program loads: every library that is not needed is time somebody waits for."""

import re
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.cli.test_ahead import RULES
from tests.house.tree import ROOT, SRC, run, shown

HEAVY = {"typer", "pydantic", "numpy", "pandas", "pyarrow", "openpyxl", "rich", "yaml"}

# `python -X importtime` prints `import time:  self |  cumulative |   package.module` when a module is first imported.
_IMPORTED = re.compile(r"^import time:[^|]*\|[^|]*\|\s*([\w.]+)\s*$", re.MULTILINE)


def start(*arguments: str | Path, cwd: Path = ROOT, src: Path = SRC) -> tuple[CompletedProcess[str], set[str]]:
    """Run Python with piped output; also the top-level names of all that it imported."""
    done = run(sys.executable, "-X", "importtime", *arguments, cwd=cwd, src=src)
    return done, {name.partition(".")[0] for name in _IMPORTED.findall(done.stderr)}


def said(done: CompletedProcess[str]) -> str:
    """What the program printed, without the import times."""
    return shown(done).replace(done.stderr, re.sub(r"^import time:.*\n", "", done.stderr, flags=re.MULTILINE))


def example(story: str, log: str) -> list[str | Path]:
    """The arguments LOG -r RULES for an example and the one rulebook of its body."""
    rulebooks = sorted({*ROOT.glob(f"rules/{story}*/rulebook.yaml"), *ROOT.glob(f"examples/{story}/rulebook.yaml")})
    assert len(rulebooks) == 1, rulebooks
    return [ROOT / "examples" / story / log, "-r", rulebooks[0]]


@pytest.mark.parametrize("option", ["--version", "-V", "--help", "-h"])
def test_version_and_help_load_no_library(option: str) -> None:
    done, loaded = start("-m", "dutyscore", option)
    assert done.returncode == 0, said(done)
    assert done.stdout.strip(), said(done)
    assert not loaded & HEAVY


def test_main_takes_arguments_and_returns_the_exit_code() -> None:
    done, loaded = start("-c", "from dutyscore.cli import main; code = main(['--version']); assert code == 0, code")
    assert done.returncode == 0, said(done)
    assert "dutyscore" in loaded
    assert not loaded & HEAVY


def test_the_rulebook_room_needs_no_numpy() -> None:
    every_module = (
        "import importlib, pkgutil, dutyscore.rulebook as room\n"
        "for found in pkgutil.walk_packages(room.__path__, 'dutyscore.rulebook.'):\n"
        "    importlib.import_module(found.name)\n"
    )
    done, loaded = start("-c", every_module)
    assert done.returncode == 0, said(done)
    assert not loaded & {"numpy", "pandas", "pyarrow", "openpyxl", "rich", "typer"}
    assert "pydantic" in loaded, "the schema of rulebooks is not written yet"


def test_schema_and_check_of_a_rulebook_need_no_numpy() -> None:
    rulebooks = sorted(ROOT.glob("rules/*/rulebook.yaml"))
    assert rulebooks
    for arguments in (["schema", "rulebook"], ["check", rulebooks[0]]):
        done, loaded = start("-m", "dutyscore", *arguments)
        assert done.returncode == 0, said(done)
        assert not loaded & {"numpy", "pandas", "pyarrow", "openpyxl", "rich"}


def test_score_of_csv_needs_neither_pandas_nor_openpyxl_nor_rich() -> None:
    done, loaded = start("-m", "dutyscore", "score", *example("shigu", "logs.csv"))
    assert done.returncode == 0, said(done)
    assert done.stdout.strip(), said(done)
    assert not loaded & {"pandas", "openpyxl", "rich"}


def test_score_of_a_large_csv_needs_neither_pandas_nor_openpyxl_nor_rich(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").write_text(RULES, "utf-8")
    rows = "".join(f'张{number % 977:03d},2023-{number % 12 + 1:02d}-03,"提案"\n' for number in range(80_000))
    (tmp_path / "log.csv").write_text("姓名,日期,项目\n" + rows, "utf-8")
    done, loaded = start("-m", "dutyscore", "score", "log.csv", "-f", "csv", cwd=tmp_path)
    assert done.returncode == 0, said(done)
    assert done.stdout.count("\n") == 978
    assert not loaded & {"pandas", "openpyxl", "rich"}


def test_score_of_xlsx_needs_neither_pandas_nor_rich() -> None:
    done, loaded = start("-m", "dutyscore", "score", *example("jintai", "logs.xlsx"))
    assert done.returncode == 0, said(done)
    assert done.stdout.strip(), said(done)
    assert not loaded & {"pandas", "rich"}


# ---------------------------------------------------------------- the look itself


@pytest.mark.parametrize("library", sorted(HEAVY))
def test_a_library_that_is_loaded_is_seen(library: str, tmp_path: Path) -> None:
    package = tmp_path / "dutyscore"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(f"def main():\n    import {library}\n\nmain()\n")
    done, loaded = start("-m", "dutyscore", cwd=tmp_path, src=tmp_path)
    assert done.returncode == 0, said(done)
    assert loaded & HEAVY >= {library}


def test_a_program_that_loads_nothing_is_clean(tmp_path: Path) -> None:
    (tmp_path / "quiet.py").write_text("print('quiet')\n")
    done, loaded = start("-m", "quiet", cwd=tmp_path, src=tmp_path)
    assert done.stdout == "quiet\n", said(done)
    assert not loaded & HEAVY
