"""Which language to speak: --lang, DUTYSCORE_LANG, the locale, the language of Windows, else English."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

LANGUAGES: Final = ("zh", "en")
AUTO: Final = "auto"
_NEUTRAL = ("C", "POSIX")
_CHINESE = 0x04
"""Primary language of Chinese in a Windows language id."""


def choose(asked: str, environ: Mapping[str, str]) -> str:
    """The language to speak; a word that is no language is passed over here (and complained about elsewhere)."""
    for wanted in (asked, environ.get("DUTYSCORE_LANG", "")):
        if wanted in LANGUAGES:
            return wanted
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    if locale and locale.split(".")[0] not in _NEUTRAL:
        return "zh" if locale.lower().startswith(("zh", "chinese")) else "en"
    return "zh" if _windows_speaks_chinese() else "en"


def _windows_speaks_chinese() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return int(ctypes.windll.kernel32.GetUserDefaultUILanguage()) & 0x3FF == _CHINESE
