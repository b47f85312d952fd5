"""The specialists behind the interface of a detector."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from touchstone.detectors.detector import Detector, DetectorCard
from touchstone.detectors.packing import pack
from touchstone.detectors.threads import torch_float32

from .contracts import contract
from .folding import FoldedSpecialist
from .layouts import architecture
from .ready import ReadySpecialist
from .shared import share


class SpecialistDetector(Detector):
    """A specialist on one device, folded: the same function as its checkpoint's network, rewritten to be fast.

    Args:
        card: what the user said of it.
        ready: its network; the card takes over contract, layout and hash.
        device: where it runs.
    """

    @torch_float32()
    def __init__(self, card: DetectorCard, ready: ReadySpecialist, device: torch.device) -> None:
        said = contract(ready.layout)
        self.card = replace(
            card, input=said.input, output=said.output, expects=said.expects, sha256=ready.sha256,
            layout=ready.layout, architecture=architecture(ready.layout), parameters=ready.parameters,
        )  # fmt: skip
        self._device = device
        self.concurrent = device.type == "cpu"
        network = ready.network.to(device)
        if isinstance(network, FoldedSpecialist) and self.concurrent:
            self._network = share(network)
        else:
            self._network = pack(network)
        self._mean = torch.tensor(said.input.mean, device=device)
        self._std = torch.tensor(said.input.std, device=device)

    @torch_float32()
    def score(self, pictures: NDArray[Any]) -> NDArray[np.float64]:
        """Log-odds of *fake*: the logit of *fake* less that of *real*; shape [n]."""
        with torch.inference_mode():
            pixels = torch.from_numpy(pictures).to(self._device).float().div_(255)
            pixels = ((pixels - self._mean) / self._std).movedim(-1, -3).contiguous()
            logits = self._network(pixels).double()
            fake = self.card.output.fake
            return (logits[:, fake] - logits[:, 1 - fake]).cpu().numpy()
