"""What the tests of several rooms of this wing share."""

from __future__ import annotations

import pytest
import torch


@pytest.fixture
def tiny() -> dict[str, torch.Tensor]:
    """A state dict that fits no network, for tests of files."""
    return {
        "first.weight": torch.arange(6.0).reshape(2, 3),
        "first.bias": torch.ones(2),
        "steps": torch.tensor(7),
    }
