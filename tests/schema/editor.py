"""YAML as an editor sees it: the core rules of YAML 1.2, and mappings whose keys are texts."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import yaml


class _Core(yaml.SafeLoader):
    """Numbers, true, false and null; dates and `yes` stay texts, keys too."""

    yaml_implicit_resolvers: ClassVar[Any] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


def _whole(loader: Any, node: Any) -> Any:
    return int(node.value)


_Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false|True|False)$"), list("tTfF"))
_Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789"))
_Core.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)  # fmt: skip
_Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Core.add_constructor("tag:yaml.org,2002:int", _whole)


def _mapping(loader: Any, node: Any) -> Any:
    return loader.construct_mapping(node)


_Core.add_constructor("tag:yaml.org,2002:map", _mapping)


def seen(text: str) -> Any:
    """What an editor makes of a text."""
    return yaml.load(text, _Core)  # noqa: S506
