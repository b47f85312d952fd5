"""Two columns that sum to 1, of which one is never the smaller: how sure a detector was, and what is left."""

import re
import shlex

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table, videos

from touchstone.scores import parse_map
from touchstone.vocabulary.errors import TableError

V = videos(60)
LOSER = np.round(1 - V.winner, 4)
PAIRS = [("pred_prob", "top2_prob"), ("a", "b"), ("a b", "a_b"), ("größe", "x=y"), ("p_first", "p_second")]


def file(place, cells):
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": V.names, "label": V.labels} | cells))
    return path


@pytest.mark.parametrize("names", PAIRS)
@pytest.mark.parametrize("turned", [False, True])
def test_the_question_offers_each_column_once_and_its_options_run(place, names, turned):
    cells = dict(zip(names, (V.winner, LOSER), strict=True))
    path = file(place, dict(reversed(cells.items())) if turned else cells)
    with pytest.raises(TableError, match="is the largest in each, so it says how sure the detector was") as error:
        place.read(path)
    offered = re.search(r"or ((?:--map \S+ |--map '[^']*' )+)for detectors", str(error.value))
    assert offered is not None
    pairs = shlex.split(offered[1])[1::2]
    assert sorted(pair.partition("=")[2] for pair in pairs) == sorted(names)
    assert place.read(path, columns=parse_map(tuple(pairs))).tables["detectors"].height == 2


@pytest.mark.parametrize("names", PAIRS)
def test_with_the_class_that_won_it_is_its_confidence(place, names):
    path = file(place, dict(zip(names, (V.winner, LOSER), strict=True)) | {"klass": V.called, "other": V.labels[::-1]})
    found = place.read(path, columns={"predicted": "klass"})
    assert found.tables["scores"].sort("video")["p_fake"].to_list() == pytest.approx(V.p, abs=1e-4)
    assert said(found, "which is never smaller: it is not used")
