"""Finds binary floating point in Python source. Points are exact: int64 in steps, never a float on the way."""

import ast
import re
from collections.abc import Iterator

_DTYPE_NAME = re.compile(r"float(_|\d+)?")
_NUMPY_ALIASES = {"double", "single", "half", "longdouble"}
_DTYPE_TEXT = re.compile(r"[<>=|]?(float\d*|f[248])")
_DTYPE_WORDS = {"d", "e", "f", "g", *_NUMPY_ALIASES}  # only where a dtype is asked for: "half" is also a rounding
_FLOAT_BY_DEFAULT = {"zeros": 1, "ones": 1, "empty": 1, "identity": 1, "eye": 3}  # and where dtype stands


def floats(source: str) -> list[str]:
    """Each float in a module as `line: what`, in order.

    `isinstance(x, float)` asks in order to refuse, and a literal that is not calculated with (the cutoff of a search
    for similar words) touches no points: neither counts.
    """
    found = sorted({(node.lineno, what) for node, what in _walk(ast.parse(source))})
    return [f"{line}: {what}" for line, what in found]


def _walk(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt | ast.alias, str]]:
    yield from _here(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
        yield from _walk(node.args[0])
        return
    for child in ast.iter_child_nodes(node):
        yield from _walk(child)


def _here(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt | ast.alias, str]]:
    match node:
        case ast.Name(id="float"):
            yield node, "float"
        case ast.BinOp(left=ast.Constant(value=float(number))) | ast.BinOp(right=ast.Constant(value=float(number))):
            yield node, f"calculation with {number!r}"
        case ast.AugAssign(value=ast.Constant(value=float(number))):
            yield node, f"calculation with {number!r}"
        case ast.Constant(value=str(text)) if _DTYPE_TEXT.fullmatch(text):
            yield node, f"dtype {text!r}"
        case ast.Attribute(attr=name) if _DTYPE_NAME.fullmatch(name):
            yield node, f".{name}"
        case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name) if name in _NUMPY_ALIASES:
            yield node, f".{name}"
        case ast.alias(name=name) if _DTYPE_NAME.fullmatch(name):
            yield node, f"import {name}"
        case ast.keyword(arg="dtype", value=ast.Constant(value=text) as value) if text in _DTYPE_WORDS:
            yield value, f"dtype {text!r}"
        case ast.Call(func=ast.Attribute(attr="astype" | "dtype" | "view"), args=[ast.Constant(value=text), *_]) if (
            text in _DTYPE_WORDS
        ):
            yield node, f"dtype {text!r}"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=name)) if name in _FLOAT_BY_DEFAULT:
            by_name = any(word.arg in ("dtype", None) for word in node.keywords)
            if len(node.args) <= _FLOAT_BY_DEFAULT[name] and not by_name:
                yield node, f"{name}() without dtype"
