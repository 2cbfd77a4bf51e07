"""`--solve PATH[@GRADE][=K]`: the value of one number at which k members stand in a grade, or the cost of a cap."""

from __future__ import annotations

import re
from fractions import Fraction

from dutyscore.cli.diff_scoring import Logs
from dutyscore.cli.shell import Shell
from dutyscore.cli.trouble import Trouble
from dutyscore.compare import setting
from dutyscore.compare.solve import Solution, cost_of_cap, solved
from dutyscore.model.exact import decimal_text, decimals_of, parse_decimal
from dutyscore.model.result import Result
from dutyscore.rulebook.load import Loaded, load_rulebook

_FORM = re.compile(r"(?P<path>[^=@]+)(?:@(?P<grade>[^=]+))?(?:=(?P<count>[0-9]+))?")


def solution(asked: str, loaded: Loaded, logs: Logs, shell: Shell, trouble: Trouble) -> Solution | None:
    form = _FORM.fullmatch(asked)
    if form is None:
        trouble.complain([shell.wording("usage.bad_setting", value=asked)])
        return None
    path = form["path"]

    def at(value: str) -> Result | None:
        try:
            book = load_rulebook(setting.written(loaded.text, path, value), loaded.text.file)
        except setting.SettingError:
            return None
        return logs.outcome(book).result if book.rulebook else None

    now = logs.outcome(loaded).result
    try:
        node = setting.found(loaded.text, path).node
    except setting.SettingError as error:
        facts = {"value": asked, "step": error.step, "nearest": error.nearest}
        trouble.complain([shell.wording("usage.no_such_value", **facts)])
        return None
    value = parse_decimal(node.text) if node is not None and node.kind == "text" else None
    if now is None or (value is None and form["count"]):
        trouble.complain([shell.wording("usage.no_number", value=asked)])
        return None
    if not form["count"]:
        capless = setting.without_cap(loaded.text, path)
        book = None if capless is None else load_rulebook(capless, loaded.text.file)
        free = logs.outcome(book).result if book is not None and book.rulebook else None
        if free is None:
            trouble.complain([shell.wording("usage.no_cap", value=asked)])
            return None
        return cost_of_cap(path, now, free)
    grades = [row.name for row in now.grades]
    named = [step for step in path.split(".") if step in grades]
    grade = form["grade"] or (named or grades or [""])[0]
    if grade not in grades or value is None:
        trouble.complain([shell.wording("usage.no_such_grade", value=grade)])
        return None
    grain = min(now.scale.step, Fraction(1, 10 ** (decimals_of(value) or 0)))
    return solved(path, value, grain, int(form["count"]), grade, lambda number: at(decimal_text(number)))
