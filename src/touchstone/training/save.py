"""Write weights, with the facts about them, as files that an analysis loads."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import safetensors.torch
import torch
from torch import Tensor, nn

from touchstone import __version__
from touchstone.conclusions.metrics import Estimate
from touchstone.detectors.reference import Measured, Reference, ReferenceCard, save_reference
from touchstone.vocabulary.tables import write_bytes

from .judge import LogOddsCalibration

_ENDING = 1990  # characters of a line of a card


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """Facts about weights, for the model card.

    Attributes:
        data: what they were fitted to, and how and when.
        command: command that does it again.
        seed: random seed.
        auc: AUC on the clips that ``where`` names.
        limits: at least one limit, one line each.
        where: the clips that the AUC was measured on, as text.
    """

    data: str
    command: str
    seed: int
    auc: Estimate
    limits: tuple[str, ...]
    where: str = "held-out clips"

    @property
    def measured(self) -> tuple[Measured, ...]:
        """The numbers for a card; none if the AUC has no interval."""
        auc = self.auc
        if auc.value is None or auc.low is None or auc.high is None:
            return ()
        groups = "" if auc.groups is None else f" of {auc.groups} groups"
        return (Measured(name=f"AUC on {self.where}{groups}", value=auc.value, low=auc.low, high=auc.high, n=auc.n),)


def save_weights(path: Path, network: nn.Module, facts: CardFacts, calibration: LogOddsCalibration) -> None:
    """Write weights with their calibration and the facts about them.

    The file of a reference specialist holds its calibration. A full layout has no place for it, so offset and temperature are
    applied to its last layer, which makes its probabilities calibrated; the card in the metadata of the file says so.
    """
    if isinstance(network, Reference):
        card = ReferenceCard(
            data=_line(facts.data), command=_line(facts.command), seed=facts.seed, numbers=facts.measured,
            limits=tuple(_line(limit) for limit in facts.limits), offset=calibration.offset,
            temperature=calibration.temperature, threshold=calibration.threshold,
        )  # fmt: skip
        save_reference(path, network, card)
        return
    state = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in network.state_dict().items()}
    fold_calibration(state, last_layer(network), calibration)
    card = {
        "data": facts.data,
        "command": facts.command,
        "seed": facts.seed,
        "numbers": [measured.model_dump() for measured in facts.measured],
        "limits": list(facts.limits),
        "calibration": {
            "offset": calibration.offset,
            "temperature": calibration.temperature,
            "worked into": f"{last_layer(network)}.weight and .bias",
            "best threshold": calibration.threshold,
        },
    }
    write_bytes(path, safetensors.torch.save(state, {"card": json.dumps(card)}))


def fold_calibration(state: dict[str, Tensor], layer: str, calibration: LogOddsCalibration) -> None:
    """Change the last layer so that its log-odds are (z + offset) / temperature, half of the offset on each class."""
    half = torch.tensor([-calibration.offset / 2, calibration.offset / 2], dtype=torch.float64)
    for name, shift in ((f"{layer}.weight", None), (f"{layer}.bias", half)):
        value = state[name].double()
        value = value if shift is None else value + shift
        state[name] = (value / calibration.temperature).to(state[name].dtype)


def last_layer(network: nn.Module) -> str:
    """Name of the layer that outputs the two logits."""
    return [
        name for name, module in network.named_modules() if isinstance(module, nn.Linear) and module.out_features == 2
    ][-1]


def made_with(device: torch.device, seconds: float) -> str:
    """Date, time of training and versions, for a card."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("torch", "numpy", "av", "opencv-python-headless"))
    threads = f"{torch.get_num_threads()} thread(s) of " if device.type == "cpu" else ""
    time = f"{seconds:.0f} seconds" if seconds < 90 else f"{seconds / 60:.1f} minutes"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {time} of learning on {threads}{device.type}, "
        f"touchstone {__version__}, {libraries}, Python {platform.python_version()}"
    )


def counted(fake: Iterable[bool], groups: int) -> str:
    """Number of clips and groups, as text."""
    flags = list(fake)
    return f"{sum(flags)} fake and {len(flags) - sum(flags)} real clips of {groups} groups"


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _ENDING else f"{line[:_ENDING]} …"
