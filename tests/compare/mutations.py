"""Small changes of a rulebook such as offices make: one value, one line, one clause."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

from dutyscore.model.exact import decimal_text, parse_decimal

Data = dict[str, Any]


def nodes(data: Data) -> Iterator[tuple[dict[str, Any], str]]:
    """Every node with the mapping it stands in."""
    waiting = [data["categories"]]
    while waiting:
        container = waiting.pop()
        for name, node in container.items():
            yield container, name
            waiting += [node[key] for key in ("groups", "items") if key in node]


def mutated(data: Data, dice: random.Random) -> tuple[str, Data]:
    """The name of a mutation that fits, and the data after it; the data as it was where it found nothing to do."""
    changed = deepcopy(data)
    mutation = dice.choice(MUTATIONS)
    mutation(changed, dice)
    return mutation.__name__, changed


def _other(dice: random.Random, text: str) -> str:
    """Another number near the one written."""
    value = parse_decimal(text) or Fraction(0)
    return decimal_text(
        value + dice.choice((1, -1, 2, -2, 5, -5)) * dice.choice((Fraction(1), Fraction(1), Fraction(1, 2)))
    )


def _numbers(part: Any) -> list[tuple[Any, Any]]:
    """Every number below a part, as (container, key)."""
    found = []
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in pairs:
        if isinstance(value, str) and parse_decimal(value) is not None:
            found.append((part, key))
        else:
            found += _numbers(value)
    return found


def points(data: Data, dice: random.Random) -> None:
    """A number of a score."""
    scores = [number for container, name in nodes(data) for number in _numbers(container[name].get("score", {}))]
    if scores:
        container, key = dice.choice(scores)
        container[key] = _other(dice, container[key])


def cap(data: Data, dice: random.Random) -> None:
    """A cap or floor: another number, gone, or new."""
    container, name = dice.choice(list(nodes(data)))
    node, key = container[name], dice.choice(("max", "max", "max", "min"))
    if key in node and dice.random() < 0.3:
        del node[key]
    elif key in node and _numbers({key: node[key]}):
        place, inner = dice.choice(_numbers({key: node[key]}))
        if place.keys() == {key} and not isinstance(node[key], dict):
            node[key] = _other(dice, node[key])
        else:
            place[inner] = _other(dice, place[inner])
    else:
        node[key] = dice.choice(("10", "4", {"month": "5"}, {"quarter": "6", "year": "12"}, "0"))


def pick(data: Data, dice: random.Random) -> None:
    """A choice: gone, new, or another number of best ones."""
    items = [container[name] for container, name in nodes(data) if "score" in container[name]]
    node = dice.choice(items)
    if "pick" in node:
        node.pop("pick")
    else:
        keep = dice.choice(("highest", "first", "largest_deduction", {"best": "2"}))
        node["pick"] = {"keep": keep, "per": dice.choice(("month", "quarter", "year"))}


def start(data: Data, dice: random.Random) -> None:
    """Counting from the n-th occurrence on."""
    items = [container[name] for container, name in nodes(data) if "score" in container[name]]
    node = dice.choice(items)
    node["starting"] = {"nth": dice.choice(("2", "3")), "per": dice.choice(("month", "year"))}


def line(data: Data, dice: random.Random) -> None:
    """A line of the grades, of requirements, vetoes or lists."""
    parts = [data[key] for key in ("grades", "bands", "requirements", "vetoes", "lists") if data.get(key)]
    numbers = [number for part in parts for number in _numbers(part)]
    if numbers:
        container, key = dice.choice(numbers)
        container[key] = _other(dice, container[key])


def gone(data: Data, dice: random.Random) -> None:
    """An item is taken out."""
    found = [(container, name) for container, name in nodes(data) if "score" in container[name] and len(container) > 1]
    if found:
        container, name = dice.choice(found)
        del container[name]


def fresh(data: Data, dice: random.Random) -> None:
    """A new item."""
    groups = [container[name] for container, name in nodes(data) if container[name].get("items")]
    score = dice.choice(({"each": "3"}, {"each": "-2"}, {"fixed": "5"}))
    dice.choice(groups)["items"]["fresh_item"] = {"name": "新增项目", "ref": "新", "score": score}


def moved(data: Data, dice: random.Random) -> None:
    """An item goes to another group."""
    found = [(container, name) for container, name in nodes(data) if "score" in container[name] and len(container) > 1]
    groups = [container[name] for container, name in nodes(data) if container[name].get("items")]
    if not found:
        return
    container, name = dice.choice(found)
    target = dice.choice(groups)["items"]
    if target is not container:
        target[name] = container.pop(name)


def called(data: Data, dice: random.Random) -> None:
    """Another name, with or without the old one as an alias."""
    items = [container[name] for container, name in nodes(data) if "score" in container[name]]
    node = dice.choice(items)
    if dice.random() < 0.5:
        node["aliases"] = [
            *([node["aliases"]] if isinstance(node.get("aliases"), str) else node.get("aliases", [])),
            node["name"],
        ]
    node["name"] = f"{node['name']}之二"


def said(data: Data, dice: random.Random) -> None:
    """A clause or a title."""
    container, name = dice.choice(list(nodes(data)))
    container[name]["ref"] = "第九十九条"


def bounds(data: Data, dice: random.Random) -> None:
    """The bounds or choices of a field."""
    name = dice.choice(list(data["fields"]))
    field = data["fields"][name]
    if field["type"] == "choice":
        if dice.random() < 0.5:
            field["choices"] = [*field["choices"], "另一种"]
        elif len(field["choices"]) > 1:
            field["choices"] = field["choices"][:-1]
    elif field["type"] == "number":
        field[dice.choice(("min", "max"))] = dice.choice(("0", "1", "5", "50"))


def who(data: Data, dice: random.Random) -> None:
    """Who or what a node is for."""
    choices = [(name, field["choices"]) for name, field in data["fields"].items() if field["type"] == "choice"]
    items = [container[name] for container, name in nodes(data) if "score" in container[name]]
    node = dice.choice(items)
    if "when" in node:
        node.pop("when")
    elif choices:
        name, words = dice.choice(choices)
        node["when"] = {name: dice.choice((words[0], words[:2], {"not": words[0]}))}


MUTATIONS: tuple[Callable[[Data, random.Random], None], ...] = (
    points, points, points, points, points, cap, cap, cap, line, line, line, pick, start, gone, fresh, moved, called,
    said, bounds, who,
)  # fmt: skip
"""What offices change, points and lines most of all."""
