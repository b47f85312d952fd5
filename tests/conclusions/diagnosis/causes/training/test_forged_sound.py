"""A detector of pictures that is asked about forged sound is pointed at what its labels mean, and not at more training."""

import numpy as np
import polars as pl
import pytest

import touchstone as ts
from touchstone.vocabulary.words import FAKE_AUDIO_WORDS

WORDS = {
    "realvideo-fakeaudio": ("realvideo-realaudio", "fakevideo-realaudio", "fakevideo-fakeaudio"),
    "audio_modified": ("real", "visual_modified", "both_modified"),
}


def table(sound, hears, seed=3):
    """80 videos of each word; the detector sees forged pictures, and hears forged sound or does not."""
    rng = np.random.default_rng(seed)
    real, picture, both = WORDS[sound]
    words = np.repeat([real, picture, both, sound], 80)
    seen = np.isin(words, [picture, both]) | (np.isin(words, [sound]) & hears)
    p = 1 / (1 + np.exp(-rng.normal(np.where(seen, 1.5, -1.5), 1.0)))
    rows = pl.DataFrame({"video": [f"v{n:04}.mp4" for n in range(words.size)], "label": words, "p_fake": p})
    return rows.sample(fraction=1, shuffle=True, seed=seed)


def weak(result):
    return [f for f in result.findings if f.code == "training.weak_slice"]


@pytest.mark.parametrize("sound", sorted(FAKE_AUDIO_WORDS))
def test_the_option_that_takes_forged_sound_for_real_is_named_and_removes_the_finding(sound):
    rows = table(sound, hears=False)
    (finding,) = weak(ts.examine(rows))
    assert finding.verdict == "confirmed"
    assert "less accurate where the sound alone is forged: if it looks at pictures alone" in finding.remedy
    assert 'say fake_audio="real"' in finding.remedy
    assert not weak(ts.examine(rows, fake_audio="real"))


@pytest.mark.parametrize("sound", sorted(FAKE_AUDIO_WORDS))
def test_a_detector_that_hears_it_is_not_pointed_there(sound):
    assert not weak(ts.examine(table(sound, hears=True)))


def test_who_takes_it_for_real_already_is_not_told_to():
    for finding in weak(ts.examine(table("audio_modified", hears=True), fake_audio="real")):
        assert "fake_audio" not in finding.remedy


def test_a_method_that_forges_the_sound_alone_is_said_once():
    rows = table("realvideo-fakeaudio", hears=False)
    parts = {"fakevideo-realaudio": "faceswap", "fakevideo-fakeaudio": "wav2lip", "realvideo-fakeaudio": "rtvc"}
    rows = rows.with_columns(method=pl.col("label").replace_strict(parts, default=None))
    (finding,) = weak(ts.examine(rows))
    assert "sound alone" in finding.remedy
