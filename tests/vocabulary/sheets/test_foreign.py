"""Files that are no tables are named, with the line that converts them, and never opened."""

import gzip
import pickle
import shlex
import zipfile

import numpy as np
import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import read_sheet


class Trap:
    """A pickle of it makes a file when it is opened."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


@pytest.mark.parametrize("version", range(2, 6))
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("content", [{"video": ["a"]}, ["a", 1], "words", (1, 2)], ids=str)
def test_a_pickle_is_named_with_the_line_that_converts_it(tmp_path, version, packed, content):
    data = pickle.dumps(content, protocol=version)
    path = tmp_path / "scores.pkl"
    path.write_bytes(gzip.compress(data) if packed else data)
    with pytest.raises(TableError, match="is a pickle, which could run any code; it is not opened") as error:
        read_sheet(path)
    line = str(error.value).partition("as with ")[2]
    assert shlex.split(line)[:2] == ["python", "-c"]
    compile(shlex.split(line)[2], "line", "exec")


def test_a_pickle_is_not_opened(tmp_path):
    trap = tmp_path / "opened"
    path = tmp_path / "scores.csv"
    path.write_bytes(pickle.dumps(Trap(str(trap))))
    with pytest.raises(TableError, match="is a pickle"):
        read_sheet(path)
    assert not trap.exists()


def test_an_array_of_numpy_is_named_and_its_line_makes_a_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.save(tmp_path / "scores.npy", np.array([[0.0, 0.25], [1.0, 0.75]]))
    with pytest.raises(TableError, match="an array of NumPy") as error:
        read_sheet(tmp_path / "scores.npy")
    exec(shlex.split(str(error.value).partition("as with ")[2])[2])
    table = read_sheet(tmp_path / "scores.csv").frame
    assert table.rows() == [("0", "0.0", "0.25"), ("1", "1.0", "0.75")]
    assert table.columns == ["video", "p_0", "p_1"]


@pytest.mark.parametrize("shape", [(6,), (6, 1)])
def test_one_number_for_each_video_becomes_a_column_of_scores(tmp_path, monkeypatch, shape):
    monkeypatch.chdir(tmp_path)
    np.save(tmp_path / "scores.npy", np.linspace(0, 1, 6).reshape(shape))
    with pytest.raises(TableError, match="an array of NumPy") as error:
        read_sheet(tmp_path / "scores.npy")
    exec(shlex.split(str(error.value).partition("as with ")[2])[2])
    table = read_sheet(tmp_path / "scores.csv").frame
    assert (table.columns, table["p_fake"].cast(float).to_list()) == (
        ["video", "p_fake"],
        np.linspace(0, 1, 6).tolist(),
    )


def test_arrays_in_an_archive_become_columns(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.savez(tmp_path / "scores.npz", label=np.array([0, 1]), score=np.array([0.25, 0.75]))
    with pytest.raises(TableError, match="an archive of arrays of NumPy") as error:
        read_sheet(tmp_path / "scores.npz")
    exec(shlex.split(str(error.value).partition("as with ")[2])[2])
    assert read_sheet(tmp_path / "scores.csv").frame.rows() == [("0", "0", "0.25"), ("1", "1", "0.75")]


@pytest.mark.parametrize(
    ("names", "what", "line"),
    [
        (("[Content_Types].xml", "xl/workbook.xml"), "a workbook", "pandas.read_excel"),
        (("mimetype", "content.xml"), "a workbook", "pandas.read_excel"),
        (("model/data.pkl", "model/byteorder"), "a file of PyTorch", "torch.load"),
        (("preds.csv",), "a zip archive", "unzip"),
        (("run/preds.csv", "run/labels.csv"), "a zip archive", "unzip"),
    ],
)
def test_an_archive_is_called_what_its_names_say(tmp_path, names, what, line):
    path = tmp_path / "scores.bin"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "video,score")
    with pytest.raises(TableError, match=what) as error:
        read_sheet(path)
    words = shlex.split(str(error.value).partition("as with ")[2])
    assert line in " ".join(words)
    assert words[0] != "python" or compile(words[2], "line", "exec")


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"PK\x03\x04", "zip archive"),
        (b"\xfd7zXZ\0", "packed with xz"),
        (b"BZh9", "packed with bzip2"),
        (b"SQLite format 3\0", "SQLite"),
        (b"MATLAB 5.0 MAT-file", "MATLAB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook"),
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"ARROW1\0\0", "Feather"),
    ],
)
def test_other_kinds_are_named(tmp_path, head, what):
    (tmp_path / "s").write_bytes(head + bytes(64))
    with pytest.raises(TableError, match=what):
        read_sheet(tmp_path / "s")


def test_a_quote_in_the_name_of_a_file_leaves_the_line_whole(tmp_path):
    path = tmp_path / "it's; rm.pkl"
    path.write_bytes(pickle.dumps([1]))
    with pytest.raises(TableError) as error:
        read_sheet(path)
    words = shlex.split(str(error.value).partition("as with ")[2])
    assert len(words) == 3
    compile(words[2], "line", "exec")
