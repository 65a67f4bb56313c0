"""Which language a text is in, offline; ``None`` where it cannot be told."""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import Any, Final

ENGLISH: Final = "en"
LEAST_SURE: Final = 0.6  # probability below which the model's answer is not told
FEWEST_LETTERS: Final = 20
MOST_READ: Final = 2000  # characters; more would not change the answer
# A text in which every sixth word is one of these is English; nothing else needs asking.
_ENGLISH_WORDS: Final = re.compile(
    r"\b(?:the|of|and|to|in|that|is|are|for|with|by|on|its|has|which|from|their|not|be|it)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+")
_ENGLISH_SHARE: Final = 1 / 6
# Scripts that one language alone writes here; kana come first because Japanese has Han as well.
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
_SCRIPT_SHARE: Final = 0.3


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or ``None`` where it cannot be told.

    By its script, then by the share of the commonest English words, then by a model (py3langid)
    where it is installed and sure.
    """
    read = text[:MOST_READ]
    letters = sum(letter.isalpha() for letter in read)
    if not letters:
        return None
    for language, script in _SCRIPTS:
        if not read.isascii() and len(script.findall(read)) >= _SCRIPT_SHARE * letters:
            return language
    if letters < FEWEST_LETTERS:
        return None
    words = len(_WORD.findall(read))
    if len(_ENGLISH_WORDS.findall(read)) >= _ENGLISH_SHARE * words:
        return ENGLISH
    return _by_model(read)


def _by_model(text: str) -> str | None:
    model = _model()
    if model is None:
        return None
    language, probability = model.classify(text)
    return str(language) if probability >= LEAST_SURE and len(language) == 2 else None


@cache
def _model() -> Any:
    try:
        module = importlib.import_module("py3langid.langid")
    except ImportError:
        return None
    return module.LanguageIdentifier.from_model_file(module.MODEL_FILE, norm_probs=True)
