"""Text that is not UTF-8: the encodings of older spreadsheets, by what its bytes can be."""

from __future__ import annotations

import re

from touchstone.vocabulary.words import COLUMNS, LABELS, TRANSLATIONS, spelled_plainly

_WESTERN = re.compile(r"[\x20-\x7e\t\r\n\u00a0-\u00d6\u00d8-\u00ef\u00f1-\u00f6\u00f8-\u00fdß€‚„…†‰Š‹ŒŽ‘’“”•–—™š›œžŸ]*")
_POLISH = re.compile(r"[\x20-\x7e\t\r\n\u00a0-\u017f„”“’‘–—…€]*")
_CYRILLIC = re.compile(r"[\x20-\x7e\t\r\n\u00a0«»\u0400-\u045f№„“”’‘–—…€]*")
_EASTERN = re.compile(r"[\x20-\x7e\t\r\n\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff5e·…—–“”‘’℃％]*")
_KINDS = (
    ("cp1252", _WESTERN), ("gb18030", _EASTERN), ("shift_jis", _EASTERN), ("cp949", _EASTERN), ("big5", _EASTERN),
    ("cp1251", _CYRILLIC), ("cp1250", _POLISH), ("cp1254", re.compile(r"[\x20-\x7e\t\r\n\u00a0-\u017f„”“’‘–—…€]*")),
)  # fmt: skip
"""Encodings, and the characters that tables in them hold."""

_HEAD = 1 << 16
_WORDS = {word for words in (*COLUMNS.values(), *TRANSLATIONS.values(), LABELS) for word in words if not word.isascii()}
_BETWEEN = re.compile(r"[\s,;|\t\"]+")
_CELLS = re.compile(r"[,;|\t\"\r\n]+")


def decoded(data: bytes) -> tuple[str, str] | None:
    """Text that is not UTF-8, and its encoding; ``None`` where no usual one gives words.

    Of several that can be it, it is the one that gives most words of tables of scores; then that of which letters of eight bits
    stand alone, as in western Europe, and then the first of the East in which all bytes are letters.

    >>> decoded("Vidéo;Score".encode("cp1252")), decoded("视频,概率".encode("gbk")), decoded(bytes([255, 233, 44]))
    (('Vidéo;Score', 'cp1252'), ('视频,概率', 'gb18030'), None)
    """
    fitting: dict[str, str] = {}
    for encoding, letters in _KINDS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if letters.fullmatch(text):
            fitting[encoding] = text
    if not fitting:
        return None
    words = {encoding: _translated_words(text) for encoding, text in fitting.items()}
    best = max(words.values())
    likely = [encoding for encoding in fitting if words[encoding] == best]
    alone = _are_alone(data)
    chosen = next((e for e in likely if alone == (e in _OF_LETTERS)), likely[0])
    usual = alone == (chosen in _OF_LETTERS) and chosen not in _OF_WORDS
    return (fitting[chosen], chosen) if best or usual else None


_OF_WORDS = frozenset({"cp1251", "cp1250", "cp1254"})
"""Encodings in which nearly all bytes are letters: they count where their words are known."""

_OF_LETTERS = _OF_WORDS | {"cp1252"}


def _translated_words(text: str) -> int:
    """How many different cells or words at the beginning are those of tables in other languages."""
    head = text[:_HEAD]
    parts = {*_CELLS.split(head), *_BETWEEN.split(head)}
    return len({spelled_plainly(word) for word in parts if not word.isascii()} & _WORDS)


def _are_alone(data: bytes) -> bool:
    """Whether most letters of eight bits have none beside them, as in words of western Europe."""
    runs = re.findall(rb"[\x80-\xff]+", data[:_HEAD])
    return 2 * sum(len(run) == 1 for run in runs) > len(runs)
