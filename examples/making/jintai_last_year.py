"""The year before: a smaller log, scored by last year's edition of the book, of which only the result is kept."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.making.dice import Dice
from examples.making.jintai_story import COLUMNS, Story, halves, records, roster
from examples.making.jintai_year import Member, Year, fill
from examples.making.sheets import table_of, write_workbook

_LEDGER = re.compile(r'^  "ledger": \[$.*?^  \],$', re.MULTILINE | re.DOTALL)
"""The postings, three times as long as all the rest: a result of an earlier period is read without them."""
ROOT = Path(__file__).resolve().parents[2]
NEW = 6
"""Members of 2023 who were none in 2022."""
FORMER = {halves("41.5"): halves("36.5"), halves("45"): halves("38"), halves("96"): halves("43.5")}
"""What some had the year before, by what they have now: below 40 only once, and one who has found his way."""


def story(now: Story) -> Story:
    """The year 2022 of the members of 2023."""
    dice = Dice("jintai 2022")
    year = Year(2022, dice)
    members = []
    for member in now.members[:-NEW]:
        usual = member.target * 82 // 100 + dice.between(-24, 16)
        former = Member(member.name, member.sector, FORMER.get(member.target, max(usual, halves("48"))))
        former.micro, former.reading, former.service = (dice.chance(percent) for percent in (60, 55, 90))
        fill(year, former)
        members.append(former)
    rows = sorted((row for member in members for row in member.rows), key=lambda row: (row.day, row.member, row.item))
    ids = {member.name: now.ids[member.name] for member in members}
    return replace(now, ids=ids, members=members, rows=rows)


def write_history(path: Path, now: Story) -> None:
    """Score the log of 2022 as an office would have done, and keep the result."""
    told = story(now)
    edition = (ROOT / "rules" / "jintai" / "rulebook.yaml").read_text(encoding="utf-8")
    for old, new in (('"2023.1"', '"2022.1"'), ("2023-01-01", "2022-01-01"), ("2023-12-31", "2022-12-31")):
        assert edition.count(old) == 1
        edition = edition.replace(old, new)
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "rulebook.yaml").write_text(edition, encoding="utf-8")
        log = table_of("活动日志", COLUMNS, records(told))
        people = table_of("名册", ("委员编号", "姓名", "界别"), roster(told))
        write_workbook(place / "logs-2022.xlsx", [log, people], {})
        command = [sys.executable, "-m", "dutyscore", "score", "logs-2022.xlsx", "-r", "rulebook.yaml", "-q"]
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
        # Exit code 1: those below 40 in 2022 ask for a result of 2021, which there is not.
        done = subprocess.run([*command, "-o", "history-2022.json"], cwd=place, env=environment, capture_output=True)
        assert done.returncode in (0, 1), done.stderr.decode()
        kept = (place / "history-2022.json").read_text(encoding="utf-8")
        path.write_text(_LEDGER.sub('  "ledger": null,', kept, count=1), encoding="utf-8", newline="\n")
