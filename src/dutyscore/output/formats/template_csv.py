"""The log to fill in as csv: the header words, and nothing that a csv file cannot say."""

from __future__ import annotations

import csv
from io import StringIO

from dutyscore.output.formats.csv_text import harmless
from dutyscore.output.views.template import Form


def write(form: Form) -> bytes:
    """A byte order mark tells Excel that this is UTF-8."""
    target = StringIO()
    csv.writer(target, lineterminator="\n").writerow([harmless(column.title) for column in form.log])
    return target.getvalue().encode("utf-8-sig")
