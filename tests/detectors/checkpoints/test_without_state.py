"""A file without a state dict says in a line what it holds, and what to do."""

import numpy as np
import pytest
import torch

from touchstone.detectors.checkpoints import read_checkpoint
from touchstone.vocabulary.errors import CheckpointError

ARRAYS = {f"conv{n}.weight": np.ones((2, 2), np.float32) for n in range(3)}
SAVE = r"; save model\.state_dict\(\)$"


@pytest.mark.parametrize(
    ("held", "message"),
    [
        ([1, 2], "holds a list, not a state dict" + SAVE),
        ((1, 2), "holds a tuple, not a state dict" + SAVE),
        (5, "holds a whole number, not a state dict" + SAVE),
        (True, "holds true or false, not a state dict" + SAVE),
        (0.5, "holds a number, not a state dict" + SAVE),
        ("weights.pt", "holds a text, not a state dict" + SAVE),
        (b"weights", "holds bytes, not a state dict" + SAVE),
        (None, "holds None, not a state dict" + SAVE),
        (torch.ones(2), "holds one tensor without a name, not a state dict" + SAVE),
        (torch.float32, "holds an object of the type dtype, not a state dict" + SAVE),
        ({"epoch": 3, "lr": 0.1}, "holds no tensors; it holds: epoch, lr" + SAVE),
        ({}, "holds no tensors; it holds: nothing" + SAVE),
        ({"a": torch.eye(2).to_sparse()}, r"sparse or quantised tensors \(first: a\)"),
        (ARRAYS, "holds arrays of NumPy, not tensors; load it where it was written, and write torch.save"),
        ({"model": ARRAYS}, "holds arrays of NumPy, not tensors"),
        ({"epoch": 3, "state": {"ema": {"net": ARRAYS}}}, "holds arrays of NumPy, not tensors"),
    ],
)
def test_what_it_holds_is_said(tmp_path, held, message):
    path = tmp_path / "a.pt"
    torch.save(held, path)
    with pytest.raises(CheckpointError, match=message) as error:
        read_checkpoint(path)
    assert str(error.value).startswith("a.pt ")


def test_the_line_for_arrays_makes_a_file_that_is_read(tmp_path):
    arrays, torch_was_imported = ARRAYS, torch
    torch.save(arrays, tmp_path / "a.pt")
    with pytest.raises(CheckpointError) as error:
        read_checkpoint(tmp_path / "a.pt")
    line = str(error.value).partition("write ")[2].replace('"state.pt"', "path")
    exec(line, {"torch": torch_was_imported, "arrays": arrays, "path": tmp_path / "state.pt"})
    assert sorted(read_checkpoint(tmp_path / "state.pt").state) == sorted(arrays)


def test_true_and_false_are_no_weights(tmp_path):
    flags = {f"{n}.weight": torch.ones(4, 4, dtype=torch.bool) for n in range(4)}
    torch.save(flags, tmp_path / "a.pt")
    with pytest.raises(CheckpointError, match=r"a\.pt holds true and false in every tensor, and no weights; save the float32"):
        read_checkpoint(tmp_path / "a.pt")
    torch.save({**flags, "head.weight": torch.ones(4)}, tmp_path / "b.pt")
    assert any("4 of 5 tensors are not measured: they hold true and false" in n for n in read_checkpoint(tmp_path / "b.pt").notes)
    torch.save({"mask": flags["0.weight"], "head.weight": torch.ones(4), "body.weight": torch.ones(4)}, tmp_path / "c.pt")
    assert not any("true and false" in note for note in read_checkpoint(tmp_path / "c.pt").notes)
