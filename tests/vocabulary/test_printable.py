"""Nothing that is shown moves the cursor, turns the line around, or hides."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.errors import CorpusError
from touchstone.vocabulary.printable import json_escaped, printable

HIDDEN = {
    "escape": "\x1b", "line feed": "\n", "return": "\r", "delete": "\x7f", "C1, start of a command": "\x9b",
    "next line": "\x85", "right to left override": "\u202e", "isolate": "\u2067", "end of isolate": "\u2069",
    "right to left mark": "\u200f", "Arabic letter mark": "\u061c", "zero width space": "\u200b", "no break": "\ufeff",
    "word joiner": "\u2060", "soft hyphen": "\u00ad", "line separator": "\u2028", "paragraph separator": "\u2029",
    "tag": "\U000e0041", "half of a pair": "\ud800", "Hangul filler": "\u3164", "grapheme joiner": "\u034f",
    "variation selector": "\U000e0101", "joiner after a letter of ASCII": "\u200d", "annotation": "\ufffb",
}  # fmt: skip


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_a_hidden_character_is_an_escape(hidden):
    shown = printable(f"a{hidden}b.mp4")
    assert shown == f"a{hidden.encode('unicode_escape').decode()}b.mp4"
    assert shown.isascii()
    assert str(CorpusError(f"no such file: a{hidden}b")).replace("\n", "\\n") == printable(f"no such file: a{hidden}b")


@pytest.mark.parametrize(
    "text", ["Größe.mp4", "می\u200cخواهم", "👨\u200d👩\u200d👧", "❤\ufe0f", "日本語　x", "a b", "नमस्ते", "e\u0301"]
)
def test_words_and_pictures_stay(text):
    assert printable(text) == text


@given(st.text())
def test_nothing_hidden_is_left_but_what_joins_and_showing_twice_is_showing_once(text):
    shown = printable(text)
    assert printable(shown) == shown
    assert not {unicodedata.category(c) for c in set(shown) - set("\u200c\u200d")} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    shown.encode()


@given(
    st.recursive(st.text() | st.sampled_from([*HIDDEN.values()]), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_json_means_the_same_and_can_be_shown(value):
    text = json_escaped(json.dumps(value, ensure_ascii=False, indent=2))
    assert json.loads(text) == value
    assert not {unicodedata.category(c) for c in set(text) - {"\n"}} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    text.encode()
