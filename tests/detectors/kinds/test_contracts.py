"""What a network is fed, and what its numbers mean, against torch and scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax, logit, softmax

from touchstone.detectors.kinds import InputSettings, OutputSettings, answered_log_odds, fed
from touchstone.vocabulary.domains import InputContract, OutputContract

NUMBERS = st.lists(st.floats(-30, 30), min_size=3, max_size=3)


def test_pictures_are_scaled_and_turned_to_channels_first():
    pictures = np.random.default_rng(0).integers(0, 256, (2, 5, 4, 4, 3), dtype=np.uint8)
    contract = InputSettings(kind="clip", size=4, frames=5, color="bgr", mean=(0.1, 0.2, 0.3), std=(1, 2, 3)).contract
    seen = fed(contract, pictures)
    assert (seen.shape, seen.dtype) == ((2, 5, 3, 4, 4), np.float32)
    for channel, (mean, std) in enumerate([(0.1, 1), (0.2, 2), (0.3, 3)]):
        assert np.allclose(seen[:, :, channel], (pictures[..., 2 - channel] / 255 - mean) / std, atol=1e-6)


def test_settings_that_say_nothing_are_the_contracts_that_say_nothing():
    assert (InputSettings().contract, OutputSettings().contract) == (InputContract(), OutputContract())


@given(NUMBERS, st.integers(0, 2))
def test_logits_of_several_classes_are_those_of_fake_against_the_rest(numbers, fake):
    z = np.array([numbers])
    log_p = log_softmax(z, axis=1)[0, fake]
    rest = np.log(-np.expm1(log_p)) if log_p < -1e-12 else None
    odds = answered_log_odds(OutputContract(fake=fake), z)[0]
    if rest is not None:
        assert odds == pytest.approx(log_p - rest, rel=1e-3, abs=1e-6)


@given(st.floats(1e-4, 1 - 1e-4))
def test_probabilities_and_polarity(p):
    several = np.array([[1 - p, p]])
    assert answered_log_odds(OutputContract(kind="probability"), several)[0] == pytest.approx(logit(p))
    assert answered_log_odds(OutputContract(kind="probability", fake=0), several)[0] == pytest.approx(-logit(p))
    for one in (np.array([p]), np.array([[p]])):
        assert answered_log_odds(OutputContract(kind="probability"), one)[0] == pytest.approx(logit(p))
        assert answered_log_odds(OutputContract(kind="probability", fake=0), one)[0] == pytest.approx(-logit(p))
    assert answered_log_odds(OutputContract(fake=0), np.array([p]))[0] == -p


def test_certainty_is_finite_and_what_is_no_probability_is_nan():
    odds = answered_log_odds(OutputContract(kind="probability"), np.array([0.0, 1.0, 1.2, -0.1, np.nan]))
    assert np.isfinite(odds[:2]).all()
    assert odds[0] == pytest.approx(-odds[1])
    assert np.isnan(odds[2:]).all()


def test_numbers_of_one_softmax_agree_with_its_probabilities():
    z = np.array([[0.3, -1.0, 2.0]])
    p = softmax(z, axis=1)
    for fake in range(3):
        assert answered_log_odds(OutputContract(fake=fake), z) == pytest.approx(
            answered_log_odds(OutputContract(kind="probability", fake=fake), p)
        )


@pytest.mark.parametrize(
    ("numbers", "fake", "words"),
    [(np.zeros((2, 3, 4)), 1, r"shape \[2, 3, 4\]"), (np.zeros((2, 2)), 2, "2 numbers, and output.fake is 2"),
     (np.zeros((2, 0)), 0, "shape")],
)  # fmt: skip
def test_what_cannot_be_read_says_so(numbers, fake, words):
    with pytest.raises(ValueError, match=words):
        answered_log_odds(OutputContract(fake=fake), numbers)
