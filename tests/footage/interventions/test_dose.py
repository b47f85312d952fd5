"""Every dose is recovered by an independent measurement, and more is more."""

from __future__ import annotations

import pytest
from benchmarks.recovery import RECOVERIES, talking_head

from touchstone.footage.interventions import INTERVENTIONS, ON_OFF, Clip

DOSED = [name for name, change in INTERVENTIONS.items() if change.unit != ON_OFF]
SWITCHED = [name for name, change in INTERVENTIONS.items() if change.unit == ON_OFF]
# An encoder that has to hit a number of bits needs pictures and frames to spend them on.
SPARING = {"h264_bitrate", "h265_bitrate", "vp9_bitrate", "av1_bitrate", "mpeg1_bitrate"}


def material(name: str) -> Clip:
    return talking_head(48, 192, 256) if name in SPARING else talking_head(16)


def test_every_intervention_has_a_measurement() -> None:
    assert set(RECOVERIES) == set(INTERVENTIONS)


@pytest.mark.parametrize("name", DOSED)
def test_the_medium_dose_is_recovered(name: str) -> None:
    clip, change = material(name), INTERVENTIONS[name]
    dose = change.doses[1]
    estimate = RECOVERIES[name].estimate(clip, change.apply(clip, dose, 1))
    assert RECOVERIES[name].within(dose, estimate), f"{estimate:.4g} {change.unit} instead of {dose:g}"


@pytest.mark.parametrize("name", [name for name in DOSED if name not in SPARING])
def test_more_is_more(name: str) -> None:
    clip, change = material(name), INTERVENTIONS[name]
    estimates = [RECOVERIES[name].estimate(clip, change.apply(clip, dose, 1)) for dose in change.doses]
    falls = change.doses[0] > change.doses[-1]
    assert estimates == sorted(estimates, reverse=falls)
    assert len(set(estimates)) == 3


@pytest.mark.parametrize("name", sorted(SPARING))
def test_fewer_bits_err_more(name: str) -> None:
    clip = talking_head(48, 192, 256)
    change = INTERVENTIONS[name]
    errors = [((change.apply(clip, d, 1).frames.astype(float) - clip.frames) ** 2).mean() for d in change.doses]
    assert errors[0] < errors[1] < errors[2]


@pytest.mark.parametrize("name", SWITCHED)
def test_what_is_on_is_detected(name: str) -> None:
    clip, estimate = talking_head(16), RECOVERIES[name].estimate
    assert estimate(clip, INTERVENTIONS[name].apply(clip, 1, 1)) == 1
    assert estimate(clip, clip) == 0


@pytest.mark.parametrize("name", ["relight", "region_noise", "region_flicker", "moire", "sound_offset", "sensor_noise"])
def test_doses_between_and_other_seeds_are_recovered_too(name: str) -> None:
    clip, change = talking_head(16, seed=5), INTERVENTIONS[name]
    low, _, high = change.doses
    for seed in range(3):
        dose = low + (high - low) * (0.2 + 0.3 * seed)
        assert RECOVERIES[name].within(dose, RECOVERIES[name].estimate(clip, change.apply(clip, dose, seed)))
