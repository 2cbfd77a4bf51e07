"""The rules of the house, executed. Each rule has a test that it holds and a test that it bites."""

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.floats import floats
from tests.house.tree import ROOT, SRC, repository_files, run, shown, sources, texts

# ---------------------------------------------------------------- written well


def test_ruff() -> None:
    done = run(sys.executable, "-m", "ruff", "check", ".")
    assert done.returncode == 0, shown(done)


def test_ruff_bites(tmp_path: Path) -> None:
    (tmp_path / "seed.py").write_text("import os\nprint(eval('1'))\n")
    done = run(sys.executable, "-m", "ruff", "check", "--config", ROOT / "pyproject.toml", "--no-cache", tmp_path)
    assert done.returncode == 1, shown(done)
    assert all(code in done.stdout for code in ("F401", "T201", "S307")), shown(done)


def test_mypy() -> None:
    done = run(sys.executable, "-m", "mypy", "--strict", "src", "tests/house")
    assert done.returncode == 0, shown(done)


def test_mypy_bites(tmp_path: Path) -> None:
    (tmp_path / "seed.py").write_text("def untyped(x):\n    return x\n\n\nwrong: int = 'text'\n")
    config, cache = ROOT / "pyproject.toml", tmp_path / "cache"
    done = run(
        sys.executable, "-m", "mypy", "--strict", "--config-file", config, "--cache-dir", cache, "seed.py", cwd=tmp_path
    )
    assert done.returncode == 1, shown(done)
    assert all(code in done.stdout for code in ("no-untyped-def", "assignment")), shown(done)


# ---------------------------------------------------------------- stacked rooms

# From the top: a room may import the rooms on the lines below its own.
STACK = (
    ("__main__",),
    ("cli",),
    ("api",),
    ("pipeline", "output"),
    ("compare",),
    ("checks", "scoring"),
    ("rulebook", "tables"),
    ("methods",),
    ("model",),
)
FORBIDDEN_IMPORTS = [
    (importer, imported)
    for height, importers in enumerate(STACK)
    for importer in importers
    for imported in (room for line in STACK[: height + 1] for room in line)
    if importer != imported
]


def lint_imports(src: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sysconfig.get_path("scripts")) / "lint-imports"
    return run(program, "--config", ROOT / "pyproject.toml", "--no-cache", "--no-logo", cwd=cwd, src=src)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of src/ to spoil."""
    return shutil.copytree(SRC, tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))


def seed(src: Path, room: str, text: str) -> None:
    """Add text to a room: a new file in a package, new lines in a module (which may not be written yet)."""
    package = src / "dutyscore" / room
    path = package / "seed.py" if package.is_dir() else package.with_name(f"{room}.py")
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


def test_imports() -> None:
    done = lint_imports(SRC, ROOT)
    assert done.returncode == 0, shown(done)


def written_but_optional(layers: list[str]) -> list[str]:
    """Rooms that stand in brackets in the contract although they exist."""
    optional = re.findall(r"\((\w+)\)", " ".join(layers))
    room = SRC / "dutyscore"
    return [name for name in optional if (room / f"{name}.py").exists() or (room / name).exists()]


def test_no_written_room_is_optional() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = [contract["layers"] for contract in rules["contracts"] if contract["id"] == "rooms"]
    assert written_but_optional(layers) == [], "drop the brackets in the contract `rooms` of pyproject.toml"


def test_optional_rule_bites() -> None:
    assert written_but_optional(["(cli)", "model", "(unwritten) | (output)"]) == ["cli", "output"]


def test_an_untouched_copy_passes(copy: Path, tmp_path: Path) -> None:
    done = lint_imports(copy, tmp_path)
    assert done.returncode == 0, shown(done)


def test_every_import_upwards_or_sideways_is_refused(copy: Path, tmp_path: Path) -> None:
    for line in STACK:
        for room in line:
            seed(copy, room, "")  # one that is not written yet cannot be imported
    for importer, imported in FORBIDDEN_IMPORTS:
        seed(copy, importer, f"import dutyscore.{imported}")
    done = lint_imports(copy, tmp_path)
    assert done.returncode == 1, shown(done)
    missed = [
        (importer, imported)
        for importer, imported in FORBIDDEN_IMPORTS
        if f"dutyscore.{importer} is not allowed to import dutyscore.{imported}:" not in done.stdout
    ]
    assert not missed, shown(done)


def test_every_import_downwards_is_allowed(copy: Path, tmp_path: Path) -> None:
    for upper, lower in pairwise(STACK):
        for importer in upper:
            for imported in lower:
                seed(copy, importer, f"import dutyscore.{imported}")
    done = lint_imports(copy, tmp_path)
    assert done.returncode == 0, shown(done)


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        pytest.param(
            {"model/seed.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import dutyscore.scoring\n"},
            "dutyscore.model is not allowed to import dutyscore.scoring",
            id="for typing only",
        ),
        pytest.param(
            {"tables/seed.py": "def later():\n    from dutyscore import rulebook\n    return rulebook\n"},
            "dutyscore.tables is not allowed to import dutyscore.rulebook",
            id="lazy and sideways",
        ),
        pytest.param({"utils.py": ""}, "- dutyscore.utils", id="a utils.py"),
        pytest.param({"extras/__init__.py": ""}, "- dutyscore.extras", id="a room nobody decided on"),
        pytest.param(
            {
                "tables/seed_egg.py": "from dutyscore.tables import seed_hen\n",
                "tables/seed_hen.py": "def later():\n    from dutyscore.tables import seed_egg\n    return seed_egg\n",
            },
            "No cycles, within a room either BROKEN",
            id="a cycle within a room",
        ),
        pytest.param(
            {
                "scoring/seed_egg.py": "from . import seed_hen\n",
                "scoring/seed_hen.py": "import typing\nif typing.TYPE_CHECKING:\n    from .seed_egg import Egg\n",
            },
            "No cycles, within a room either BROKEN",
            id="a cycle for typing only",
        ),
    ],
)
def test_import_contracts_bite(copy: Path, tmp_path: Path, files: dict[str, str], complaint: str) -> None:
    for name, text in files.items():
        path = copy / "dutyscore" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    done = lint_imports(copy, tmp_path)
    assert done.returncode == 1, shown(done)
    assert complaint in done.stdout, shown(done)


# ---------------------------------------------------------------- names and sizes

EMPTY_WORDS = {"util", "utils", "utilities", "helper", "helpers", "common", "manager", "managers"}
MOST_LINES = 500


def nameless(paths: list[Path], root: Path) -> list[Path]:
    """Python modules and packages whose name says nothing, as `row_utils.py` or `common/rows.py`."""
    return [
        path
        for path in paths
        if path.suffix == ".py"
        and any(EMPTY_WORDS & set(part.lower().split("_")) for part in path.relative_to(root).with_suffix("").parts)
    ]


def too_long(paths: list[Path]) -> list[str]:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{path}: {length} lines" for path, length in lengths.items() if length > MOST_LINES]


def test_names_say_something() -> None:
    assert nameless(repository_files(), ROOT) == []


def test_names_rule_bites(tmp_path: Path) -> None:
    good = [tmp_path / "commonly.py", tmp_path / "utils.yaml", tmp_path / "cases.py"]
    bad = [tmp_path / name for name in ("utils.py", "a/row_helpers.py", "common/rows.py", "manager/__init__.py")]
    assert nameless(good + bad, tmp_path) == bad


def test_no_source_file_is_too_long() -> None:
    assert too_long(sources()) == []


def test_length_rule_bites(tmp_path: Path) -> None:
    (tmp_path / "full.py").write_text("pass\n" * MOST_LINES)
    (tmp_path / "over.py").write_text("pass\n" * (MOST_LINES + 1))
    assert too_long(sources(tmp_path)) == [f"{tmp_path / 'over.py'}: {MOST_LINES + 1} lines"]


# ---------------------------------------------------------------- exactness

EXACT_ROOMS = ("scoring", "methods", "model")


def test_no_floats_where_points_are_made() -> None:
    files = [path for room in EXACT_ROOMS for path in sources(SRC / "dutyscore" / room)]
    assert {path.relative_to(SRC).parts[1] for path in files} == set(EXACT_ROOMS)
    found = [f"{path.relative_to(ROOT)}:{what}" for path in files for what in floats(path.read_text(encoding="utf-8"))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "x = float(y)",
        "def f(x: float): ...",
        "x = 0.5 * y",
        "x *= 1.5",
        "x = np.float64(y)",
        "x = np.zeros(3, dtype=np.float32)",
        "x = numpy.double(y)",
        "from numpy import float64",
        "x = y.astype(float)",
        "x = y.astype('float64')",
        "x = y.astype('<f8')",
        "x = y.astype('d')",
        "x = np.array(y, dtype='double')",
        "x = np.dtype('f')",
        "x = pa.float64()",
        "x = np.zeros(3)",
        "x = np.empty((2, 3), order='C')",
        "if isinstance(float(x), int): ...",
    ],
)
def test_float_rule_bites(line: str) -> None:
    assert len(floats(f"pass\n{line}\n")) == 1, line


@pytest.mark.parametrize(
    "line",
    [
        "x = np.zeros(3, dtype=np.int64)",
        "x = np.zeros(3, np.int64)",
        "x = y.astype('int64')",
        "x = Decimal('0.5')",
        "x = 'half'",
        "x = get_close_matches(y, z, cutoff=0.6)",
        "x = {'d': 1}",
        "if isinstance(x, float): raise TypeError",
        "x = floating_point // 2  # float",
    ],
)
def test_float_rule_spares_the_exact(line: str) -> None:
    assert floats(line) == []


# ---------------------------------------------------------------- nothing left behind

# Written so that this file does not contain what it looks for: `@` stands for nothing.
TELLTALES = {
    what: re.compile(pattern.replace("@", ""), re.IGNORECASE)
    for what, pattern in {
        # A path on somebody's machine; `https://host/work/` and `../work/` are none.
        "machine path": r"(?<![a-z0-9_.~%-])/(?:wo@rk|ro@ot)/|(?<![a-z0-9_.~%-])/(?:ho@me|Us@ers)/[a-z]",
        "registry host": r"py@pi\.org/simple|files\.python@hosted|regi@stry\.npmjs|mir@rors\.[a-z]+\.(?:com|cn|org|edu)"
        r"|tu@na\.tsinghua",
        "how it was made": r"\b(?:cla@ude|anth@ropic|open@ai|chat@gpt|cop@ilot|sub@agents?|language mo@dels?)\b"
        r"|\b(?:gener@ated|writ@ten) (?:by|with) (?:an )?ai\b",
    }.items()
}


def telltales(text: str) -> list[str]:
    """What a text gives away about the machine or the manner it was made on."""
    return [f"{what}: {hit[0]!r}" for what, pattern in TELLTALES.items() if (hit := pattern.search(text))]


def test_no_file_gives_away_where_or_how_it_was_made() -> None:
    files = repository_files()
    assert ROOT / "pyproject.toml" in files
    found = [f"{path.relative_to(ROOT)}: {what}" for path in files for text in texts(path) for what in telltales(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("see /wo@rk/main/x", "machine path"),
        ("见/ro@ot/x", "machine path"),
        ("file:///ho@me/someone/x", "machine path"),
        ("https://py@pi.org/simple/x", "registry host"),
        ("https://mir@rors.host.com/x", "registry host"),
        ("Co-authored-by: Cla@ude", "how it was made"),
        ("Gener@ated with AI", "how it was made"),
    ],
)
def test_telltale_rule_bites(text: str, what: str) -> None:
    assert [hit.split(":")[0] for hit in telltales(text.replace("@", ""))] == [what]


@pytest.mark.parametrize("text", ["https://host.gov.cn/work/1.html", "../work/x", "network/root/", "pypi.org/project"])
def test_telltale_rule_spares_the_innocent(text: str) -> None:
    assert telltales(text) == []


def test_workbooks_are_looked_into(tmp_path: Path) -> None:
    book, path = tmp_path / "book.xlsx", "/wo@rk/".replace("@", "")
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", f"{path} {path} {path}")
    assert [what for text in texts(book) for what in telltales(text)] == [f"machine path: {path!r}"]


def test_files_of_the_repository_are_found(tmp_path: Path) -> None:
    run("git", "init", "-q", cwd=tmp_path)
    for name, text in {".gitignore": "ignored.txt\n", "ignored.txt": "", "名册.txt": "", "a/b.txt": ""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = [path.relative_to(tmp_path).as_posix() for path in repository_files(tmp_path)]
    assert found == [".gitignore", "a/b.txt", "名册.txt"]


# ---------------------------------------------------------------- continuous integration


def ci(folder: Path, readme: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of .ci/run beside a README, in a folder that has an environment already."""
    (folder / ".venv").mkdir()
    (folder / ".ci").mkdir()
    shutil.copy2(ROOT / ".ci" / "run", folder / ".ci" / "run")
    (folder / "README.md").write_text(readme, encoding="utf-8")
    return run(folder / ".ci" / "run", cwd=folder.parent)


def test_ci_runs_the_readme_test_command(tmp_path: Path) -> None:
    readme = "```\necho first\n```\n<!-- test command -->\n\n```sh\necho a \\\n  b && pwd\n```\n```\necho last\n```\n"
    done = ci(tmp_path, readme)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"a b\n{tmp_path}\n", ""), shown(done)


def test_ci_hands_on_a_failure(tmp_path: Path) -> None:
    done = ci(tmp_path, "<!-- test command -->\n```sh\nfalse\necho on\n```\n")
    assert (done.returncode, done.stdout) == (1, ""), shown(done)


@pytest.mark.parametrize(
    "readme",
    [
        pytest.param("", id="empty"),
        pytest.param("```\necho x\n```\n", id="no mark"),
        pytest.param("<!-- test command -->\n", id="no block"),
        pytest.param("<!-- test command -->\n```\necho x\n", id="not closed"),
        pytest.param("<!-- test command -->\n```\n\n```\n", id="nothing in it"),
    ],
)
def test_ci_fails_loudly_without_a_test_command(tmp_path: Path, readme: str) -> None:
    done = ci(tmp_path, readme)
    assert (done.returncode, done.stdout) == (1, ""), shown(done)
    assert "test command" in done.stderr
