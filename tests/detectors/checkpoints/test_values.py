"""Tensors that nothing can be computed from are named and cost no other; declared sizes are compared with what is stored."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

from touchstone.detectors.checkpoints import (
    checkpoint_of_state,
    plain,
    read_checkpoint,
    require_values,
    sizes,
    unmeasured,
)
from touchstone.vocabulary.errors import CheckpointError

WHOLE = torch.arange(12.0).reshape(3, 4)


def odd_tensors():
    """Name → tensor, and why it is not measured."""
    eight = torch.arange(8, dtype=torch.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nested, rows = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]), torch.eye(4).to_sparse_csr()
    return {
        "meta": (torch.empty(3, 4, device="meta"), "no values"),
        "nested": (nested, "nested"),
        "coordinates": (torch.eye(4).to_sparse(), "sparse"),
        "csr": (rows, "sparse"),
        "bits": (eight.view(torch.bits8), "type"),
        "float4": (eight.view(torch.float4_e2m1fn_x2), "type"),
    }


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("kind", "new"),
    [*((kind, True) for kind in odd_tensors()), ("meta", False), ("coordinates", False), ("csr", False)],
)
def test_one_beside_others_is_named_and_the_others_are_read(tmp_path, kind, new):
    tensor, why = odd_tensors()[kind]
    path = tmp_path / "a.pt"
    torch.save({"whole": WHOLE, "odd": tensor}, path, _use_new_zipfile_serialization=new)
    checkpoint = read_checkpoint(path)
    assert torch.equal(checkpoint.state["whole"], WHOLE)
    assert unmeasured(checkpoint.state["odd"]) == why
    (note,) = checkpoint.notes
    assert note.startswith("1 of 2 tensors are not measured: ")
    assert "(first: odd" in note
    with pytest.raises(CheckpointError, match=r"^a\.pt holds .* \(first: odd.*\); "):
        require_values(checkpoint.state, "a.pt")


@pytest.mark.filterwarnings("ignore")
def test_a_file_of_such_alone_is_refused(tmp_path):
    path = tmp_path / "a.pt"
    torch.save({name: odd_tensors()[name][0] for name in ("bits", "nested")}, path)
    message = (
        r"a.pt holds values of a type that torch does not compute with \(first: bits, bits8\); save the float32 model"
    )
    with pytest.raises(CheckpointError, match=message):
        read_checkpoint(path)


@pytest.mark.filterwarnings("ignore")
def test_a_quantised_tensor_in_memory_is_named():
    quantised = torch.quantize_per_tensor(torch.ones(4), 0.1, 0, torch.qint8)
    assert unmeasured(quantised) == "quantised"
    with pytest.raises(CheckpointError, match="sparse or quantised tensors"):
        require_values({"q": quantised}, "a.pt")


@pytest.mark.parametrize("dtype", [torch.uint16, torch.uint32, torch.uint64, torch.complex64, torch.float8_e4m3fn])
def test_types_with_values_are_measured(dtype):
    assert unmeasured(torch.zeros(3).to(dtype)) is None


@pytest.mark.filterwarnings("ignore")
def test_a_nested_tensor_has_the_size_of_its_values():
    assert sizes(odd_tensors()["nested"][0]) == (5,)
    assert sizes(WHOLE) == (3, 4)


def test_a_conjugated_tensor_holds_the_values_that_it_means():
    values = torch.tensor([1 + 2j, 3 - 4j])
    assert np.array_equal(plain(values.conj()).numpy(), np.conj(values.numpy()))
    assert np.array_equal(plain(values.conj().imag).numpy(), [-2, 4])


@pytest.mark.parametrize(
    "tensor",
    [
        torch.zeros(1).expand(10**12),
        torch.zeros(80_000).as_strided((40_000, 40_000), (1, 1)),
        torch.zeros(2, 2).as_strided((1 << 20, 1 << 20, 2), (0, 0, 1)),
    ],
)
@pytest.mark.parametrize("in_file", [True, False])
def test_more_elements_than_are_stored_are_refused(tmp_path, tensor, *, in_file):
    path = tmp_path / "a.pt"
    torch.save({"w": tensor}, path)
    with pytest.raises(CheckpointError, match=r"w declares [\d,]+ elements, and its storage holds [\d,]+; ") as caught:
        _ = read_checkpoint(path) if in_file else checkpoint_of_state({"w": tensor}, path)
    assert f"{tensor.numel():,}" in str(caught.value)


def test_an_expanded_mask_and_tied_tensors_are_honest(tmp_path):
    tied = torch.randn(300, 300)
    state = {"mask": torch.ones(1, 64).expand(64, 64), "a": tied, "b": tied, "part": tied[:, ::2]}
    torch.save(state, tmp_path / "a.pt")
    read = read_checkpoint(tmp_path / "a.pt").state
    assert all(torch.equal(read[name], tensor) for name, tensor in state.items())


@pytest.mark.filterwarnings("error")
def test_what_torch_warns_of_while_a_file_is_read_is_not_shown(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
        torch.save({"a": nested, "b": torch.ones(3)}, tmp_path / "a.pt")
    assert set(read_checkpoint(tmp_path / "a.pt").state) == {"a", "b"}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", ["complex64", "conjugated", "complex32"])
def test_complex_numbers_are_named(tmp_path, kind):
    tensor = torch.randn(4, 4, dtype=torch.complex64)
    odd = {"complex64": tensor, "conjugated": tensor.conj(), "complex32": tensor.to(torch.complex32)}[kind]
    path = tmp_path / "a.pt"
    torch.save({"whole": WHOLE, "odd": odd}, path)
    assert read_checkpoint(path).notes == (
        "1 of 2 tensors are not measured for damage and training: complex numbers, of which only the range and values that are "
        "not finite are looked at (first: odd)",
    )
