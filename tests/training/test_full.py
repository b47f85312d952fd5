import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from scipy.special import expit
from torch import nn

from touchstone.detectors.checkpoints import read_checkpoint
from touchstone.detectors.inference import Silent
from touchstone.detectors.specialists import Specialist, build_network, load_specialist
from touchstone.training import Training, train
from touchstone.training.judge import LogOddsCalibration
from touchstone.training.save import fold_calibration, last_layer
from touchstone.training.subject import FullSubject, full_subject, normalised
from touchstone.vocabulary.domains import IMAGENET_MEAN, IMAGENET_STD
from touchstone.vocabulary.errors import UsageError


class Small(Specialist):
    """Shaped like a full layout: a backbone with batch statistics, and a head."""

    def __init__(self):
        nn.Module.__init__(self)
        self.backbone = nn.Sequential(nn.Conv2d(3, 4, 8, 8), nn.BatchNorm2d(4), nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.last = nn.Linear(4, 2)

    def forward(self, images):
        return self.last(self.backbone(images))


def frames(n=3, k=4, seed=0):
    return torch.from_numpy(np.random.default_rng(seed).integers(0, 256, (n, k, 16, 16, 3), dtype=np.uint8))


def test_frames_are_normalised_channel_by_channel():
    seen = frames()[:, 0]
    pixels = normalised(seen).numpy()
    for channel in range(3):
        wanted = (seen[..., channel].numpy() / 255 - IMAGENET_MEAN[channel]) / IMAGENET_STD[channel]
        assert pixels[:, channel] == pytest.approx(wanted, abs=1e-5)


def test_a_clips_score_is_the_mean_probability_of_its_frames():
    torch.manual_seed(0)
    network = Small()
    subject = FullSubject(network)
    odds = subject.log_odds(frames().numpy(), torch.device("cpu"))
    with torch.inference_mode():
        p = torch.stack([network(normalised(frames()[:, k])).softmax(1)[:, 1] for k in range(4)]).mean(0)
    assert expit(odds) == pytest.approx(p.double().numpy(), abs=1e-6)


def test_a_frozen_backbone_stays_as_it_is_statistics_included():
    torch.manual_seed(0)
    for frozen in (True, False):
        network = Small()
        subject = FullSubject(network, frozen=frozen)
        before = {name: value.clone() for name, value in network.state_dict().items()}
        subject.train()
        subject.learn(frames(), torch.Generator().manual_seed(0)).sum().backward()
        assert (network.backbone[0].weight.grad is None) == frozen
        assert network.last.weight.grad is not None
        same = torch.equal(before["backbone.1.running_mean"], network.state_dict()["backbone.1.running_mean"])
        assert same == frozen


def test_each_step_shows_one_frame_of_a_clip_some_of_them_mirrored():
    class Echo(Specialist):
        def __init__(self):
            nn.Module.__init__(self)
            self.backbone = nn.Linear(1, 1)

        def forward(self, images):
            return images

    seen = frames(64, 4)
    shown = FullSubject(Echo()).learn(seen, torch.Generator().manual_seed(0))
    choices = torch.stack(
        [normalised(seen[:, k]) for k in range(4)] + [normalised(seen[:, k].flip(2)) for k in range(4)]
    )
    match = (choices == shown).flatten(2).all(2)
    assert (match.sum(0) == 1).all()
    assert (match.sum(1) > 0).all()


def test_calibration_is_worked_into_the_last_layer():
    torch.manual_seed(0)
    network = Small()
    images = normalised(frames()[:, 0])
    network.eval()
    with torch.inference_mode():
        logits = network(images)
        odds = logits[:, 1] - logits[:, 0]
        state = {name: value.clone() for name, value in network.state_dict().items()}
        fold_calibration(state, last_layer(network), LogOddsCalibration(offset=1.3, temperature=2.5))
        network.load_state_dict(state)
        logits = network(images)
    assert torch.allclose(logits[:, 1] - logits[:, 0], (odds + 1.3) / 2.5, atol=1e-5)


def test_the_last_layer_of_every_layout_is_found():
    with torch.device("meta"):
        assert {last_layer(build_network(key)) for key in ("bg", "cm")} == {"classifier.12"}


def test_layouts_that_do_not_see_frames_are_refused():
    with pytest.raises(UsageError, match="does not take single frames"):
        full_subject("tm_legacy")


class Frames:
    """One frame of each clip, prepared in no time; that frames are read as they must be is tested in test_reading."""

    def reasons(self):
        return [None] * 4

    def take(self, rows):
        rng = np.random.default_rng(0)
        return rng.integers(0, 256, (4, 1, 224, 224, 3), dtype=np.uint8)[rows]


@pytest.mark.slow
def test_a_full_layout_is_trained_and_loads_strictly(squares, tmp_path, monkeypatch):
    for number in range(4):
        path = tmp_path / "clips" / ("real", "fake")[number % 2] / f"{number}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(squares / path.parent.name / path.name)
    monkeypatch.setattr("touchstone.training.learn.prepare", lambda *_: {"frames": Frames()})
    out = tmp_path / "out"
    asked = Training(
        keys=("cm",), corpus=tmp_path / "clips", out=out, network="full", steps=1, freeze_backbone=True, device="cpu"
    )
    (specialist,) = train(asked, Silent(), Silent(), Silent())
    loaded = load_specialist(specialist.weights, "cm")
    torch.manual_seed(0)
    fresh = build_network("cm").state_dict()
    now = loaded.network.state_dict()
    assert torch.equal(now["backbone.features.0.0.weight"], fresh["backbone.features.0.0.weight"])
    assert not torch.equal(now["classifier.1.weight"], fresh["classifier.1.weight"])
    assert "worked into" in str(read_checkpoint(specialist.weights).metadata["card"])
    assert len(load_file(specialist.weights)) == len(fresh)
