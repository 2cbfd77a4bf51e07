"""Programs from outside that some tests look through: a browser, an office program, a reader of PDF.

Where one is missing its tests skip and say so; with `DUTYSCORE_OFFICE=required` (as `.ci/run` sets it) they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

REQUIRED = os.environ.get("DUTYSCORE_OFFICE") == "required"


def needs(*programs: str) -> pytest.MarkDecorator:
    """The mark of a test that starts these programs; where they are required it starts them in any case."""
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing) and not REQUIRED, reason=f"not installed: {', '.join(missing)}")


def convert(source: Path, target: str, folder: Path) -> Path:
    """The file as LibreOffice writes it anew in another form (`csv`, `pdf`, `xlsx:...`), recalculated, in `folder`."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{target.partition(':')[0]}"
