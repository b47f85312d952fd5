"""What a message quotes of a file is never endless, and can always be written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import LONGEST_MESSAGE, LONGEST_QUOTE, names_of, quoted, short_words, storable

ANY_TEXT = st.text(st.characters(), max_size=50).map(lambda text: text * 60)


@given(ANY_TEXT, ANY_TEXT)
def test_a_message_is_one_line_of_at_most_a_screen(first, second):
    said = str(TableError(f"s.csv, row 3: {first}{second}; correct it"))
    assert len(said) <= LONGEST_MESSAGE
    assert len(said.splitlines()) == 1
    assert said.startswith("s.csv, row 3: ")
    assert said.endswith("; correct it")
    said.encode()


def test_a_short_message_stays_as_it_is():
    assert str(TableError("s.csv, row 3: 'größer' is not a number")) == "s.csv, row 3: 'größer' is not a number"


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value, {"a": value}]
    return value


@pytest.mark.parametrize(
    "value",
    ["x" * 10**6, 10**5000, [10**5000], list(range(10**5)), {str(i): i for i in range(10**5)}, nested(2000), object(), None],
    ids=["text", "number", "number in a list", "list", "dict", "nested", "object", "nothing"],
)  # fmt: skip
def test_a_value_of_any_size_and_depth_is_quoted_in_few_characters(value):
    assert 0 < len(quoted(value)) <= LONGEST_QUOTE + 2


def test_a_list_that_holds_itself_is_quoted():
    value = []
    value.append(value)
    assert len(quoted(value)) <= LONGEST_QUOTE


@given(st.text(st.characters()))
def test_what_is_storable_can_be_written_and_says_the_same(text):
    storable(text).encode()
    if not any("\ud800" <= c <= "\udfff" for c in text):
        assert storable(text) == text


def test_of_many_names_the_first_are_listed():
    assert names_of(f"c{i}" for i in range(5)) == "c0, c1, c2, c3, c4"
    assert names_of((f"c{i}" for i in range(5000)), 3) == "c0, c1, c2 …"
    assert len(names_of(["x" * 10**6] * 50)) < 12 * (LONGEST_QUOTE + 3)


@given(st.text(st.characters(), max_size=60).map(lambda text: text * 40), st.integers(20, 400))
def test_no_word_is_longer_than_asked(text, most):
    cut = short_words(text, most)
    assert max(map(len, cut.split()), default=0) <= most
    words = text.split()
    if max(map(len, words), default=0) <= most:
        assert cut == text
    else:
        assert cut.split()[0][: most // 2] == words[0][: most // 2]
