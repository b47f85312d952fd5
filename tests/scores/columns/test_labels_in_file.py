"""A label that marks or methods say is called as the file calls these columns, and the option of a question names them."""

import shlex

import pytest
from tests.scores.conftest import labels_of

from touchstone.scores import parse_map
from touchstone.vocabulary.errors import TableError

COUNT = 40
FAKE = [bool(i % 2) for i in range(COUNT)]
P = [round(0.02 + (i * 7 % COUNT) * 0.02, 2) for i in range(COUNT)]
FORMS = {
    "fake": (lambda f, _: int(f), "--map label=fake"),
    "genuine": (lambda f, _: int(not f), "--map label=genuine"),
    "is_real,is_fake": (lambda f, _: f"{int(not f)},{int(f)}", "--map label=is_fake"),
    "method": (
        lambda f, i: ("Swap", "Reenactment")[i % 4 > 2] if f else "youtube",
        "--map label=method --label-fake reenactment --label-fake swap",
    ),
}


@pytest.mark.parametrize("head", FORMS)
def test_the_option_of_a_label_that_equals_the_decision_names_a_column_of_the_file(place, head):
    cells, way = FORMS[head]
    rows = [f"v{i:02},{cells(f, i)},{('real', 'fake')[f]},{p}" for i, (f, p) in enumerate(zip(FAKE, P, strict=True))]
    path = place.file("s.csv", "\n".join([f"video,{head},predicted,score", *rows]))
    with pytest.raises(TableError, match="equals the decision 'predicted' in every row") as error:
        place.read(path)
    assert f"or say {way} if they are true" in str(error.value)
    words = shlex.split(way)
    found = place.read(path, columns=parse_map((words[1],)), label_fake=tuple(words[3::2]))
    assert labels_of(found) == {f"v{i:02}": ("real", "fake")[f] for i, f in enumerate(FAKE)}
