"""A page of HTML that loads nothing: its frame, and the policy that holds a browser to that."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape


def page(
    title: str,
    language: str,
    style: str,
    body: Iterable[str],
    *,
    script: str = "",
    properties: Iterable[tuple[str, str]] = (),
) -> bytes:
    """The file. Only this style and this script run in it; `properties` are what it says of itself."""
    runs = f"script-src '{_hash(script)}'; " if script else ""
    policy = f"default-src 'none'; style-src '{_hash(style)}'; {runs}base-uri 'none'; form-action 'none'"
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{({"zh": "zh-CN"}).get(language, language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *(f'<meta name="{escaped(name)}" content="{escaped(value)}">' for name, value in properties),
        f"<title>{escaped(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *body,
        *([f"<script>{script}</script>"] if script else []),
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def escaped(text: str) -> str:
    return escape(text, quote=True)


def css_text(text: str) -> str:
    """Text for a string of a style sheet: only letters and digits stand for themselves."""
    return "".join(letter if letter.isalnum() else f"\\{ord(letter):06x} " for letter in text)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
