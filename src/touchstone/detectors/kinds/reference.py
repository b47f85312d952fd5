"""The reference specialists behind the interface of a detector."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from touchstone.detectors.config import DetectorSpec
from touchstone.detectors.reference import LoadedReference
from touchstone.footage.corpus import readable

from .detector import Detector, DetectorCard

_EXPECTS = {"av": ("audio", "time"), "tm": ("time",)}


class ReferenceDetector(Detector):
    """A reference specialist on one device, calibrated as its card says."""

    def __init__(self, spec: DetectorSpec, loaded: LoadedReference, device: torch.device) -> None:
        self.card = DetectorCard(
            name=spec.name,
            kind="reference",
            domain=spec.domain,
            input=loaded.input,
            output=loaded.card.output,
            path=readable(spec.shown_path),
            sha256=loaded.sha256,
            layout=spec.specialist,
            architecture=loaded.architecture,
            parameters=loaded.parameters,
            expects=_EXPECTS.get(spec.domain, ()),
        )
        self._device = device
        self._network = loaded.network.to(device)

    def score(self, pictures: NDArray[Any]) -> NDArray[np.float64]:
        """Calibrated log-odds of *fake*, shape [n], of a batch of the view."""
        output = self.card.output
        with torch.inference_mode():
            logits = self._network(torch.from_numpy(pictures).to(self._device)).double()
            odds = (logits[:, output.fake] - logits[:, 1 - output.fake]).cpu().numpy()
        return np.array([output.calibrated(float(z)) for z in odds])
