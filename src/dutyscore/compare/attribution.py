"""Whose doing is it: every step of every member's change is assigned to one change of the rules, exactly.

Inside a block of the tree the changes that touch it play a game in the sense of Shapley: a change is worth what it
adds, averaged over all orders in which the changes can be made. Blocks do not influence each other, so the
parts add up. With more than eight changes in a block, the one order of the report is used instead, and the outcome says
so. Fractions become steps by largest remainder; that the parts sum to the change is checked for every member, always.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from itertools import combinations
from math import factorial, lcm

import numpy as np

from dutyscore.compare.blocks import Blocks, alone, blocks, touched, values
from dutyscore.compare.book import Book
from dutyscore.compare.mixture import Mixer
from dutyscore.model.arrays import Int64
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import Result
from dutyscore.rulebook.load import Loaded

MOST_PLAYERS = 8
Player = frozenset[int]
"""One change, or several that count as one."""
Coalition = frozenset[Player]
Score = Callable[[Loaded, frozenset[str] | None], Result | None]
"""Scores the logs by a book, only the entries with certain project words where they are given; the members of all
results are the same, in the same order."""


class NotWholeError(AssertionError):
    """The parts do not sum to the change: a fault of the program, never of a file."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """`steps[player]` (int64 per member) in the unit of the comparison. `ordered` are the changes that were taken in
    the order of the report because there were too many of them; `scorings` counts how often logs were scored."""

    steps: dict[Player, Int64]
    ordered: frozenset[int]
    scorings: int


@dataclass
class _Games:
    mixer: Mixer
    score: Score
    found: Blocks
    books: Sequence[Book]
    players: list[list[Player]]
    scale: Callable[[Result], int]
    known: dict[tuple[int, Coalition], Int64] = field(default_factory=dict)
    scorings: int = 0

    def worth(self, block: int, coalition: Coalition) -> Int64:
        return self.known[block, coalition]

    def needed(self, block: int) -> list[Coalition]:
        """The coalitions that have to be scored for a block: all of them, or those of the one order."""
        players = self.players[block]
        if len(players) > MOST_PLAYERS:
            return [frozenset(players[:size]) for size in range(1, len(players))]
        return [frozenset(chosen) for size in range(1, len(players)) for chosen in combinations(players, size)]

    def play(self) -> None:
        """Score every coalition that is needed, many blocks at once where they do not ask for different books."""
        waiting = [(block, coalition) for block in range(len(self.players)) for coalition in self.needed(block)]
        while waiting:
            batch, waiting = self._batch(waiting)
            if not self._run(batch):
                for request in batch:
                    if len(batch) == 1 or not self._run([request]):
                        self._one_player(request[0])
                waiting = [request for request in waiting if len(self.players[request[0]]) > 1]

    def _batch(
        self, waiting: list[tuple[int, Coalition]]
    ) -> tuple[list[tuple[int, Coalition]], list[tuple[int, Coalition]]]:
        """Requests that one book answers: it has each block's coalition and none of the block's other players."""
        made: set[Player] = set()
        left_out: set[Player] = set()
        taken, rest, seen = [], [], set()
        for block, coalition in waiting:
            others = set(self.players[block]) - coalition
            if block in seen or coalition & left_out or others & made:
                rest.append((block, coalition))
                continue
            made |= coalition
            left_out |= others
            seen.add(block)
            taken.append((block, coalition))
        return taken, rest

    def _run(self, batch: Sequence[tuple[int, Coalition]]) -> bool:
        numbers = [number for _, coalition in batch for player in coalition for number in player]
        book = self.mixer.book(numbers)
        if book is None:
            return False
        chosen = sorted({block for block, _ in batch})
        assert book.rulebook
        result = self.score(book, alone(self.found, chosen, (*self.books, Book(book, book.rulebook))))
        if result is None:
            return False
        self.scorings += 1
        found = values(result, self.found) * self.scale(result)
        for block, coalition in batch:
            self.known[block, coalition] = found[:, block]
        return True

    def _one_player(self, block: int) -> None:
        """A subset that is no valid rulebook: the changes of the block count as one."""
        merged = frozenset(number for player in self.players[block] for number in player)
        for players in self.players:
            if any(player & merged for player in players):
                kept = [player for player in players if not player & merged]
                joined = merged.union(*(player for player in players if player & merged))
                players[:] = [*kept, joined]


def attributed(
    mixer: Mixer,
    bonds: Mapping[int, frozenset[int]],
    score: Score,
    before: Result,
    after: Result,
    unit: Callable[[Result], int],
) -> Attribution:
    """Shapley values of the changes for every member. `unit` brings a result's steps to those of the comparison."""
    assert mixer.old.rulebook
    assert mixer.new.rulebook
    old, new = Book(mixer.old, mixer.old.rulebook), Book(mixer.new, mixer.new.rulebook)
    renamed = [(change.anchor.name, change.new) for change in mixer.changes if change.kind == "renamed"]
    found = blocks(old, new, renamed)
    one, two = values(before, found) * unit(before), values(after, found) * unit(after)
    players = _players(mixer, bonds, old, new, found)
    untouched = [block for block, own in enumerate(players) if not own and (one[:, block] != two[:, block]).any()]
    if untouched:  # something moved that nothing seems to touch: then everything may have touched everything
        everybody = [player for player in _all(bonds) if _gives_points(mixer, player)] or _all(bonds)
        players = [list(everybody) for _ in found.items]
    games = _Games(mixer, score, found, (old, new), players, unit)
    games.play()
    for block in range(len(found.items)):
        games.known[block, frozenset()] = one[:, block]
        games.known[block, frozenset(games.players[block])] = two[:, block]
    steps, ordered = _summed(games, len(before.totals))
    total = two.sum(axis=1) - one.sum(axis=1)
    _check(steps, total)
    return Attribution(steps, ordered, games.scorings)


def _all(bonds: Mapping[int, frozenset[int]]) -> list[Player]:
    return sorted(set(bonds.values()), key=min)


def _gives_points(mixer: Mixer, player: Player) -> bool:
    return any(change.proof.argument != "said_only" for change in mixer.changes if change.number in player)


def _players(
    mixer: Mixer, bonds: Mapping[int, frozenset[int]], old: Book, new: Book, found: Blocks
) -> list[list[Player]]:
    """For each block the changes that touch it, in the order of the report."""
    players: list[list[Player]] = [[] for _ in found.items]
    for change in mixer.changes:
        for block in touched(change, old, new, found):
            if bonds[change.number] not in players[block]:
                players[block].append(bonds[change.number])
    return players


def _summed(games: _Games, members: int) -> tuple[dict[Player, Int64], frozenset[int]]:
    """The shares of all blocks, as whole steps."""
    sizes = [len(players) for players in games.players if 0 < len(players) <= MOST_PLAYERS]
    common = lcm(*(factorial(size) for size in sizes)) if sizes else 1
    parts: dict[Player, Int64] = {}
    ordered: set[int] = set()
    for block, players in enumerate(games.players):
        if len(players) > MOST_PLAYERS:
            ordered.update(number for player in players for number in player)
        shares = _in_order(games, block) if len(players) > MOST_PLAYERS else _shapley(games, block)
        weight = common if len(players) > MOST_PLAYERS else common // factorial(len(players))
        for player, share in shares.items():
            parts[player] = parts.get(player, np.zeros(members, np.int64)) + share * weight
    return _whole_steps(parts, common), frozenset(ordered)


def _in_order(games: _Games, block: int) -> dict[Player, Int64]:
    players = games.players[block]
    return {
        player: games.worth(block, frozenset(players[: place + 1])) - games.worth(block, frozenset(players[:place]))
        for place, player in enumerate(players)
    }


def _shapley(games: _Games, block: int) -> dict[Player, Int64]:
    """Shares as multiples of 1 / (number of players)!."""
    players = games.players[block]
    size = len(players)
    shares = {}
    for player in players:
        others = [other for other in players if other != player]
        share = 0 * games.worth(block, frozenset())
        for count in range(size):
            weight = factorial(count) * factorial(size - count - 1)
            for chosen in combinations(others, count):
                coalition = frozenset(chosen)
                share = share + weight * (games.worth(block, coalition | {player}) - games.worth(block, coalition))
        shares[player] = share
    return shares


def _whole_steps(parts: dict[Player, Int64], denominator: int) -> dict[Player, Int64]:
    """Fractions of steps made whole: rounded down, and the missing steps go to the largest remainders."""
    if not parts:
        return {}
    players = sorted(parts, key=min)
    exact = np.stack([parts[player] for player in players], axis=1)
    whole, rest = exact // denominator, exact % denominator
    missing = rest.sum(axis=1) // denominator
    place = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1, kind="stable")
    steps = whole + (place < missing[:, None])
    return {player: steps[:, index] for index, player in enumerate(players)}


def _check(steps: Mapping[Player, Int64], total: Int64) -> None:
    summed = sum(steps.values(), 0 * total)
    if (summed != total).any():
        raise NotWholeError
