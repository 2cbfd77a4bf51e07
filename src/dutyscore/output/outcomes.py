"""What build servers and pull requests are told: checks that passed or not, and notes beside lines. Views make them,
formats write them."""

from __future__ import annotations

from typing import Literal

from dutyscore.model.diagnostic import Severity
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a check did not pass: `failure` is a wrong outcome, `error` something that could not even be tried."""

    kind: Literal["failure", "error"]
    type: str
    message: str
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, in the group (a file) to which it belongs."""

    group: str
    name: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """One note: a title, and a text that may have several lines."""

    severity: Severity
    place: Place
    title: str
    text: str
