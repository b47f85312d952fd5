# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
import numpy as np
import pytest

from touchstone.footage.synthesis.person import draw_person
from touchstone.footage.synthesis.voice import RATE, speak


def envelope(sound, times, width=0.02):
    """Root mean square of the sound around these seconds."""
    half = round(width * RATE / 2)
    padded = np.pad(sound, half)
    return np.array([np.sqrt(np.mean(padded[round(t * RATE) : round(t * RATE) + 2 * half] ** 2)) for t in times])


@pytest.mark.parametrize("number", range(4))
def test_the_mouth_follows_the_voice_without_lag(number):
    speech = speak(draw_person(0, number), 4.0, np.random.default_rng(number))
    times = np.arange(0.1, 3.9, 0.01)
    loud = envelope(speech.sound, times)
    likeness = {lag: np.corrcoef(loud, speech.at(times + lag))[0, 1] for lag in np.arange(-0.1, 0.101, 0.01)}
    best = max(likeness, key=likeness.get)
    assert abs(best) < 0.021
    assert likeness[best] > 0.8
    assert speech.opening.min() >= 0
    assert 0.4 < speech.opening.max() <= 1


@pytest.mark.parametrize("number", range(4))
def test_the_voice_has_the_pitch_of_its_person(number):
    person = draw_person(0, number)
    speech = speak(person, 3.0, np.random.default_rng(1))
    loudest = int(np.argmax(np.convolve(speech.sound**2, np.ones(1024), "same")))
    start = min(max(loudest - 512, 0), len(speech.sound) - 1024)
    piece = speech.sound[start : start + 1024] * np.hanning(1024)
    likeness = np.correlate(piece, piece, "full")[1023:]
    first, last = round(RATE / (1.35 * person.pitch)), round(RATE / (0.75 * person.pitch))
    period = first + int(np.argmax(likeness[first:last]))
    assert RATE / period == pytest.approx(person.pitch, rel=0.2)
    assert likeness[period] > 0.4 * likeness[0]


def test_sound_stays_in_range_and_its_length_is_exact():
    speech = speak(draw_person(0, 0), 0.37, np.random.default_rng(2))
    assert len(speech.sound) == len(speech.opening) == round(0.37 * RATE)
    assert np.abs(speech.sound).max() <= 1
