"""Changes that no office makes: a key, a word, a row or a whole section of one rulebook in the place of another's."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

from dutyscore.model.exact import decimal_text, parse_decimal
from tests.compare.mutations import nodes

Data = dict[str, Any]
Wild = Callable[[Data, random.Random, Data], None]
"""Changes the data in place; what it takes from elsewhere is from another rulebook."""
_FIXED = ("semantics", "version", "categories", "items", "groups", "fields", "name")
_NODE_KEYS = (
    "when", "for", "max", "min", "pick", "starting", "times", "repeat", "valid", "split", "need", "per_entry", "takes",
    "score", "others", "as_held", "booked_by", "window", "stages", "repairs",
)  # fmt: skip
_SECTIONS = ("measures", "requirements", "vetoes", "totals", "rankings", "standings", "lists")


def places(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, Any, tuple[Any, ...]]]:
    """Every value as (container, key, path)."""
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in list(pairs):
        yield part, key, (*path, key)
        yield from places(value, (*path, key))


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and parse_decimal(value) is not None


def number(data: Data, dice: random.Random, other: Data) -> None:
    """Any number, near or with the other sign."""
    container, key = dice.choice(
        [(c, k) for c, k, path in places(data) if _is_number(c[k]) and path[0] not in _FIXED[:2]]
    )
    value = parse_decimal(container[key]) or Fraction(0)
    container[key] = decimal_text(
        dice.choice((value + 1, value - 1, value + Fraction(1, 2), value - 5, value + 5, -value))
    )


def dropped(data: Data, dice: random.Random, other: Data) -> None:
    """Any key or element."""
    container, key = dice.choice([(c, k) for c, k, path in places(data) if len(path) > 1 and path[-1] != "name"])
    del container[key]


def word(data: Data, dice: random.Random, other: Data) -> None:
    """Something else that stands under the same key somewhere."""
    known: dict[Any, set[str]] = defaultdict(set)
    for source in (data, other):
        for container, key, _ in places(source):
            if not _is_number(container[key]):
                known[key].add(json.dumps(container[key], ensure_ascii=False))
    found = [(c, k) for c, k, path in places(data) if len(known[k]) > 1 and len(path) > 1 and k not in _FIXED]
    container, key = dice.choice(found)
    container[key] = json.loads(dice.choice(sorted(known[key])))


def shuffled(data: Data, dice: random.Random, other: Data) -> None:
    """The order of a list."""
    dice.shuffle(dice.choice([c[k] for c, k, _ in places(data) if isinstance(c[k], list) and len(c[k]) > 1]))


def grafted(data: Data, dice: random.Random, other: Data) -> None:
    """A key of a node comes from a node of the other book, or goes."""
    node = dice.choice([container[name] for container, name in nodes(data)])
    key = dice.choice(_NODE_KEYS)
    giving = [c[n] for c, n in nodes(other) if key in c[n] and ("score" in c[n]) == ("score" in node)]
    if giving and (key in node or dice.random() < 0.8):
        node[key] = deepcopy(dice.choice(giving)[key])
    else:
        node.pop(key, None)


def section(data: Data, dice: random.Random, other: Data) -> None:
    """An entry of a section, or the whole section."""
    key = dice.choice(_SECTIONS)
    mine, theirs = data.get(key), other.get(key)
    if isinstance(mine, dict) and isinstance(theirs, dict) and mine and theirs:
        mine[dice.choice(sorted(mine))] = deepcopy(theirs[dice.choice(sorted(theirs))])
    elif theirs and not mine:
        data[key] = deepcopy(theirs)
    else:
        data.pop(key, None)


def rows(data: Data, dice: random.Random, other: Data) -> None:
    """A row of grades or bands says what another one says, or goes."""
    key = dice.choice(("grades", "bands"))
    place = dice.randrange(len(data[key]))
    if other.get(key) and dice.random() < 0.6:
        data[key][place] = {**deepcopy(dice.choice(other[key])), "name": data[key][place]["name"]}
    else:
        data[key].pop(place)


def entries(data: Data, dice: random.Random, other: Data) -> None:
    """Which rows count."""
    key = dice.choice(("confirmed", "claimed", "excluded", "duplicate_of", "booked_by", "order_by"))
    data["entries"].pop(key, None)
    if key in other["entries"]:
        data["entries"][key] = deepcopy(other["entries"][key])


def called(data: Data, dice: random.Random, other: Data) -> None:
    """A word of an item goes from aliases to takes or back, a name becomes an alias, a word comes."""
    node = dice.choice([c[n] for c, n in nodes(data) if "score" in c[n] and "items" not in c[n]])
    words = {
        key: [node[key]] if isinstance(node.get(key), str) else list(node.get(key, [])) for key in ("aliases", "takes")
    }
    one, two = dice.sample(("aliases", "takes"), 2)
    if words[one] and dice.random() < 0.6:
        words[two].append(words[one].pop())
    elif dice.random() < 0.5:
        words["aliases"].append(node["name"])
        node["name"] += "新"
    else:
        words[one].append(dice.choice(("新词", "提案", "学习")))
    node |= words
    for key in [key for key in words if not words[key]]:
        del node[key]


WILD: tuple[Wild, ...] = (
    number, number, dropped, dropped, word, word, shuffled, grafted, grafted, grafted, section, rows, entries, called,
    called,
)  # fmt: skip


def changed(data: Data, dice: random.Random, other: Data) -> tuple[str, Data]:
    """The name of a change that fits, and the data after it; the data as it was where it found nothing to do."""
    after = deepcopy(data)
    way = dice.choice(WILD)
    try:
        way(after, dice, other)
    except (IndexError, KeyError, TypeError):  # nothing of that kind in this book
        return way.__name__, data
    return way.__name__, after
