"""What `dutyscore template` makes: reads what it needs, makes each file by its suffix, writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import field

from dutyscore.cli import discover, inputs, writing
from dutyscore.cli.asked import HowToRead
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.tell import tell_trouble
from dutyscore.cli.terminal import tell
from dutyscore.cli.trouble import Trouble
from dutyscore.cli.values import Values
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import RulebookStamp
from dutyscore.output.views.template import Form, template_form
from dutyscore.rulebook.load import Loaded, load_rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import DIGEST_PROPERTY, RULEBOOK_PROPERTY, Input, Options, read_logs

LOGS, RULEBOOKS = (".xlsx", ".csv"), (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asks for, as typed."""

    outputs: tuple[str, ...]
    rules: str = ""
    roster: str = ""
    draft: str = ""
    map: str = ""
    reading: HowToRead = field(default_factory=HowToRead)
    force: bool = False
    dry_run: bool = False

    @property
    def log(self) -> str:
        """The log that a draft or a map is made of."""
        return self.draft or self.map


def make(wanted: Wanted, shell: Shell) -> int:
    """The whole run; the exit code."""
    trouble = Trouble()
    trouble.complain([*shell.complaints, *_complaints(wanted, shell)])
    maker = _Maker(wanted, shell, trouble)
    contents = [] if trouble.code else maker.contents()
    if not trouble.code and not wanted.dry_run:
        trouble.find(writing.write(contents, wanted.force))
    if not trouble.code and not shell.quiet:
        key = "run.would_write_file" if wanted.dry_run else "run.wrote_file"
        tell([shell.wording(key, file=path) for path, _ in contents])
    tell_trouble(trouble.complaints, trouble.findings, shell, "summary")
    return trouble.code


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _complaints(wanted: Wanted, shell: Shell) -> list[str]:
    said = []
    if not wanted.outputs:
        said.append(shell.wording("usage.missing", name="-o FILE"))
    if wanted.draft and wanted.map:
        said.append(shell.wording("usage.template_one_kind"))
    if wanted.log and not all(_suffix(path) in RULEBOOKS for path in wanted.outputs):
        said.append(shell.wording("usage.template_yaml"))
    twice = writing.given_twice(wanted.outputs)
    return [*said, *(shell.wording("usage.output_twice", file=path) for path in twice)]


@dataclass(slots=True)
class _Maker:
    """Makes the files of a run. What is wrong on the way is trouble."""

    wanted: Wanted
    shell: Shell
    trouble: Trouble
    options: Options = field(default_factory=Options)

    def contents(self) -> list[tuple[str, bytes]]:
        """Each file with its bytes; nothing once there is trouble."""
        makers = [(path, self._maker_of(path)) for path in self.wanted.outputs]
        values = Values(self.shell.wording)
        self.options = values.options(self.wanted.reading)
        self.trouble.complain(values.complaints)
        read = self._inputs()
        self._complain_of_unused(read)
        targets = [writing.Target(path, "") for path in self.wanted.outputs]
        names = [one.name for key, one in read.items() if key != inputs.STDIN]
        self.trouble.find(writing.obstacles(targets, names, self.wanted.force))
        if self.trouble.code:
            return []
        made = [(path, maker(read)) for path, maker in makers if maker]
        return [(path, data) for path, data in made if data is not None]

    def _complain_of_unused(self, read: dict[str, Input]) -> None:
        """Options of reading that no file is there for, once every table can be read."""
        tables = [[path] if path else [] for path in (self.wanted.log, self.wanted.roster)]
        if all(path in read for paths in tables for path in paths):
            log, roster = ([read[path] for path in paths] for paths in tables)
            unused = inputs.unused(self.wanted.reading.sheet, self.wanted.reading.encoding, log, roster)
            self.trouble.complain([self.shell.wording(f"usage.unused.{option}") for option in unused])

    def _maker_of(self, path: str) -> Callable[[dict[str, Input]], bytes | None] | None:
        if _suffix(path) in LOGS:
            return self._workbook if _suffix(path) == ".xlsx" else self._csv
        if _suffix(path) in RULEBOOKS:
            return self._draft if self.wanted.draft else self._map if self.wanted.map else self._starter
        allowed = (*LOGS, *RULEBOOKS)
        self.trouble.find([writing.unknown_format(_suffix(path) or path, allowed, path)], Code.usage)
        return None

    def _inputs(self) -> dict[str, Input]:
        """The files that were named, by what was typed, and the rulebook under the empty name."""
        found: dict[str, Input] = {}
        for path in (self.wanted.roster, self.wanted.log):
            if path:
                self._take(path, path, found)
        if self.wanted.map or any(_suffix(path) in LOGS for path in self.wanted.outputs):
            log = [self.wanted.log] if self.wanted.log else []
            logs = [found[path] for path in log if path in found]
            book = discover.find(self.wanted.rules, log, logs, os.environ)
            if isinstance(book, Diagnostic):
                self.trouble.find([book] if self.wanted.rules or len(logs) == len(log) else [])  # the log might tell
            else:
                self._take("", book, found)
        return found

    def _take(self, key: str, path: str, found: dict[str, Input]) -> None:
        read = inputs.read(path)
        if isinstance(read, Diagnostic):
            self.trouble.find([read])
        else:
            found[key] = read

    def _loaded(self, read: dict[str, Input]) -> Loaded | None:
        loaded = load_rulebook(read[""].data, read[""].name)
        if loaded.rulebook is None:
            self.trouble.find(loaded.findings)
            return None
        return loaded

    def _form(self, read: dict[str, Input]) -> tuple[Form, dict[str, str]] | None:
        """The template as data, and the properties that a workbook of it carries."""
        loaded = self._loaded(read)
        if loaded is None or loaded.rulebook is None:
            return None
        book, roster = loaded.rulebook, None
        if self.wanted.roster:
            reading = read_logs((), read[self.wanted.roster], vocabulary(book), self.options)
            self.trouble.find(reading.findings)
            roster = reading.roster
        stamp = RulebookStamp(
            book.rulebook, book.version, book.title, loaded.text.file, loaded.digest, book.subject, book.source.text
        )
        carried = {RULEBOOK_PROPERTY: stamp.id, DIGEST_PROPERTY: stamp.digest}
        return None if self.trouble.code else (template_form(book, stamp, roster, self.shell.wording), carried)

    def _workbook(self, read: dict[str, Input]) -> bytes | None:
        from dutyscore.output.formats import template_xlsx

        made = self._form(read)
        return None if made is None else template_xlsx.write(*made)

    def _csv(self, read: dict[str, Input]) -> bytes | None:
        from dutyscore.output.formats import template_csv

        made = self._form(read)
        return None if made is None else template_csv.write(made[0])

    def _starter(self, read: dict[str, Input]) -> bytes | None:
        from dutyscore.output.views.template_yaml import starter

        return starter(self.shell.wording).encode()

    def _draft(self, read: dict[str, Input]) -> bytes | None:
        from dutyscore.output.views.template_yaml import draft_text
        from dutyscore.tables.mapping_seen import seen_log

        log = read[self.wanted.draft]
        seen, findings = seen_log(log, self.options)
        self.trouble.find(findings)
        return None if seen is None else draft_text(log.name, seen, self.shell.wording).encode()

    def _map(self, read: dict[str, Input]) -> bytes | None:
        from dutyscore.output.views.template_yaml import map_text
        from dutyscore.tables.mapping_seen import seen_headers

        loaded = self._loaded(read)
        if loaded is None or loaded.rulebook is None:
            return None
        words = vocabulary(loaded.rulebook)
        seen, findings = seen_headers(read[self.wanted.map], words, self.options)
        self.trouble.find(findings)
        if self.trouble.code:
            return None
        return map_text(loaded.rulebook.rulebook, seen, words, self.shell.wording).encode()


__all__: Sequence[str] = ["Wanted", "make"]
