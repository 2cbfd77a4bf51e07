"""Classes are those of the standard library, made faster."""

from __future__ import annotations

import copy
import dataclasses
import operator
import pickle
from typing import Any

import pytest

from dutyscore.model import frozen


def pair(way: Any) -> Any:
    @way(frozen=True, slots=True)
    class Pair:
        """Two things."""

        left: int
        right: str = "r"
        rest: list[int] = dataclasses.field(default_factory=list, compare=False, repr=False)

    return Pair


Pair, Standard = pair(frozen.dataclass), pair(dataclasses.dataclass)
Pair.__qualname__, Pair.__module__ = "Pair", __name__  # where pickle looks


@pytest.mark.parametrize("values", [(1,), (1, "x"), (2, "r", [3])])
def test_objects_are_as_those_of_the_standard_library(values: tuple[Any, ...]) -> None:
    mine, other = Pair(*values), Standard(*values)
    assert dataclasses.asdict(mine) == dataclasses.asdict(other)
    assert repr(mine) == repr(other).replace(Standard.__qualname__, "Pair")
    assert mine == Pair(*values)
    assert hash(mine) == hash(other)
    assert mine != other
    assert mine != Pair(7)
    assert [field.name for field in dataclasses.fields(Pair)] == [field.name for field in dataclasses.fields(Standard)]
    assert Pair.__slots__ == Standard.__slots__
    assert dataclasses.replace(mine, left=9) == Pair(9, mine.right)


def test_nothing_can_be_changed() -> None:
    made = Pair(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.left = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.left


def test_each_object_gets_its_own_default() -> None:
    assert Pair(1).rest is not Pair(1).rest


def test_wrong_arguments_are_refused_like_those_of_any_function() -> None:
    with pytest.raises(TypeError, match="left"):
        Pair()
    with pytest.raises(TypeError, match="middle"):
        Pair(1, middle=2)


def test_objects_travel() -> None:
    made = Pair(1, "x", [2])
    there = pickle.dumps(made)
    for other in (pickle.loads(there), copy.copy(made), copy.deepcopy(made)):  # noqa: S301
        assert (other.left, other.right, other.rest) == (1, "x", [2])


def test_what_a_class_brings_itself_stays() -> None:
    @frozen.dataclass(frozen=True)
    class Own:
        name: str

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    assert (hash(Own("a")), repr(Own("a"))) == (7, "own")
    assert Own("a") == Own("a")


def test_equality_may_stay_that_of_objects() -> None:
    @frozen.dataclass(frozen=True, eq=False)
    class Thing:
        name: str

    assert Thing("a") != Thing("a")


def counted(way: Any) -> Any:
    @way(slots=True)
    class Counted:
        """What can change."""

        name: str
        seen: list[int] = dataclasses.field(default_factory=list)
        size: int = 0

        def __post_init__(self) -> None:
            self.size = len(self.seen)

    return Counted


def test_classes_that_change_are_as_those_of_the_standard_library() -> None:
    mine, other = (counted(way)("a", [1, 2]) for way in (frozen.dataclass, dataclasses.dataclass))
    assert (mine.name, mine.seen, mine.size) == (other.name, other.seen, other.size) == ("a", [1, 2], 2)
    mine.name = "b"
    assert mine == type(mine)("b", [1, 2])
    assert dataclasses.replace(mine, seen=[]).size == 0
    for one in (mine, other):
        with pytest.raises(TypeError, match="unhashable"):
            hash(one)
        with pytest.raises(AttributeError):
            one.other = 1


def ranked(way: Any) -> Any:
    @way(frozen=True, order=True)
    class Ranked:
        """What has an order."""

        first: int
        second: str = ""
        beside: int = dataclasses.field(default=0, compare=False)

    return Ranked


def test_an_order_is_that_of_the_standard_library() -> None:
    rows = [(1, "b", 9), (1, "a", 0), (0, "c", 5), (1, "b", 1)]
    mine, other = ([made(*row) for row in rows] for made in map(ranked, (frozen.dataclass, dataclasses.dataclass)))
    assert [dataclasses.astuple(one) for one in sorted(mine)] == [dataclasses.astuple(one) for one in sorted(other)]
    for way in (operator.lt, operator.le, operator.gt, operator.ge):
        assert [way(one, mine[0]) for one in mine] == [way(one, other[0]) for one in other]
    with pytest.raises(TypeError):
        _ = mine[0] < other[0]


def test_the_first_objects_and_the_many_after_them_are_alike() -> None:
    mine, other = pair(frozen.dataclass), pair(dataclasses.dataclass)
    right: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        ((1,), {}), ((), {"left": 2}), ((3, "s"), {"rest": [4]}), ((5, "s", [6]), {}),
    ]  # fmt: skip
    wrong: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        ((), {}), ((1, "s", [], 4), {}), ((1,), {"left": 1}), ((1,), {"middle": 2}),
    ]  # fmt: skip
    for _ in range(12):
        for values, named in right:
            made, expected = mine(*values, **named), other(*values, **named)
            assert dataclasses.asdict(made) == dataclasses.asdict(expected)
        for values, named in wrong:
            with pytest.raises(TypeError):
                mine(*values, **named)


def test_what_follows_the_fields_is_done_for_the_first_objects_and_for_many() -> None:
    made = counted(frozen.dataclass)
    assert [made("a", [0] * number).size for number in range(40)] == list(range(40))
