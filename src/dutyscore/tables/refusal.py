"""Why a whole file cannot be read: raised deep inside a reader, turned into a finding where the file was opened."""

from __future__ import annotations

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place


class FileRefusedError(Exception):
    """Ends the reading of one file: the code and facts of the finding, and a line of the file (0 = all of it)."""

    def __init__(self, code: str, line: int = 0, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.facts = facts

    def finding(self, file: str) -> Diagnostic:
        return Diagnostic(self.code, Place(file, "", self.line), self.facts)
