"""Makes the files of the five examples: `python -m examples.make_examples [FOLDER]`.

The same bytes on every run. People, streets and deeds are invented; the published figures that the logs lead to are
those of the articles named in the rulebooks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from examples.making import jincheng_story, jintai_last_year, jintai_story, jiuyuan_story, ningjin_story, shigu_story
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


def make_ningjin(folder: Path) -> None:
    told = ningjin_story.story()
    log = table_of("评分记录", ningjin_story.COLUMNS, ningjin_story.records(told), "2023年委员述职评分记录")
    people = table_of("名册", ("委员编号", "姓名", "小组", "述职场次", "所在地"), ningjin_story.roster(told))
    write_workbook(folder / "logs.xlsx", [log, people], {CARRIED: "ningjin"})


def make_jincheng(folder: Path) -> None:
    for told in jincheng_story.story():
        log = table_of("", jincheng_story.COLUMNS, jincheng_story.records(told))
        people = table_of("", ("委员编号", "姓名", "小组", "所在单位"), jincheng_story.roster(told))
        write_csv(folder / f"logs-{told.year}.csv", log, "utf-8-sig")
        write_csv(folder / f"roster-{told.year}.csv", people, "utf-8-sig")


def make_jiuyuan(folder: Path) -> None:
    told = jiuyuan_story.story()
    log = table_of("考评记录", jiuyuan_story.UNIT_COLUMNS, jiuyuan_story.unit_records(told), "2022年单位考评记录")
    units = table_of("名册", ("单位编号", "单位", "类别"), jiuyuan_story.unit_roster(told))
    write_workbook(folder / "logs.xlsx", [log, units], {CARRIED: "jiuyuan"})
    forms = table_of("", jiuyuan_story.OFFICIAL_COLUMNS, jiuyuan_story.official_records(told))
    officials = table_of("", ("干部编号", "姓名", "单位", "职级"), jiuyuan_story.official_roster(told))
    write_csv(folder / "officials.csv", forms, "utf-8-sig")
    write_csv(folder / "officials-roster.csv", officials, "utf-8-sig")


MAKERS = {
    "jintai": make_jintai, "ningjin": make_ningjin, "jincheng": make_jincheng, "jiuyuan": make_jiuyuan,
    "shigu": make_shigu,
}  # fmt: skip


def main(folder: Path) -> None:
    """Every example, into a folder of its own below `folder`."""
    for name, make in MAKERS.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        make(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
