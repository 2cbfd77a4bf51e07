"""The one list of findings: code, slug, severity. Codes are assigned once and never reused.

The comment after a code names its facts, which are what its sentence in `output/messages/<lang>.yaml` may mention.
Severity is about consequences: error = a score could be wrong or a row lost; warning = a person should look.
"""

from __future__ import annotations

from typing import Final, Literal

CODES: Final[dict[str, tuple[str, Literal["error", "warning", "info"]]]] = {
    # DS1xx: the text of a YAML file
    "DS101": ("yaml-syntax", "error"),  # problem
    "DS102": ("tab-indentation", "error"),
    "DS103": ("missing-space", "error"),  # mark
    "DS104": ("fullwidth-colon", "error"),
    "DS105": ("fullwidth-comma", "error"),
    "DS106": ("fullwidth-quote", "warning"),
    "DS107": ("fullwidth-bracket", "error"),
    "DS108": ("fullwidth-digit", "error"),  # value
    "DS109": ("fullwidth-indentation", "error"),
    "DS110": ("duplicate-key", "error"),  # key; also: the first place
    "DS111": ("read-otherwise", "warning"),  # value; other programs read this word as a number, date or yes/no
    "DS112": ("comment-in-text", "warning"),  # value
    "DS113": ("unclosed", "error"),  # mark
    "DS114": ("several-documents", "error"),
    "DS115": ("anchor-or-alias", "error"),  # name
    "DS116": ("tag", "error"),  # tag
    "DS117": ("merge-key", "error"),
    "DS118": ("too-deep", "error"),  # limit
    "DS119": ("not-utf8", "error"),
    "DS120": ("nothing-written", "error"),
    "DS121": ("bad-indentation", "error"),
    "DS122": ("invisible-character", "error"),  # value (U+200B)
    "DS123": ("colon-in-text", "error"),  # value
    "DS124": ("text-after-closing", "error"),  # mark
    "DS125": ("reserved-mark", "error"),  # mark
    "DS126": ("wide-dash", "error"),  # mark
    "DS127": ("missing-colon", "error"),
    "DS128": ("closes-nothing", "error"),  # mark
    "DS129": ("ignore-without-reason", "warning"),  # value (the code)
    "DS130": ("ignore-unused", "warning"),  # value (the code)
    # DS2xx: the meaning of a rulebook
    "DS201": ("unknown-key", "error"),  # key, nearest
    "DS202": ("missing-key", "error"),  # key
    "DS203": ("wrong-shape", "error"),  # expected (mapping, list, text), found
    "DS204": ("not-exact-number", "error"),  # value
    "DS205": ("unknown-word", "error"),  # value, allowed, nearest
    "DS206": ("not-a-date", "error"),  # value
    "DS207": ("one-method", "error"),  # found, allowed
    "DS208": ("unknown-name", "error"),  # name, nearest, expected (field, fact, item, node, measure, ...)
    "DS209": ("name-not-unique", "error"),  # name; also: the first place
    "DS210": ("otherwise-missing", "error"),  # field, uncovered
    "DS211": ("bounds-not-rising", "error"),  # value
    "DS212": ("finer-than-step", "error"),  # value, step
    "DS213": ("not-a-condition", "error"),  # value
    "DS214": ("row-without-condition", "error"),  # name
    "DS215": ("unreachable-row", "warning"),  # name
    "DS216": ("as-held-missing", "error"),  # node
    "DS217": ("part-missing", "error"),  # field, unit
    "DS218": ("bad-limit", "error"),  # value
    "DS219": ("shares-above-one", "error"),  # value
    "DS220": ("taken-twice", "warning"),  # project, items
    "DS221": ("wrong-field-type", "error"),  # name, type, expected
    "DS222": ("unit-out-of-range", "error"),  # value
    "DS225": ("not-a-duration", "error"),  # value
    "DS224": ("weights-not-whole", "error"),  # value
    "DS223": ("item-without-ref", "warning"),  # item
    "DS226": ("gap-between-rows", "warning"),  # kind (grades, bands), value (the numbers), when
    "DS227": ("rows-overlap", "warning"),  # name, other, value
    "DS228": ("between-printed-rows", "warning"),  # name, other, value
    "DS229": ("overlap-for-few", "info"),  # name, other, count
    "DS230": ("cap-below-one-award", "warning"),  # item, value, max
    "DS231": ("cap-never-reached", "warning"),  # item, most, max
    "DS232": ("cap-above-parts", "warning"),  # node, most, max
    "DS233": ("deduction-under-cap", "warning"),  # item, node
    "DS234": ("limit-changes-inside-window", "warning"),  # node, day, window
    "DS235": ("award-changes-inside-window", "info"),  # item, day, window
    "DS236": ("versions-gap", "warning"),  # rulebook, first, last
    "DS237": ("versions-overlap", "warning"),  # rulebook, first, last
    "DS238": ("never-used", "warning"),  # name, kind (field, fact)
    "DS239": ("item-without-case", "warning"),  # item
    "DS240": ("no-cases-beside", "info"),  # file
    "DS241": ("rounded-value", "warning"),  # value, step
    "DS242": ("line-out-of-reach", "warning"),  # name, value, most
    "DS244": ("version-kept", "warning"),  # version
    "DS243": ("silent-about-cap", "info"),
    "DS245": ("key-of-another-node", "error"),  # key (as_held, others)
    "DS246": ("need-without-entries", "error"),  # node
    # DS3xx: data of a log, roster or history
    "DS301": ("unknown-item", "error"),  # column, value, nearest
    "DS302": ("unknown-member", "error"),  # column, value, nearest
    "DS303": ("unlisted-choice", "error"),  # column, value, nearest, allowed
    "DS304": ("bad-date", "error"),  # column, value, reason (form, no-such-day, no-year, year, order), month, days
    "DS305": ("not-a-number", "error"),  # column, value
    "DS306": ("blank-but-needed", "error"),  # column, item (may be empty)
    "DS307": ("out-of-range", "error"),  # column, value, min, max
    "DS308": ("too-many-decimals", "error"),  # column, value, decimals
    "DS309": ("namesakes", "error"),  # column, value, ids
    "DS310": ("missing-column", "error"),  # column, words, found
    "DS311": ("column-twice", "error"),  # column
    "DS312": ("not-yes-or-no", "error"),  # column, value, yes, no
    "DS313": ("roster-overlap", "error"),  # member
    "DS314": ("roster-id-twice", "error"),  # value
    "DS315": ("number-too-large", "error"),  # column, value
    "DS316": ("error-cell", "error"),  # column, value
    "DS317": ("formula-without-result", "error"),  # column, value
    "DS318": ("given-out-of-range", "error"),  # column, value, min, max, item
    "DS319": ("unlisted-value", "error"),  # column, value, item
    "DS320": ("unstated-value", "error"),  # column, value, item, ref
    "DS321": ("ragged-row", "error"),  # expected, found
    "DS322": ("id-and-name-differ", "error"),  # value, id, name
    "DS323": ("text-too-long", "error"),  # column
    "DS324": ("digits-lost", "error"),  # column, value
    "DS325": ("cell-twice", "error"),  # value (both contents)
    "DS326": ("outside-sheet", "error"),  # value (the address)
    "DS349": ("changed-but-undecided", "warning"),  # value (the cells of the decision)
    "DS327": ("merged-cells", "error"),  # column, range, reason (across, number)
    "DS328": ("date-settled-by-period", "info"),  # column, value, day
    "DS329": ("percent-or-number", "error"),  # column, value
    "DS330": ("several-in-one-cell", "error"),  # column, value, names
    "DS331": ("id-of-another-kind", "warning"),  # column, value, name
    "DS332": ("unseen-characters", "warning"),  # column, value, marks (U+200B)
    "DS333": ("outside-validity", "warning"),  # member, count
    "DS334": ("filled-down", "info"),  # column, value, range (empty: by fill_down), count
    "DS335": ("row-skipped", "info"),  # kind (summary, label, note), value
    "DS336": ("cell-outside-table", "info"),  # value
    "DS337": ("hidden-row", "warning"),  # count
    "DS338": ("hidden-column", "warning"),  # column
    "DS339": ("filter-on", "warning"),  # range
    "DS340": ("struck-through", "warning"),  # count
    "DS341": ("comments", "info"),  # count
    "DS342": ("second-table", "info"),
    "DS343": ("no-member-in-period", "info"),  # count, names (some), more (how many beside them), period
    "DS350": ("date-outside-effective", "warning"),  # column, value, effective
    "DS351": ("row-twice", "warning"),  # value (the first row)
    # DS4xx: files, encodings, formats, limits
    "DS401": ("missing-file", "error"),  # file, nearest
    "DS402": ("unreadable-file", "error"),  # file, reason (folder, permission, device)
    "DS403": ("file-locked", "error"),  # file
    "DS404": ("format-not-read", "error"),  # found, advice (save_as_xlsx, remove_password, not_a_table, close_and_pick)
    "DS405": ("undecodable", "error"),  # position (a byte, from 0)
    "DS406": ("no-table", "error"),  # words, found
    "DS407": ("empty-file", "error"),
    "DS408": ("damaged-workbook", "error"),  # reason (zip, checksum, locked, xml, rows, part, records), part
    "DS409": ("over-limit", "error"),  # limit (parts, same-part, ratio, size, doctype, merges), part
    "DS410": ("no-rulebook", "error"),  # folder (that was named), searched (from where)
    "DS411": ("several-rulebooks", "error"),  # candidates
    "DS412": ("several-periods", "error"),  # periods, period (the last one of them)
    "DS413": ("would-overwrite", "error"),  # file
    "DS414": ("cannot-write", "error"),  # file, reason (no-folder, folder, file, permission, full)
    "DS415": ("would-overwrite-input", "error"),  # file
    "DS416": ("unknown-rulebook", "error"),  # value, nearest, known
    "DS417": ("not-a-history", "error"),  # reason (json, schema, member, rulebook, period, provisional, limited)
    "DS418": ("unknown-sheet", "error"),  # value, nearest, found
    "DS419": ("unknown-output-format", "error"),  # value, allowed
    "DS420": ("no-such-member", "error"),  # value, nearest
    "DS421": ("no-roster-columns", "error"),  # found
    "DS422": ("no-such-group", "error"),  # value, nearest, known
    "DS423": ("no-period", "error"),  # period (the first in which the rulebook is in force)
    "DS424": ("outside-effective", "error"),  # period, effective, scored (the period that it goes beyond)
    "DS425": ("sheet-passed-over", "info"),  # sheet
    "DS426": ("broken-quotes", "error"),
    "DS427": ("unknown-encoding", "error"),  # value
    "DS428": ("empty-roster", "error"),
    "DS429": ("hidden-sheet", "info"),  # sheet
    "DS430": ("several-members", "error"),  # value, ids
    "DS440": ("made-from-another-version", "warning"),  # file, digest, current
    "DS441": ("rejects-of-another-log", "error"),  # file, reason (changed, missing, unread)
    "DS442": ("rejects-row-astray", "error"),  # reason (address, twice, layout), value
    "DS443": ("unknown-decision", "error"),  # value, allowed, nearest
    "DS444": ("no-such-header-row", "error"),  # value
    "DS445": ("no-such-column", "error"),  # value, nearest, found
    "DS446": ("writer-missing", "error"),  # found, extra
    "DS447": ("no-reader-declared", "error"),  # kind, key (employer, group)
    "DS448": ("reader-unknown", "warning"),  # kind, key, count, members
    "DS449": ("no-day-to-look-from", "error"),
    "DS470": ("not-an-approval", "error"),  # reason (form, change, reason, twice)
    "DS471": ("approval-unused", "warning"),  # value (the fingerprint)
    "DS472": ("not-in-git", "error"),  # value, reason (form, git, outside, version, file)
    "DS480": ("not-a-result", "error"),  # reason (json, large, twice, schema, form, asked), where
    "DS481": ("recorded-file-not-found", "error"),  # file, reason (missing, outside)
    "DS482": ("archive-damaged", "error"),  # file, reason (changed, missing, form)
    "DS483": ("history-gap", "warning"),  # period
    "DS432": ("nothing-to-score", "error"),
    "DS450": ("nothing-to-check", "error"),  # file
    "DS451": ("no-such-code", "error"),  # value, nearest
    "DS452": ("fix-changes-meaning", "warning"),
    "DS453": ("lists-left-out", "warning"),  # names
    "DS431": ("history-passed-over", "info"),  # reason (rulebook, period, provisional)
    "DS433": ("side-by-side", "error"),  # first, second (the two columns)
    "DS434": ("cross-table", "error"),  # items
    "DS435": ("unnamed-column", "error"),  # letters, missing
    "DS436": ("wrong-separator", "error"),  # separator, width
    "DS437": ("named-otherwise", "info"),  # found (csv, xlsx, xls, parquet), suffix
    "DS438": ("reader-missing", "error"),  # found, extra
    "DS439": ("log-twice", "error"),  # file, other
    # DS5xx: cases of a rulebook
    "DS501": ("case-differs", "error"),  # case, member, what, name, expected, found
    "DS502": ("case-unreadable", "error"),  # case, problem (told-twice, no-case, no-member, not-a-posting), value
    "DS503": ("no-cases", "error"),  # file
    "DS504": ("coverage-too-low", "error"),  # percent, least
    "DS505": (
        "cannot-update",
        "error",
    ),  # case, member, what, reason (sheet, shape, finding, not-exact, place, posting)
    "DS506": ("cannot-capture", "error"),  # member, reason (findings, differs)
    # DS6xx: results
    "DS601": ("no-grade-fits", "warning"),  # member, total, name (of the set), ref
    "DS602": ("no-band-fits", "warning"),  # member, total, name (of the set), ref
    "DS603": ("tie-at-border", "error"),  # name, places, members
    "DS604": ("history-missing", "warning"),  # member, period, needed_by
    "DS605": ("unstated-row", "warning"),  # member, name, ref
    "DS606": ("overflow", "error"),  # node
    "DS607": ("value-missing", "error"),  # member, measure, node
    "DS609": ("too-few-marks", "error"),  # member, node, found, needed
    "DS610": ("judge-twice", "error"),  # member, node, value
    "DS611": ("no-ratio", "error"),  # member, node, value
    "DS612": ("nothing-to-carry", "error"),  # member, period, needed_by
    "DS608": ("two-values", "error"),  # member, measure
}
