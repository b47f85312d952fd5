"""Columns that hold no number, and numbers that are too large: the message says which and what."""

import pytest
from tests.scores.conftest import Place

from touchstone.vocabulary.errors import TableError

COUNT = 30


def table_of(place: Place, name: str, cell: str):
    rows = [f"v{i}.mp4,{('real', 'fake')[i % 2]},{cell}" for i in range(COUNT)]
    return place.file("s.csv", "\n".join([f"video,label,{name}", *rows]) + "\n")


@pytest.mark.parametrize("cell", ["NaN", "nan", " nan"])
@pytest.mark.parametrize("name", ["x", "xception", "answer_of_meso"])
def test_a_column_of_nan_is_named(place, name, cell):
    with pytest.raises(TableError, match=f"of which '{name}' holds no number in any row; say --map p_fake=COLUMN"):
        place.read(table_of(place, name, cell))


def test_columns_of_words_and_numbers_are_not(place):
    with pytest.raises(TableError, match="no column of scores") as error:
        place.read(table_of(place, "x", "7"))
    assert "no number" not in str(error.value)


@pytest.mark.parametrize("name", ["p_fake", "score", "prob"])
def test_a_score_without_any_number_is_not_blamed_on_the_labels(place, name):
    with pytest.raises(TableError, match="no row holds a score") as error:
        place.read(table_of(place, name, ""))
    assert str(error.value).endswith("if another column holds the scores, say --map p_fake=COLUMN")


@pytest.mark.parametrize("digits", ["9" * 400, "9" * 6000, "-" + "9" * 6000, "1e999"])
def test_a_label_of_too_many_digits_is_described_and_not_quoted(place, digits):
    rows = [f'{{"video": "v{i}", "label": {digits if i == 3 else i % 2}, "p_fake": 0.{i + 1}}}' for i in range(9)]
    with pytest.raises(TableError, match="entry 4: column 'label' holds a number larger than any that can be stored") as error:
        place.read(place.file("s.json", f"[{', '.join(rows)}]"))
    assert "inf" not in str(error.value)
