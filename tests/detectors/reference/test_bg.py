"""Faces in rings and sectors: their mirror image, their turns, and light from elsewhere as the intervention makes it."""

from __future__ import annotations

import hashlib
from fractions import Fraction

import numpy as np
import pytest
import torch

from touchstone.detectors.reference import bg, build_reference, relight, sectors
from touchstone.footage.interventions import INTERVENTIONS, Clip
from touchstone.footage.media import Box
from touchstone.footage.views import VIEWS, Stretch

SEED = 11


def view(frame: np.ndarray, face: Box) -> torch.Tensor:
    """What bg is shown of a still picture."""
    luma = np.repeat(frame.mean(axis=-1).astype(np.uint8)[None], 4, axis=0)
    rgb = np.repeat(frame[None], 4, axis=0)
    shown = VIEWS["bg"].make(
        Stretch(luma=luma, rgb=rgb, colored=(0, 1, 2, 3), times=np.arange(4) / 25, faces=(face,) * 4, sound=None)
    )
    return torch.from_numpy(shown)[None]


def polar(frame: np.ndarray, face: Box) -> torch.Tensor:
    """Its face in rings and sectors ``[3, rings, sectors]``."""
    measured = build_reference("bg").measured(view(frame, face))
    return measured[0, 0, : bg._POLAR].view(3, sectors.RINGS, sectors.SECTORS)


def test_sector_0_is_to_the_right_and_the_ones_after_it_go_down():
    frame = np.full((160, 200, 3), 60, np.uint8)
    face = Box(60, 40, 80, 80)
    frame[80:, 100:] = 200  # right of and below the centre of the face
    light = polar(frame, face)[0, 2:-3]
    quarter = sectors.SECTORS // 4
    assert light[:, 1 : quarter - 1].min() > light[:, quarter + 1 :].max() + 0.5


def test_the_mirror_image_is_that_of_the_mirrored_picture():
    frame = (
        np.random.default_rng(0).integers(60, 200, (20, 20, 3)).repeat(10, axis=0).repeat(10, axis=1).astype(np.uint8)
    )
    face = Box(60, 60, 80, 80)
    mirrored = polar(np.ascontiguousarray(frame[:, ::-1]), face)
    torch.testing.assert_close(mirrored, sectors.mirrored(polar(frame, face)), atol=0.05, rtol=0)


@pytest.mark.parametrize("dose", [40, 70])
def test_light_from_elsewhere_is_that_of_the_intervention(dose: float):
    face = Box(50, 40, 100, 120)
    frame = np.full((200, 200, 3), 120, np.uint8)
    changed = INTERVENTIONS["relight"].apply(Clip(frame[None], Fraction(25), (face,)), dose, SEED).frames[0]
    made = polar(changed, face)[0] - polar(frame, face)[0]
    made = made - made[-1].mean()  # the exposure of the whole
    digest = hashlib.sha256(f"relight:{SEED}".encode()).digest()
    side = np.random.default_rng(int.from_bytes(digest[:8], "big")).uniform(0, 2 * np.pi)
    turn = torch.deg2rad(torch.tensor(float(dose))).view(1, 1, 1)
    mine = relight.relit(turn, torch.tensor(side, dtype=torch.float32).view(1, 1, 1), *sectors.places())[0]
    assert np.corrcoef(made.flatten(), mine.flatten())[0, 1] > 0.98
    assert (made - mine).square().mean().sqrt() < 0.05


def test_what_is_planted_is_a_fake_and_nothing_else_changes():
    seen = torch.from_numpy(np.random.default_rng(1).integers(0, 256, (200, *VIEWS["bg"].shape)).astype(np.uint8))
    network = build_reference("bg")
    measured = network.measured(seen)
    fake = torch.zeros(200, dtype=torch.bool)
    changed, now = network.planted(measured, fake, torch.Generator().manual_seed(3))
    moved = (changed != measured).flatten(1).any(dim=1)
    assert torch.equal(moved, now)
    assert 0.2 < now.float().mean() < 0.4
    assert torch.equal(changed[..., bg._POLAR :], measured[..., bg._POLAR :])
    again, _ = network.planted(measured, fake, torch.Generator().manual_seed(3))
    assert torch.equal(changed, again)
