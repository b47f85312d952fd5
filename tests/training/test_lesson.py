import numpy as np
import pytest
import torch

from touchstone.detectors.reference import REFERENCES, build_reference
from touchstone.footage.views import VIEWS
from touchstone.training.lesson import Measuring
from touchstone.training.subject import ReferenceSubject


class Clips:
    def __init__(self, key):
        view = VIEWS[key]
        self.values = np.random.default_rng(0).integers(0, 256, (6, *view.shape)).astype(view.dtype)
        self.taken = []

    def take(self, rows):
        self.taken += rows.tolist()
        return self.values[rows]


@pytest.mark.parametrize("key", list(REFERENCES))
def test_what_is_measured_depends_neither_on_the_order_nor_on_the_batch(key):
    """Otherwise a training that is continued would not end in the same weights."""
    torch.manual_seed(0)
    subject = ReferenceSubject(build_reference(key))
    clips = Clips(key)
    whole, pieces = Measuring(clips, subject), Measuring(clips, subject)
    together = whole.take(np.arange(6))
    for rows in ([5], [2, 5], [0, 1, 3, 4, 2]):
        assert np.array_equal(pieces.take(np.array(rows)), together[rows])
    if subject.measures:
        assert sorted(clips.taken) == sorted([*range(6)] * 2)  # each is measured once


@pytest.mark.parametrize("key", list(REFERENCES))
def test_what_is_learned_is_what_an_analysis_runs(key):
    torch.manual_seed(0)
    network = build_reference(key).eval()
    clips, subject = Clips(key), ReferenceSubject(network)
    odds = subject.log_odds(Measuring(clips, subject).take(np.arange(2)), torch.device("cpu"))
    with torch.inference_mode():
        logits = network(torch.from_numpy(clips.values[:2]))
    assert odds == pytest.approx((logits[:, 1] - logits[:, 0]).double().numpy(), abs=1e-5)
