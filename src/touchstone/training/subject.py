"""The network that is trained, how it learns from a batch of prepared clips, and how it scores them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from touchstone.detectors.isolation import Meant, read_apart
from touchstone.detectors.keys import REFERENCE_PREFIX
from touchstone.detectors.reference import Reference, build_reference, load_reference
from touchstone.detectors.specialists import Specialist, build_network, contract, load_specialist
from touchstone.detectors.threads import torch_threads
from touchstone.vocabulary.domains import IMAGENET_MEAN, IMAGENET_STD
from touchstone.vocabulary.errors import UsageError

from .reading import FRAME_INPUT
from .settings import Training


class Subject(ABC):
    """A network in training.

    To add one, define how it learns from a batch and how it scores one.

    Attributes:
        network: the network.
        measures: whether it measures clips in a first step that has no weights.
        planting: share of the clips of a batch that are turned into fakes during training.
    """

    network: nn.Module
    measures = False
    planting = 0.0

    @property
    def device(self) -> torch.device:
        """The device of the network."""
        return next(self.network.parameters()).device

    def measured(self, seen: NDArray[np.generic]) -> NDArray[np.generic]:
        """A batch of prepared clips → measurements of each, which do not depend on the batch; by default the clips themselves."""
        return seen

    def planted(self, seen: Tensor, fake: Tensor, random: torch.Generator) -> tuple[Tensor, Tensor]:
        """A batch of measured clips on the CPU → the batch with a known change in some clips, and which clips are fake then."""
        del random
        return seen, fake

    @abstractmethod
    def learn(self, seen: Tensor, random: torch.Generator) -> Tensor:
        """A batch of measured clips on the CPU, augmented differently each time → logits ``[n, 2]``.

        Random numbers are drawn on the CPU, so that they are the same on every device.
        """

    @abstractmethod
    def score(self, seen: Tensor) -> Tensor:
        """A batch of measured clips → log-odds of *fake* per clip, ``[n]``, as in an analysis."""

    def train(self) -> None:
        """Set training mode."""
        self.network.train()

    def log_odds(self, seen: NDArray[np.generic], device: torch.device) -> NDArray[np.float64]:
        """Log-odds of *fake* of measured clips, in evaluation mode."""
        self.network.eval()
        with torch.inference_mode():
            return self.score(torch.from_numpy(seen).to(device)).double().cpu().numpy()


class ReferenceSubject(Subject):
    """A reference specialist on its view."""

    def __init__(self, network: Reference) -> None:
        self.network = network
        self._reference = network
        self.measures = type(network).measured is not Reference.measured
        self.planting = network.planting

    def measured(self, seen: NDArray[np.generic]) -> NDArray[np.generic]:
        with torch_threads(1), torch.inference_mode():  # a clip is too small for several threads
            return self._reference.measured(torch.from_numpy(seen)).numpy()

    def planted(self, seen: Tensor, fake: Tensor, random: torch.Generator) -> tuple[Tensor, Tensor]:
        return self._reference.planted(seen, fake, random)

    def learn(self, seen: Tensor, random: torch.Generator) -> Tensor:
        return self._reference.answer(self._reference.augmented(seen, random).to(self.device))

    def score(self, seen: Tensor) -> Tensor:
        logits = self._reference.answer(seen)
        return logits[:, 1] - logits[:, 0]


class FullSubject(Subject):
    """A full layout on single frames: it learns from one random frame of each clip, mirrored half of the time.

    Args:
        network: network of a layout that takes frames.
        frozen: whether its backbone is frozen, batch statistics included.
    """

    def __init__(self, network: Specialist, *, frozen: bool = False) -> None:
        self.network = network
        self._backbone = network.backbone
        self._frozen = frozen
        if frozen:
            network.backbone.requires_grad_(requires_grad=False)

    def train(self) -> None:
        super().train()
        if self._frozen:
            self._backbone.eval()

    def learn(self, seen: Tensor, random: torch.Generator) -> Tensor:
        count = len(seen)
        which = torch.randint(seen.shape[1], (count,), generator=random)
        mirrored = torch.rand(count, generator=random) < 0.5
        frames = seen[torch.arange(count), which]
        frames = torch.where(mirrored[:, None, None, None], frames.flip(2), frames)
        return self.network(normalised(frames.to(self.device)))

    def score(self, seen: Tensor) -> Tensor:
        # The P(fake) of a video is the mean over its frames, which is the default of an analysis.
        logits = torch.stack([self.network(normalised(seen[:, k])) for k in range(seen.shape[1])]).double()
        odds = logits[..., 1] - logits[..., 0]
        fake, real = nn.functional.logsigmoid(odds), nn.functional.logsigmoid(-odds)
        return torch.logsumexp(fake, 0) - torch.logsumexp(real, 0)


def normalised(frames: Tensor) -> Tensor:
    """uint8 RGB ``[n, h, w, 3]`` → the input of a full layout, float32 ``[n, 3, h, w]``."""
    mean = torch.tensor(IMAGENET_MEAN, device=frames.device)
    std = torch.tensor(IMAGENET_STD, device=frames.device)
    return ((frames.float() / 255 - mean) / std).movedim(-1, 1).contiguous()


def make_subject(key: str, training: Training) -> Subject:
    """The network of a key with fresh weights from the seed, or with the weights to start from.

    Raises:
        CheckpointError: the weights to start from cannot be used.
        UsageError: the layout does not take frames as training prepares them.
    """
    torch.manual_seed(training.seed)
    if training.network == "reference":
        network = build_reference(key)
        if training.start is not None:
            start = read_apart(training.start, Meant(key=f"{REFERENCE_PREFIX}{key}"))
            network.load_state_dict(load_reference(start, key).network.state_dict())
        return ReferenceSubject(network)
    return full_subject(key, training.start, frozen=training.freeze_backbone)


def full_subject(key: str, start: Path | None = None, *, frozen: bool = False) -> FullSubject:
    """A full layout with fresh weights, or with those of a file.

    Raises:
        CheckpointError: the file cannot be used.
        UsageError: the layout does not take frames as training prepares them.
    """
    if contract(key).input != FRAME_INPUT:
        raise UsageError(
            f"layout {key} does not take single frames of {FRAME_INPUT.size} pixels, so it cannot be trained here; "
            "choose another key"
        )
    network = build_network(key)
    if start is not None:
        network.load_state_dict(load_specialist(read_apart(start, Meant(key=key)), key).network.state_dict())
    assert isinstance(network, Specialist)
    return FullSubject(network, frozen=frozen)
