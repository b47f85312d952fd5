"""The reference specialists behind the interface of a detector."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from touchstone.detectors.detector import Detector, DetectorCard
from touchstone.detectors.keys import REFERENCE_PREFIX
from touchstone.detectors.threads import torch_float32

from .file import LoadedReference

_EXPECTS = {"av": ("audio", "time"), "tm": ("time",)}


class ReferenceDetector(Detector):
    """A reference specialist on one device, calibrated as its card says.

    Args:
        card: what the user said of it.
        loaded: its network; the card takes over contract, architecture and hash.
        device: where it runs.
    """

    def __init__(self, card: DetectorCard, loaded: LoadedReference, device: torch.device) -> None:
        key = loaded.network.key
        self.card = replace(
            card, input=loaded.input, output=loaded.card.output, expects=_EXPECTS.get(key, ()), sha256=loaded.sha256,
            layout=f"{REFERENCE_PREFIX}{key}", architecture=loaded.architecture, parameters=loaded.parameters,
        )  # fmt: skip
        self._device = device
        self.concurrent = device.type == "cpu"
        self._network = loaded.network.to(device)

    @torch_float32()
    def score(self, pictures: NDArray[Any]) -> NDArray[np.float64]:
        """Calibrated log-odds of *fake*, shape [n], of a batch of the view."""
        output = self.card.output
        with torch.inference_mode():
            logits = self._network(torch.from_numpy(pictures).to(self._device)).double()
            odds = (logits[:, output.fake] - logits[:, 1 - output.fake]).cpu().numpy()
        return np.array([output.calibrated(float(z)) for z in odds])
