"""How many threads torch computes with, and in which type, belongs to the computation, not to what ran before it."""

import subprocess
import sys

import pytest
import torch

from touchstone.detectors.config import detector_spec
from touchstone.detectors.inference.noise import noise_input
from touchstone.detectors.load import load_detectors
from touchstone.detectors.specialists import build_network
from touchstone.detectors.tensors import tensor_rows
from touchstone.detectors.threads import torch_threads
from touchstone.vocabulary.domains import DOMAINS

NOTHING_BEFORE = "import torch, torchvision"
AFTER_USE = "import torch; torch.set_num_threads({other}); torch.ones(1 << 22).exp().sum()"
SCRIPT = """
import sys, threading, hashlib, torch
from touchstone.detectors.specialists import build_network, fold
from touchstone.detectors.tensors import tensor_rows
from touchstone.detectors.threads import torch_threads

def compute():
    torch.manual_seed(0)
    network = build_network("tm_legacy").eval()
    tensor_rows({k: v for k, v in network.state_dict().items() if v.numel() < 100_000}, "x")
    with torch_threads(2), torch.inference_mode():
        logits = fold(network)(torch.randn(1, 4, 3, 224, 224, generator=torch.Generator().manual_seed(1)))
        print(torch.get_num_threads(), hashlib.sha256(logits.numpy().tobytes()).hexdigest())

if THREAD:
    worker = threading.Thread(target=compute)
    worker.start()
    worker.join()
else:
    compute()
"""


def _computed(before: str, *, thread: bool = False) -> str:
    code = f"{before}\n{SCRIPT.replace('THREAD', str(thread))}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_numbers_do_not_depend_on_what_the_process_did_before():
    fresh = _computed(NOTHING_BEFORE)
    assert fresh.startswith("2 ")
    assert _computed(AFTER_USE.format(other=1)) == fresh
    assert _computed(NOTHING_BEFORE, thread=True) == fresh
    assert _computed(AFTER_USE.format(other=1), thread=True) == fresh


@pytest.mark.slow
def test_looking_at_tensors_leaves_the_number_as_it_was_even_in_a_process_that_has_not_computed_yet():
    code = (
        "import torch\nfrom touchstone.detectors.tensors import tensor_rows\n"
        "tensor_rows({str(i): torch.arange(64.0).reshape(8, 8) for i in range(6)}, 'x')\n"
        "print(torch.get_num_threads())"
    )
    default = subprocess.run(
        [sys.executable, "-c", "import torch; print(torch.get_num_threads())"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    after = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert after.stdout == default.stdout


def test_the_number_comes_back_after_an_error():
    before = torch.get_num_threads()
    with pytest.raises(ZeroDivisionError), torch_threads(before + 1):
        _ = 1 // (torch.get_num_threads() - before - 1)
    assert torch.get_num_threads() == before


def test_no_threads_are_refused():
    with pytest.raises(ValueError, match="0 threads"), torch_threads(0):
        pass


def test_rows_of_tensors_do_not_depend_on_how_many_are_looked_at_side_by_side():
    torch.manual_seed(0)
    state = {str(i): torch.randn(64, 64) for i in range(8)}
    assert tensor_rows(state, "x", threads=1).equals(tensor_rows(state, "x", threads=4))


@pytest.fixture
def float64():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("specialist", [f"reference:{key}" for key in DOMAINS])
def test_networks_are_float32_whatever_the_process_prefers(specialist, float64):
    spec = detector_spec("it", specialist=specialist)
    loaded = load_detectors([spec], torch.device("cpu"))
    assert loaded.table["reason"].to_list() == [None]
    (detector,) = loaded.detectors
    seen = noise_input(detector.card.input, 2)
    here = detector.score(seen)
    assert torch.get_default_dtype() == torch.float64
    torch.set_default_dtype(torch.float32)
    (usual,) = load_detectors([spec], torch.device("cpu")).detectors
    assert here.tolist() == usual.score(seen).tolist()


def test_layouts_are_float32_whatever_the_process_prefers(float64):
    assert {tensor.dtype for tensor in build_network("tm_legacy").parameters()} == {torch.float32}
