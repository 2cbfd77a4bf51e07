"""`dutyscore schema [KIND]`: JSON Schema (draft 7) of what people write and programs print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from dutyscore.cli.asked import Formats, Where
from dutyscore.cli.shell import Code, Shell

if TYPE_CHECKING:
    from dutyscore.output.wording import Wording
    from dutyscore.rulebook.json_forms import Schema
    from dutyscore.rulebook.json_schema import Generator, Texts

FORMATS: Final = Formats(("json",), ("json",))
KINDS: Final = ("rulebook", "cases", "result", "diagnostic", "diff")
"""What there is a schema of; the first is meant where nothing is written."""

KindWord = Annotated[str, typer.Argument(metavar="[KIND]", help="kind", show_default=False)]


def command(shell: Shell, where: Where, kind: KindWord = KINDS[0]) -> int:
    import json

    from dutyscore.cli import writing
    from dutyscore.cli.tell import tell_trouble
    from dutyscore.cli.terminal import paper_of, tell, write_out
    from dutyscore.cli.trouble import Trouble
    from dutyscore.cli.usage import bad_choice

    trouble = Trouble()
    trouble.complain([*shell.complaints, *bad_choice(shell.wording, "KIND", kind, KINDS)])
    if where.format and where.format not in FORMATS.printed:
        trouble.find([writing.unknown_format(where.format, FORMATS.printed)], Code.usage)
    targets, findings = writing.targets(where.outputs, FORMATS.written)
    trouble.find(findings, Code.usage)
    trouble.find(writing.obstacles(targets, (), where.force))
    if not trouble.code:
        ascii_only = not targets and paper_of(shell.wording.language, shell.color).ascii
        text = json.dumps(schema_of(kind, told_in(shell.wording)), ensure_ascii=ascii_only, indent=2) + "\n"
        if not targets:
            write_out(text.encode())
        elif not where.dry_run:
            trouble.find(writing.write([(target.path, text.encode()) for target in targets], where.force))
        if targets and not trouble.code and not shell.quiet:
            key = "run.would_write_file" if where.dry_run else "run.wrote_file"
            tell([shell.wording(key, file=target.path) for target in targets])
    tell_trouble(trouble.complaints, trouble.findings, shell, "summary")
    return trouble.code


def schema_of(kind: str, texts: Texts) -> Schema:
    """The schema of one of `KINDS`."""
    return documents(texts)[kind][1]


def documents(texts: Texts) -> dict[str, tuple[Generator, Schema]]:
    """Every schema, and the generator that made it."""
    from dutyscore.cli.schema_diff import DiffForm
    from dutyscore.cli.schema_forms import FORMS
    from dutyscore.rulebook.json_schema import Generator, cases_document, rulebook_document

    rulebook, cases = Generator(texts, dated=True), Generator(texts)
    made = {"rulebook": (rulebook, rulebook_document(rulebook)), "cases": (cases, cases_document(cases))}
    for kind, form in {**FORMS, "diff": DiffForm}.items():
        generator = Generator(texts, nulls=True)
        made[kind] = generator, generator.document(kind, form)
    return made


def told_in(wording: Wording) -> Texts:
    """Title and description of a model or key in one language. Keys that mean the same everywhere stand under `any`."""

    def told(key: str) -> tuple[str, str] | None:
        name = key.partition(".")[2]
        wanted = (f"schema.{key}", f"schema.any.{name}") if name else (f"schema.{key}.self", f"schema.{key}")
        found = next((text for text in (wording.find(each, {}) for each in wanted) if text), "")
        title, _, description = found.partition(" | ")
        return (title, description) if description else None

    return told
