"""What transcripts cannot show: faults of the program, Ctrl-C, terminals, encodings, locks, other starts."""

from __future__ import annotations

import errno
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dutyscore.cli import evaluate, front, inputs, language, main, terminal, usage, writing
from dutyscore.cli.commands import COMMANDS
from dutyscore.cli.help import root
from dutyscore.cli.writing import Target
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.output.wording import LANGUAGES, load
from tests.cli.transcript import FILES, dutyscore, environment
from tests.house.tree import SRC

SCORE = ["score", "logs.csv", "--roster", "roster.csv"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of the files, as the current folder."""
    folder = shutil.copytree(FILES, tmp_path / "office")
    monkeypatch.chdir(folder)
    return folder


# ---------------------------------------------------------------- help and version


@pytest.mark.parametrize("chosen", LANGUAGES)
def test_the_stored_help_is_what_the_list_of_commands_says(chosen: str, accept: bool) -> None:
    path = Path(front.help_file(chosen))
    if accept:
        path.write_text(root(load(chosen)), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == root(load(chosen))


@pytest.mark.parametrize("chosen", LANGUAGES)
def test_every_command_and_option_is_described(chosen: str) -> None:
    for command in COMMANDS:
        code, text, said = dutyscore([command, "--help", "--lang", chosen])
        assert (code, said) == (0, "")
        assert "None" not in text
        assert load(chosen)(f"help.command.{command}") in text


def test_help_of_a_command_is_the_same_before_and_after_it() -> None:
    assert dutyscore(["--lang", "zh", "score", "-h"]) == dutyscore(["score", "--lang=zh", "--help"])


# ---------------------------------------------------------------- faults, Ctrl-C, closed pipes


@pytest.mark.usefixtures("office")
def test_a_fault_of_the_program_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("inner matter")

    monkeypatch.setattr(evaluate, "score", fails)
    code, output, said = dutyscore([*SCORE, "--lang", "zh"])
    assert (code, output, len(said.splitlines())) == (4, "", 1)
    assert "ZeroDivisionError" in said
    assert "Traceback" not in said
    for words in ([*SCORE, "-v"], ["-qv", *SCORE], ["--verbose", *SCORE]):
        assert "inner matter" in dutyscore(words)[2]


@pytest.mark.usefixtures("office")
def test_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluate, "score", interrupted)
    code, output, said = dutyscore(SCORE)
    assert (code, output, said) == (130, "", "interrupted\n")


def start(*words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "DUTYSCORE"))}
    variables = clean | {"PYTHONPATH": str(SRC), **more.pop("env", {})}
    return subprocess.run([sys.executable, "-m", "dutyscore", *words], env=variables, capture_output=True, **more)


def test_a_reader_that_leaves_early_is_no_fault(office: Path) -> None:
    command = f"'{sys.executable}' -m dutyscore score logs.csv --roster roster.csv -f json | true"
    done = subprocess.run(["bash", "-c", command], env=os.environ | {"PYTHONPATH": str(SRC)}, capture_output=True)
    assert done.stderr == b""
    assert office.exists()


@pytest.mark.usefixtures("office")
def test_the_exit_code_reaches_the_shell() -> None:
    assert start("score", "bad.csv", "--roster", "roster.csv").returncode == 1
    assert start("score").returncode == 2
    assert start("score", "nothing.csv").returncode == 3


# ---------------------------------------------------------------- terminals and encodings


def on_a_terminal(words: list[str], columns: int, env: dict[str, str]) -> str:
    """What the program prints on a terminal of that width."""
    control, end = pty.openpty()
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "COLUMNS": str(columns), "TERM": "xterm-256color"}
    process = subprocess.Popen([sys.executable, "-m", "dutyscore", *words], stdout=end, env=variables | env)
    os.close(end)
    data = b""
    while True:
        try:
            piece = os.read(control, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        data += piece
    os.close(control)
    process.wait()
    return data.decode().replace("\r\n", "\n")


@pytest.mark.usefixtures("office")
def test_a_terminal_gets_colour_on_the_band_and_two_blocks_when_narrow() -> None:
    wide = on_a_terminal(SCORE, 120, {})
    assert "\x1b[32m绿\x1b[0m" in wide
    narrow = on_a_terminal(SCORE, 44, {"NO_COLOR": "1"})
    assert "\x1b" not in narrow
    assert narrow.count("欧阳小明") == 2
    assert on_a_terminal(SCORE, 120, {"TERM": "dumb"}) == start(*SCORE).stdout.decode()


@pytest.mark.parametrize(
    ("wanted", "variables", "tty", "painted"),
    [
        ("auto", {}, True, True), ("auto", {}, False, False), ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True), ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False), ("auto", {"NO_COLOR": ""}, True, True),
        ("always", {"NO_COLOR": "1"}, False, True), ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)  # fmt: skip
def test_colours(wanted: str, variables: dict[str, str], tty: bool, painted: bool) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return tty

    assert terminal.colours(wanted, Stream(), variables) is painted


@pytest.mark.usefixtures("office")
def test_a_chinese_console_shows_every_own_word() -> None:
    code, output, said = dutyscore([*SCORE, "--lang", "zh"], encoding="gbk")
    assert (code, said) == (0, "")
    assert "欧阳小明" in output
    assert "\\u" not in output


@pytest.mark.usefixtures("office")
def test_what_a_console_cannot_show_is_written_as_a_number() -> None:
    done = start(*SCORE, "--lang", "en", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert b"\\u6b27\\u9633" in done.stdout
    form = start(*SCORE, "-f", "json", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert json.loads(form.stdout)["members"][0]["name"] == "欧阳小明"


@pytest.mark.parametrize(
    ("asked", "variables", "spoken"),
    [
        ("", {}, "en"), ("zh", {"DUTYSCORE_LANG": "en"}, "zh"), ("", {"DUTYSCORE_LANG": "zh", "LANG": "en_US"}, "zh"),
        ("auto", {"LANG": "zh_TW.UTF-8"}, "zh"), ("", {"LC_ALL": "C", "LANG": "zh_CN"}, "en"),
        ("", {"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
        ("xx", {"LANG": "de_DE"}, "en"), ("", {"LANG": "POSIX"}, "en"),
    ],
)  # fmt: skip
def test_language(asked: str, variables: dict[str, str], spoken: str) -> None:
    assert language.choose(asked, variables) == spoken


# ---------------------------------------------------------------- files


def test_a_locked_file_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "logs.xlsx"
    denied = PermissionError(errno.EACCES, "denied")
    assert inputs.refused("DS402", str(path), denied).code == "DS402"
    (tmp_path / "~$logs.xlsx").touch()
    assert inputs.refused("DS402", str(path), denied).code == "DS403"
    sharing = PermissionError(errno.EACCES, "in use")
    sharing.winerror = 32  # type: ignore[attr-defined]
    assert inputs.refused("DS414", "other.xlsx", sharing).code == "DS403"


def test_large_files_are_mapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_LARGE", 10)
    path = tmp_path / "log.csv"
    path.write_bytes(b"0123456789abc")
    read = inputs.read(str(path), mapped=True)
    assert not isinstance(read, Diagnostic)
    assert not isinstance(read.data, bytes)
    assert bytes(read.data) == path.read_bytes()


@pytest.mark.usefixtures("office")
def test_a_mapped_log_scores_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    before = dutyscore([*SCORE, "-f", "json"])
    monkeypatch.setattr(inputs, "_LARGE", 10)
    assert dutyscore([*SCORE, "-f", "json"]) == before


def test_a_half_written_file_never_appears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, "fsync", full)
    (finding,) = writing.write([(str(target), b"new")], True)
    assert (finding.code, finding.facts["reason"]) == ("DS414", "full")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": b"old"}


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.csv", tmp_path / "none" / "b.csv"
    findings = writing.write([(str(good), b"a"), (str(bad), b"b")], False)
    assert [finding.code for finding in findings] == ["DS414"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    assert writing.obstacles([Target(str(target), "csv")], [], False) == []
    target.write_bytes(b"of somebody else")
    (finding,) = writing.write([(str(target), b"mine")], False)
    assert finding.code == "DS413"
    assert target.read_bytes() == b"of somebody else"


def test_written_files_have_the_usual_rights(tmp_path: Path) -> None:
    new, old = tmp_path / "new.csv", tmp_path / "old.csv"
    old.write_bytes(b"")
    old.chmod(0o640)
    assert writing.write([(str(new), b"1"), (str(old), b"2")], True) == []
    usual = tmp_path / "usual"
    usual.touch()
    assert new.stat().st_mode == usual.stat().st_mode
    assert old.stat().st_mode & 0o777 == 0o640


def test_hostile_data_comes_out_harmless(office: Path) -> None:
    """Markup, formulas, terminal codes and HTML as names of members."""
    names = ("[/x]", "=1+1", "<script>alert(1)</script>", '"a\x1b[31m\u202eb"')
    rows = ["姓名,日期,项目,审核", *(f"{name},2025-01-10,参加会议,核定" for name in names)]
    (office / "hostile.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    code, output, said = dutyscore(["score", "hostile.csv", "--color", "always"])
    for text in (output, said):
        assert "\x1b[31m\u202e" not in text
        assert "\u202e" not in text
    assert code in (0, 1)
    assert "[/x]" in output + said
    for name in ("csv", "html", "md"):
        dutyscore(["score", "hostile.csv", "--partial", "-o", f"out.{name}"])
        written = (office / f"out.{name}").read_text(encoding="utf-8")
        assert "<script>alert" not in written or name == "csv"
        assert "\x1b" not in written
        assert "\n=1" not in written.replace(",", "\n")


@pytest.mark.usefixtures("office")
def test_the_id_that_a_workbook_carries_finds_the_rulebook(monkeypatch: pytest.MonkeyPatch, office: Path) -> None:
    import openpyxl
    from openpyxl.packaging.custom import StringProperty

    book: Any = openpyxl.Workbook()
    page = book.active
    for line in (office / "logs.csv").read_text(encoding="utf-8").splitlines():
        page.append(line.split(","))
    book.custom_doc_props.append(StringProperty(name="dutyscore.rulebook", value="demo-cppcc"))
    book.save(office / "carried.xlsx")
    shutil.copy(office / "broken.yaml", office / "rulebook.yaml")  # nearer, but not what the workbook asks for
    code, output, said = dutyscore(["score", "carried.xlsx"])
    assert (code, said) == (0, "")
    assert "rules/demo/rulebook.yaml" in output


def test_rulebooks_of_the_program_are_found_by_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dutyscore.cli import discover

    (tmp_path / "package" / "rules" / "ours").mkdir(parents=True)
    rulebook = tmp_path / "package" / "rules" / "ours" / "rulebook.yaml"
    rulebook.write_text("rulebook: ours-2025\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setattr(discover, "packaged", lambda: (str(tmp_path / "package" / "rules"), ""))
    for word in ("ours", "ours-2025"):
        assert discover.find(word, [], [], {}) == str(rulebook)
    missing = discover.find("our", [], [], {})
    assert isinstance(missing, Diagnostic)
    assert (missing.code, missing.facts["nearest"]) == ("DS416", "ours")
    nothing = discover.find("", ["x.csv"], [], {})
    assert isinstance(nothing, Diagnostic)
    assert nothing.code == "DS410"


def test_main_can_be_called_as_a_function(capsys: pytest.CaptureFixture[str]) -> None:
    with environment({}):
        assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("dutyscore ")


# ---------------------------------------------------------------- what was probably meant


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("rooster", ["roster", "logs"], "roster"),
        ("DS1O4", ["DS104", "DS105"], "DS104"),
        ("王武", ["王五", "张三"], "王五"),
        ("nix", ["a", "map", "six hundred"], ""),
        ("99", ["01", "09"], ""),
        ("W1", ["W2", "V1"], ""),
    ],
)
def test_only_what_is_near_is_proposed(word: str, known: list[str], found: str) -> None:
    assert usage.nearest(word, known) == found


def test_a_file_is_proposed_for_a_file_and_no_folder(tmp_path: Path) -> None:
    (tmp_path / "nope").mkdir()
    (tmp_path / "logs-2025.csv").touch()
    assert inputs.similar(str(tmp_path / "nope.xlsx")) == ""
    assert inputs.similar(str(tmp_path / "logs2025.csv")) == str(tmp_path / "logs-2025.csv")


# ---------------------------------------------------------------- folders that are not ours


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "words",
    [
        [*SCORE, "-o", "table.csv"],
        [*SCORE, "-o", "ledger.parquet"],
        [*SCORE, "--rejects", "rejects.xlsx"],
        ["report", *SCORE[1:], "--per", "member", "-o", "new/"],
        ["template", "-o", "log.xlsx"],
    ],
)
def test_a_folder_that_may_not_be_written_to_is_told_beforehand(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    before = sorted(os.listdir())
    code, output, said = dutyscore(words)
    assert (code, output, said.count("DS414"), "no permission" in said) == (3, "", 1, True)
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize(
    "words",
    [
        [*SCORE, "--history", "closed"],
        ["check", "."],
        ["check", "closed"],
        ["test", "."],
        ["test", "closed"],
    ],
)
def test_a_folder_that_may_not_be_read_is_never_passed_over(
    words: list[str], office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office / "closed").mkdir()
    for name in ("listdir", "scandir"):
        monkeypatch.setattr(os, name, closed(getattr(os, name)))
    code, _, said = dutyscore([*words, "-q"])
    shown = said if words[0] != "check" else dutyscore([*words, "-q"])[1]
    assert (code, shown.count("DS402"), "closed" in shown) == (3, 1, True)


def test_a_refusal_that_nobody_foresaw_names_the_file(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "denied", "there/it.csv")

    monkeypatch.setattr(evaluate, "evaluate", refuse)
    monkeypatch.setattr("dutyscore.cli.publish.evaluate", refuse)
    assert dutyscore(SCORE) == (3, "", "there/it.csv: no permission\n")


def closed(real: Any) -> Any:
    """The function of `os` as the system answers it to somebody without rights in the folder `closed`."""

    def asked(path: Any = ".") -> Any:
        if os.path.basename(os.fspath(path)) == "closed":
            raise PermissionError(errno.EACCES, "denied", os.fspath(path))
        return real(path)

    return asked


def test_the_order_of_operations_is_not_written_over_its_rulebook(office: Path) -> None:
    book = Path(shutil.copy(office / "rules" / "demo" / "rulebook.yaml", office / "book.md"))
    before = book.read_bytes()
    code, _, said = dutyscore(["explain", "--pipeline", "-r", "book.md", "-o", "book.md", "--force"])
    assert (code, "DS415" in said) == (3, True)
    assert book.read_bytes() == before


def test_where_the_order_of_operations_is_written_chooses_no_rulebook(office: Path) -> None:
    (office / "elsewhere").mkdir()
    text = (office / "rules" / "demo" / "rulebook.yaml").read_text("utf-8")
    (office / "elsewhere" / "rulebook.yaml").write_text(text.replace("demo", "other"), "utf-8")
    target = office / "elsewhere" / "order.md"
    written = []
    for _ in range(2):
        assert dutyscore(["explain", "--pipeline", "-o", str(target), "--force"])[0] == 0
        written.append(target.read_bytes())
    assert written[0] == written[1]
