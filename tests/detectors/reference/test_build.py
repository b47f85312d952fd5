"""Every domain's reference specialist is found by its key, and comes back from its file as it was."""

from __future__ import annotations

import pytest
import torch
from tests.references import CARD

from touchstone.detectors.inference.noise import noise_input
from touchstone.detectors.reference import REFERENCES, build_reference, load_reference, save_reference
from touchstone.runs.inspection import inspect
from touchstone.vocabulary.domains import DOMAINS


def test_every_domain_has_one():
    assert set(REFERENCES) == set(DOMAINS)


@pytest.mark.parametrize("key", DOMAINS)
def test_it_comes_back_from_its_file(key, tmp_path):
    torch.manual_seed(0)
    network = build_reference(key).eval()
    assert network.key == key
    assert list(network.components) == [name for name, _ in DOMAINS[key].components]
    path = tmp_path / f"{key}.safetensors"
    save_reference(path, network, CARD)
    assert path.stat().st_size <= 4 * 2**20
    loaded = load_reference(path, key)
    seen = torch.from_numpy(noise_input(loaded.input, 2))
    with torch.no_grad():
        assert torch.equal(loaded.network(seen), network(seen))
    # fresh weights are what they are, and nothing else is wrong with them
    assert {f.code for f in inspect([path]).findings} == {"weights.untrained"}
