"""What the reference specialists measure without any weight, against known constructions."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch
from scipy.fft import dctn

from touchstone.detectors.reference import build_reference, cm, ll, residuals, rr, tm
from touchstone.footage.views import VIEWS
from touchstone.vocabulary.domains import DOMAINS


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(seed).integers(0, 256, shape).astype(np.float32))


def textured(side: int, seed: int = 0) -> np.ndarray:
    """A picture with detail of every size, 0 to 255."""
    one = np.random.default_rng(seed)
    layers = [
        cv2.resize(one.normal(size=(k, k)), (side, side), interpolation=cv2.INTER_CUBIC) / k**0.2 for k in (4, 16, 64)
    ]
    picture = np.sum(layers, axis=0) + 0.3 * one.normal(size=(side, side))
    return np.clip(128 + 30 * picture, 0, 255).astype(np.float32)


@pytest.mark.parametrize("key", DOMAINS)
def test_what_is_measured_of_a_clip_does_not_depend_on_its_neighbours(key: str):
    view = VIEWS[key]
    seen = noise(3, *view.shape).to(getattr(torch, view.dtype))
    network = build_reference(key).eval()
    together = network.measured(seen)
    alone = torch.cat([network.measured(seen[k : k + 1]) for k in range(3)])
    assert torch.equal(together, alone)
    assert torch.isfinite(together.float()).all()


@pytest.mark.parametrize("key", DOMAINS)
def test_extreme_clips_are_measured_and_answered(key: str):
    view = VIEWS[key]
    network = build_reference(key).eval()
    for value in (0, 255):
        seen = torch.full((2, *view.shape), value, dtype=getattr(torch, view.dtype))
        assert torch.isfinite(network(seen)).all()


@pytest.mark.parametrize("key", DOMAINS)
def test_components_have_the_channels_of_their_domain(key: str):
    network = build_reference(key)
    assert list(network.components) == [name for name, _ in DOMAINS[key].components]
    seen = noise(2, *VIEWS[key].shape).to(getattr(torch, VIEWS[key].dtype))
    with torch.no_grad():
        assert network.values(network.measured(seen)).shape == (2, DOMAINS[key].channels)


@pytest.mark.parametrize("side", [5, 8])
def test_the_cosines_are_those_of_the_orthonormal_transform(side: int):
    block = noise(1, 1, side, side, seed=3)
    mine = torch.nn.functional.conv2d(block, residuals.cosines(side)).reshape(side, side)
    np.testing.assert_allclose(mine, dctn(block[0, 0].numpy(), norm="ortho"), rtol=1e-3, atol=1e-2)


@pytest.mark.parametrize("step", [6, 10, 16])
def test_quantised_coefficients_are_seen_at_their_step(step: int):
    blocks = textured(64).reshape(8, 8, 8, 8).transpose(0, 2, 1, 3)
    coefficients = np.stack([[cv2.dct(block) for block in row] for row in blocks])
    rounded = np.round(coefficients / step) * step
    picture = np.stack([[cv2.idct(block) for block in row] for row in rounded]).transpose(0, 2, 1, 3).reshape(64, 64)
    detector = cm.QuantDetector(10)
    found, before = (
        detector.measure(torch.from_numpy(p.astype(np.float32))[None], torch.zeros(1))
        .view(len(cm._STEPS), -1)
        .mean(dim=1)
        for p in (picture, textured(64))
    )
    at = cm._STEPS.index(step)
    assert found[at] > 0.99
    assert before[at] < 0.7


def test_the_border_of_blocks_is_found_where_it_is():
    picture = np.kron(np.random.default_rng(1).normal(128, 20, (8, 8)), np.ones((8, 8))).astype(np.float32)
    measured = cm.BlockChecker(8).measure(torch.from_numpy(picture)[None], torch.zeros(1))[0]
    rows, columns = measured[:8], measured[8:]
    for places in (rows, columns):
        inner = [k for k in range(8) if k not in (7, 0, 1)]
        assert places[0] > 0
        assert places[0] > places[inner].max() + 1


def test_shares_of_small_steps_add_up():
    shares = residuals.small_steps(noise(4, 64, 64, seed=5)).square()
    torch.testing.assert_close(shares[:, :25].sum(dim=1), torch.ones(4))
    torch.testing.assert_close(shares[:, 25:].sum(dim=1), torch.ones(4))


def test_enlargement_empties_the_upper_spectrum_and_repeats_itself():
    plain = textured(64, seed=2)
    # bilinear by two, with every other pixel as it was: the second derivative vanishes between them, a period of two
    enlarged = plain[:32, :32].repeat(2, axis=0).repeat(2, axis=1)
    enlarged[1:-1:2] = (enlarged[0:-2:2] + enlarged[2::2]) / 2
    enlarged[:, 1:-1:2] = (enlarged[:, 0:-2:2] + enlarged[:, 2::2]) / 2
    pictures = torch.from_numpy(np.stack([plain, enlarged]))
    spectrum = rr.ResolutionAnalyzer(10).measure(pictures, pictures).view(2, 11, 11)
    assert (spectrum[0, 7:, 7:] - spectrum[1, 7:, 7:]).mean() > 2
    strength = rr.UpscalingDetector(8).measure(pictures, pictures).view(2, 2, -1)
    assert (strength[1, :, -1] > strength[0, :, -1] + 1).all()


@pytest.mark.parametrize("sigma", [2.0, 8.0])
def test_noise_between_frames_has_the_energy_that_was_put_in(sigma: float):
    one = np.random.default_rng(4)
    still = textured(64, seed=6)
    first, second = (
        torch.from_numpy((still + sigma * one.normal(size=still.shape)).astype(np.float32))[None] for _ in "ab"
    )
    energies = ll.quiet_to_busy(second - first)
    assert energies[0, 3].exp().item() == pytest.approx(2 * sigma**2, rel=0.15)


def clip(seed: int = 0) -> torch.Tensor:
    """A picture that drifts over a textured one, with grain: frames in order ``[1, 48, 2, 48, 48]``."""
    one = np.random.default_rng(seed)
    wall = textured(160, seed)
    frames = []
    for t in range(48):
        at = 20 + 12 * np.sin(t / 9)
        moved = cv2.warpAffine(wall, np.array([[1, 0, -at], [0, 1, -at / 2]], np.float32), (96, 96))
        small = cv2.resize(moved, (48, 48), interpolation=cv2.INTER_AREA) + one.normal(0, 0.5, (48, 48))
        frames.append(np.stack([small, small]))
    return torch.from_numpy(np.stack(frames).astype(np.float32))[None]


def test_without_order_the_ratio_of_von_neumann_is_1_on_average():
    series = clip()[0, :, 0].mean(dim=(1, 2))
    dice = np.random.default_rng(1)
    assert tm.von_neumann(series)[0] < -1.5
    mixed = torch.stack([tm.von_neumann(series[dice.permutation(48)]).exp() for _ in range(200)])
    torch.testing.assert_close(mixed.mean(dim=0), torch.ones(len(tm._LAGS)), atol=0.1, rtol=0)


@pytest.mark.parametrize("seed", [0, 1])
def test_shuffled_frames_show_no_order(seed: int):
    frames = clip(seed)[:, np.random.default_rng(seed).permutation(48)]
    order = tm.FrameConsistency(14).measure(frames, frames)
    assert order.min() > -0.6
    assert (order == tm._NONE).float().mean() > 0.5
    ranks = tm.steps(tm.distances(frames), (1,))[0].exp()
    assert 0.4 < ranks.mean() < 0.6


def test_flicker_of_the_face_shows_in_the_face_alone():
    frames = clip()
    gain = torch.from_numpy(1 + 0.04 * np.random.default_rng(2).normal(size=48).astype(np.float32))
    flickering = frames.clone()
    flickering[:, :, 0] *= gain[:, None, None]
    readings = (tm.FrameConsistency(14).measure(x, x).view(-1) for x in (frames, flickering))
    before, after = (reading[: 2 * len(tm._LAGS)].view(2, -1) for reading in readings)
    assert after[0, 0] > before[0, 0] + 1
    torch.testing.assert_close(after[1], before[1])


def test_displacement_is_measured_along_its_axis():
    wall = cv2.GaussianBlur(textured(96, seed=8), (0, 0), 2)
    wall = 128 + 40 * (wall - wall.mean()) / wall.std()
    moved = [cv2.warpAffine(wall, np.array([[1, 0, -8 - 0.5 * t], [0, 1, -8]], np.float32), (48, 48)) for t in range(3)]
    frames = torch.from_numpy(np.stack([np.stack([m, m]) for m in moved]))[None]
    found = tm.lucas_kanade(frames)
    # one step of the method, on a smoothed picture, finds most of it
    assert -0.55 < found[..., 0].median().item() < -0.25
    assert found[..., 1].median().abs().item() < 0.05


def test_frozen_frames_have_no_distance():
    frames = clip().clone()
    frames[:, 20:30] = frames[:, 20:21]
    step = tm.steps(tm.distances(frames), (1,))[0]
    assert step[..., 20:29].max() < step[..., :19].median() - 1
