"""What is installed is all that the program needs: it runs where no source is."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT, run, shown


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what an installation puts there."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, shown(built)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize("rulebook", [["-r", "jintai"], []])
def test_it_scores_in_another_folder(installed: Path, tmp_path: Path, rulebook: list[str]) -> None:
    shutil.copy(ROOT / "examples" / "jintai" / "logs.xlsx", tmp_path)
    words = ["score", "logs.xlsx", *rulebook, "--lang", "en"]
    done = run(sys.executable, "-m", "dutyscore", *words, cwd=tmp_path, src=installed)
    assert done.returncode == 0, shown(done)
    assert "mean 88.2  maximum 174.5" in done.stdout
    where = run(sys.executable, "-c", "import dutyscore; print(dutyscore.__file__)", cwd=tmp_path, src=installed)
    assert Path(where.stdout.strip()).is_relative_to(installed), "the source was run, not what is installed"


def test_it_brings_the_command_and_its_pages(installed: Path, tmp_path: Path) -> None:
    (points,) = installed.glob("*.dist-info/entry_points.txt")
    assert "dutyscore = dutyscore.cli:main" in points.read_text()
    done = run(sys.executable, "-m", "dutyscore", "check", "--explain", "DS301", cwd=tmp_path, src=installed)
    assert done.returncode == 0, shown(done)
    assert "DS301" in done.stdout
