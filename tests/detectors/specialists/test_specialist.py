"""The networks give the logits that are known for the golden weights."""

from __future__ import annotations

from collections.abc import Callable

import torch
from tests.detectors.specialists.conftest import Golden
from torch import Tensor, nn

from touchstone.detectors.specialists import Specialist
from touchstone.vocabulary.domains import DOMAINS


def test_golden_logits(golden: Golden) -> None:
    with torch.inference_mode():
        logits = golden.loaded.network(golden.images)
    assert logits.dtype == torch.float32
    torch.testing.assert_close(logits, golden.logits, atol=1e-4, rtol=0)


def test_components_can_be_hooked(golden: Golden) -> None:
    network = golden.loaded.network
    if not isinstance(network, Specialist):
        return
    assert [*network.components] == [name for name, _ in DOMAINS[network.key].components]
    seen: dict[str, int] = {}

    def silence(_module: nn.Module, _inputs: object, output: Tensor) -> Tensor:
        return torch.zeros_like(output)

    def note(name: str) -> Callable[[nn.Module, object, Tensor], None]:
        def hook(_module: nn.Module, _inputs: object, output: Tensor) -> None:
            seen[name] = output.shape[1]

        return hook

    handles = [part.register_forward_hook(note(name)) for name, part in network.components.items()]
    handles.append(next(iter(network.components.values())).register_forward_hook(silence))
    with torch.inference_mode():
        logits = network(golden.images)
    for handle in handles:
        handle.remove()
    assert seen == dict(DOMAINS[network.key].components)
    assert (logits - golden.logits).abs().max() > 1e-5
