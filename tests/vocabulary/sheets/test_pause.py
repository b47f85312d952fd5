"""Python's search for objects that hold each other rests while a document is read, and goes on as before."""

import gc

import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import read as reading
from touchstone.vocabulary.sheets import read_sheet


@pytest.fixture
def searching():
    """Whatever happens, the search goes on after the test."""
    yield
    gc.enable()


def states_while_read(monkeypatch, path):
    """Whether Python searches at the moment at which the objects of a document become rows."""
    states = []
    rows = reading.sheet_of_document
    monkeypatch.setattr(reading, "sheet_of_document", lambda *given: (states.append(gc.isenabled()), rows(*given))[1])
    read_sheet(path)
    return states


@pytest.mark.usefixtures("searching")
@pytest.mark.parametrize("before", [True, False])
def test_the_search_rests_and_then_goes_on_as_before(tmp_path, monkeypatch, before):
    path = tmp_path / "s.json"
    path.write_text('[{"video": "a", "score": 0.1}]')
    (gc.enable if before else gc.disable)()
    assert states_while_read(monkeypatch, path) == [False]
    assert gc.isenabled() is before


@pytest.mark.usefixtures("searching")
def test_the_search_goes_on_after_an_error(tmp_path):
    path = tmp_path / "s.json"
    path.write_text('[{"video": ')
    with pytest.raises(TableError):
        read_sheet(path)
    assert gc.isenabled()
