"""One spelling for what people write in many: header words, words of the rulebook, names; and the nearest known one.

Only differences that nobody means are folded (width, blanks, invisible characters, middle dots). Nothing is guessed:
what does not fold together is unknown, and the nearest word is a suggestion.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･．", "·"))
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|【[^】]*】|〔[^〕]*〕|〈[^〉]*〉|《[^》]*》|<[^>]*>")
_LOOKALIKES = str.maketrans("OoQDlI|ZzSs", "00001112255")
_MOST_SUGGESTIONS = 50


def _unseen(char: str) -> bool:
    """Blanks, format characters, variation selectors. Private-use and control characters are seen, as a box."""
    return (
        char.isspace()
        or unicodedata.category(char) in ("Cf", "Zs", "Zl", "Zp")
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )


def is_blank(text: str) -> bool:
    """Whether nothing can be seen."""
    return not text or (not text[0].isalnum() and all(map(_unseen, text)))


def _is_plain(text: str) -> bool:
    """Whether a text is all visible ASCII."""
    return text.isascii() and text.isprintable() and " " not in text


def without_unseen(text: str) -> str:
    if _is_plain(text):
        return text
    return "".join(char for char in text if not _unseen(char))


def visible(text: str) -> str:
    """The text without its invisible characters; blanks inside it stay."""
    if _is_plain(text):
        return text
    return "".join(char for char in text if char == " " or char == "\u3000" or not _unseen(char))


def unseen_marks(text: str) -> list[str]:
    """The code points of the invisible characters of a text that are no blanks, as U+200B."""
    if text.isalnum():
        return []
    marks = dict.fromkeys(char for char in text if _unseen(char) and not char.isspace())
    return [f"U+{ord(char):04X}" for char in marks]


def narrow(text: str) -> str:
    """Full-width ASCII and the ideographic blank in their usual width; nothing else, so that 5² does not become 52."""
    return text if text.isascii() else text.translate(_WIDE)


def trimmed(text: str) -> str:
    """The text itself, composed (NFC), without blanks and invisible characters around it."""
    if text.isalnum():
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    start, end = 0, len(text)
    while start < end and _unseen(text[start]):
        start += 1
    while end > start and _unseen(text[end - 1]):
        end -= 1
    return unicodedata.normalize("NFC", text[start:end])


def word_key(text: str) -> str:
    """Key of an item, a choice, yes and no: NFKC without blanks and invisible characters."""
    return without_unseen(unicodedata.normalize("NFKC", text))


@lru_cache(1 << 17)
def name_key(text: str) -> str:
    """Key of a member's id or name: NFC, usual width, no blanks, no invisible characters, one kind of middle dot."""
    if _is_plain(text):
        return text
    return without_unseen(narrow(unicodedata.normalize("NFC", text).translate(_DOTS)))


def header_keys(text: str) -> tuple[str, str]:
    """Keys of a header word: as it stands (NFKC, no blanks, no asterisks, no case), and without bracketed remarks."""
    whole = word_key(text).replace("*", "").replace("※", "").casefold()
    return whole, _BRACKETS.sub("", whole) or whole


class Nearest:
    """Finds the known word that was probably meant; stops searching after many, because a search is slow.

    Words may differ in one character of two (题案 for 提案); names not, among them that is another person.
    """

    def __init__(self, known: Iterable[str], names: bool = False) -> None:
        self._cutoff = 0.6 if names else 0.5
        self._words = known
        self._left = _MOST_SUGGESTIONS

    @cached_property
    def _known(self) -> list[str]:
        return sorted(set(self._words))

    @cached_property
    def _lookalikes(self) -> dict[str, str]:
        return {narrow(word).translate(_LOOKALIKES): word for word in reversed(self._known)}

    def __call__(self, word: str) -> str:
        """The nearest known word; empty if none is close, or if two are equally so."""
        word = without_unseen(word)[:100]
        twin = self._lookalikes.get(narrow(word).translate(_LOOKALIKES))
        if twin is not None or self._left == 0:
            return twin or ""
        self._left -= 1
        found = get_close_matches(word, self._known, n=2, cutoff=self._cutoff)
        if len(found) == 2 and _likeness(word, found[0]) == _likeness(word, found[1]):
            return ""
        return found[0] if found else ""


def _likeness(word: str, known: str) -> object:
    return SequenceMatcher(None, known, word).ratio()
