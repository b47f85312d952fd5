from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from scipy.special import expit

from touchstone.detectors.inference import Silent
from touchstone.detectors.reference import ReferenceCard, build_reference, load_reference, save_reference
from touchstone.training import Calibrating, calibrate
from touchstone.training.judge import balanced_loss, fit_calibration
from touchstone.training.recalibrate import held_out_loss
from touchstone.vocabulary.errors import CheckpointError, CorpusError, UsageError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def asked(planted, tmp_path_factory):
    folder = tmp_path_factory.mktemp("calibrated")
    torch.manual_seed(0)
    card = ReferenceCard(data="nothing", command="none", seed=7, limits=("Untrained.",), offset=9.0, temperature=0.5)
    save_reference(folder / "tm_fresh.safetensors", build_reference("tm"), card)
    return Calibrating(
        key="tm",
        corpus=planted,
        out=folder / "out",
        checkpoint=folder / "tm_fresh.safetensors",
        device="cpu",
        workers=1,
        command="touchstone calibrate tm",
    )


def test_the_weights_stay_and_the_calibration_is_new(asked):
    calibrated = calibrate(asked, Silent())
    before, after = load_file(asked.checkpoint), load_file(calibrated.weights)
    assert all(torch.equal(before[name], after[name]) for name in before)
    card = load_reference(calibrated.weights, "tm").card
    assert (card.offset, card.temperature, card.threshold) == (
        calibrated.offset,
        calibrated.temperature,
        calibrated.threshold,
    )
    assert "2 fake and 4 real clips of 2 groups" in card.data
    assert card.seed == 7
    assert card.numbers[0].name.startswith("AUC on the clips that the calibration was fitted to")
    assert card.limits[-1] == "Untrained."
    assert calibrated.before > 1  # an offset of 9 is far from anything
    with pytest.raises(UsageError, match="exists already"):
        calibrate(asked, Silent())


def test_what_cannot_be_calibrated_is_refused_in_one_line(asked, squares, tmp_path):
    with pytest.raises(UsageError, match="can be calibrated"):
        replace(asked, key="tm_legacy")
    with pytest.raises(CheckpointError, match="no such file"):
        calibrate(replace(asked, checkpoint=tmp_path / "none"), Silent())
    with pytest.raises(CheckpointError, match=r"not of '?cm"):
        calibrate(replace(asked, key="cm", out=tmp_path), Silent())
    (tmp_path / "x/real").mkdir(parents=True)
    (tmp_path / "x/real/a.mp4").symlink_to(squares / "real/0.mp4")
    (tmp_path / "x/fake").mkdir()
    (tmp_path / "x/fake/b.mp4").symlink_to(squares / "fake/1.mp4")
    with pytest.raises(CorpusError, match=r"lack a class; 2 clip\(s\) left out: no face"):
        calibrate(replace(asked, corpus=tmp_path / "x", out=tmp_path / "y"), Silent())


def test_held_out_loss_is_that_of_folds_and_higher_than_the_fitted_one():
    rng = np.random.default_rng(0)
    odds = rng.normal(0, 3, 120)
    fake = rng.random(120) < expit(2 + 0.4 * odds)
    group = np.arange(120) // 4
    fitted = fit_calibration(odds, fake)
    inside = balanced_loss((odds + fitted.offset) / fitted.temperature, fake)
    outside = held_out_loss(odds, fake, group)
    assert outside is not None
    assert inside < outside < balanced_loss(odds, fake)
    assert held_out_loss(odds, fake, np.zeros(120, np.int64)) is None
