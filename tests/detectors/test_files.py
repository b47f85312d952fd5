"""What is said of a file of weights that cannot be used at all, whatever should be in it."""

import pytest

from touchstone.detectors.files import beginning
from touchstone.vocabulary.errors import CheckpointError


def test_the_first_bytes_and_the_size(tmp_path):
    path = tmp_path / "a.pt"
    path.write_bytes(bytes(range(100)))
    head, size = beginning(path, 60, "file", "weights")
    assert (head[:60], size) == (bytes(range(60)), 100)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "does not exist"),
        (b"", r"a.pt is empty \(0 bytes\); copy it again"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a.pt is a Git LFS pointer, not the weights"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, content, words):
    path = tmp_path / "a.pt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CheckpointError, match=words):
        beginning(path, 1, "file", "weights")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CheckpointError, match="is a folder; give the file of the checkpoint"):
        beginning(tmp_path, 1, "file of the checkpoint", "weights")
