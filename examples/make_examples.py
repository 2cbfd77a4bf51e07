"""Makes the files of examples/jintai and examples/shigu: `python -m examples.make_examples [FOLDER]`.

The same bytes on every run. People, streets and deeds are invented; the published figures that the logs lead to are
those of the two articles named in the rulebooks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from examples.making import jintai_last_year, jintai_story, shigu_story
from examples.making.sheets import table_of, write_csv, write_workbook

HERE = Path(__file__).resolve().parent
CARRIED = "dutyscore.rulebook"


def make_jintai(folder: Path) -> None:
    told = jintai_story.story()
    records, members = jintai_story.records(told), jintai_story.roster(told)
    log = table_of("活动日志", jintai_story.COLUMNS, records, "2023年度委员履职活动日志")
    roster = table_of("名册", ("委员编号", "姓名", "界别"), members)
    write_workbook(folder / "logs.xlsx", [log, roster], {CARRIED: "jintai"})
    write_csv(folder / "logs.csv", log, "utf-8-sig")
    write_csv(folder / "roster.csv", roster, "utf-8")
    jintai_last_year.write_history(folder / "history-2022.json", told)


def make_shigu(folder: Path) -> None:
    told = shigu_story.story()
    records, members = shigu_story.records(told), shigu_story.roster(told)
    log = table_of("活动日志", shigu_story.COLUMNS, records, "2023年代表履职积分台账")
    roster = table_of("名册", ("代表编号", "姓名", "街道"), members)
    month = table_of("", log.columns, shigu_story.month_of_street(told))
    write_workbook(folder / "logs.xlsx", [log, roster], {CARRIED: "shigu"})
    write_csv(folder / "logs.csv", log, "gb18030")
    write_csv(folder / "logs-2023-05.csv", month, "utf-8-sig")
    write_csv(folder / "roster.csv", roster, "gb18030")


def main(folder: Path) -> None:
    """Both examples, into two folders below `folder`."""
    for name, make in (("jintai", make_jintai), ("shigu", make_shigu)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        make(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
