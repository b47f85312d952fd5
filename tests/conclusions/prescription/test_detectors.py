# pyright: reportArgumentType=false
"""What is advised for one detector, in whole sentences."""

import pytest
from tests.conclusions.prescription.inputs import COMMAND, SEEN, finding, part, standing
from tests.conclusions.small import estimate

from touchstone.conclusions.diagnosis import CAUSES, Evidence
from touchstone.conclusions.prescription import Advice, DetectorPrescription
from touchstone.conclusions.prescription.detectors import augmentation, prescribe_detector

ACCOUNT_FOR_A_BIAS = {"scores.constant", "scores.threshold_shift", "outputs.activation", "outputs.aggregation"}


def biased(bias=0.5, half=0.1, **rest):
    return standing(bias=estimate(bias, half), real=estimate(0.9), fake=estimate(0.4), **rest)


def advised(detector, findings=()):
    return prescribe_detector(detector, findings, COMMAND).advice


def bias_of(value, shown, low, high):
    return Evidence(
        statement=f"bias (real accuracy − fake accuracy): {shown}, n = 200",
        source="scores, videos (Wilson)",
        value=value,
        interval=(pytest.approx(low), pytest.approx(high)),
        n=200,
    )


@pytest.mark.parametrize(
    ("bias", "threshold", "missed", "at", "shown", "low", "high"),
    [
        (0.5, 0.5, "fake", "0.5", "0.500 [0.400, 0.600]", 0.4, 0.6),
        (-0.5, 0.412, "real", "0.412", "-0.500 [-0.600, -0.400]", -0.6, -0.4),
        (0.3001, 0.5, "fake", "0.5", "0.300 [0.200, 0.400]", 0.2001, 0.4001),
        (-0.3001, 0.5, "real", "0.5", "-0.300 [-0.400, -0.200]", -0.4001, -0.2001),
    ],
)
def test_a_large_bias_asks_for_more_of_the_class_that_is_missed(bias, threshold, missed, at, shown, low, high):
    assert advised(biased(bias, threshold=threshold)) == (
        Advice(
            topic="data_balance",
            text=f"Weight {missed} videos higher in training, or add more of them: at threshold {at} "
            "real accuracy is 0.900 [0.850, 0.950], n = 200, fake accuracy 0.400 [0.350, 0.450], n = 200",
            findings=(),
            evidence=(bias_of(bias, shown, low, high),),
            verify=COMMAND,
        ),
    )


@pytest.mark.parametrize(
    "detector",
    [
        biased(0.3),
        biased(-0.3),
        biased(0.5, 0.5),
        biased(None),
        biased(word="no signal"),
        biased(word="below chance"),
        biased(word="cannot tell"),
        biased(scored=False),
    ],
)
def test_another_bias_asks_for_none(detector):
    assert advised(detector) == ()


@pytest.mark.parametrize("code", CAUSES)
@pytest.mark.parametrize("verdict", ["confirmed", "suspected", "cannot_tell"])
def test_a_finding_that_accounts_for_the_bias_takes_its_advice_away(code, verdict):
    topics = [a.findings for a in advised(biased(), [finding(code, verdict=verdict)])]
    assert topics == [(code,), *([] if code in ACCOUNT_FOR_A_BIAS else [()])]
    assert [a.findings for a in advised(biased(), [finding(code, subject="bg", verdict=verdict)])] == [()]


CHANGES = {
    "brightness": "gain and gamma",
    "contrast": "contrast",
    "shadow_ratio": "cast shadows",
    "highlight_ratio": "exposure",
    "lighting_gradient": "the direction and strength of a light",
    "color_temperature": "white balance",
    "noise_level": "sensor-like noise",
    "blockiness": "JPEG and H.264 quality",
    "quantization_noise": "JPEG and H.264 quality",
    "dct_high_frequency_share": "JPEG quality and down-scaling",
    "estimated_quality": "JPEG quality",
    "bitrate": "H.264 bitrate",
    "bits_per_pixel": "H.264 bitrate",
    "compression_ratio": "H.264 bitrate",
    "laplacian_variance": "blur and down-scaling",
    "gradient": "blur and down-scaling",
    "edge_density": "blur and down-scaling",
    "width": "the resolution before resizing",
    "height": "the resolution before resizing",
    "fps": "the frame rate",
    "motion": "playback speed",
    "sound_level": "the sound's level",
    "silence_share": "leading and trailing silence",
}


@pytest.mark.parametrize("column", CHANGES)
def test_every_indicator_has_the_change_that_moves_it(column):
    assert augmentation(part(column)) == (
        f"vary {CHANGES[column]} so that training covers {column} from 0.5 to 1.25, "
        "where accuracy is 0.600 [0.550, 0.650], n = 40"
    )


@pytest.mark.parametrize("column", ["method", "dataset", "source", "face_size", "light", ""])
def test_a_slice_that_no_change_covers_has_no_augmentation(column):
    assert augmentation(part(column)) is None


def test_a_slice_without_a_range_has_no_augmentation():
    assert augmentation(part(low=None)) is None
    assert augmentation(part(high=None)) is None


def test_ranges_have_four_digits():
    text = augmentation(part("bitrate", low=123456.7, high=0.123456))
    assert text == (
        "vary H.264 bitrate so that training covers bitrate from 1.235e+05 to 0.1235, "
        "where accuracy is 0.600 [0.550, 0.650], n = 40"
    )  # fmt: skip


def varied(column, change):
    return Advice(
        topic="augmentation",
        text=f"Vary {change} so that training covers {column} from 0.5 to 1.25, "
        "where accuracy is 0.600 [0.550, 0.650], n = 40",
        findings=("training.weak_slice",),
        evidence=(
            Evidence(
                statement=f"accuracy where {column} 0.5 to 1.25: 0.600 [0.550, 0.650], n = 40",
                source="scores, frames, clips (Wilson)",
                value=0.6,
                interval=(pytest.approx(0.55), pytest.approx(0.65)),
                n=40,
            ),
        ),
        verify=COMMAND,
    )


def test_every_weak_slice_of_an_indicator_asks_for_an_augmentation():
    weak = [part("fps"), part("method"), part("brightness")]
    assert advised(standing(weak=weak)) == (varied("fps", "the frame rate"), varied("brightness", "gain and gamma"))


def of_finding(topic, text, code, subject="cm"):
    return Advice(topic=topic, text=text, findings=(code,), evidence=(SEEN,), verify=f"{COMMAND} --only {subject}")


def test_everything_that_is_advised_for_a_detector():
    findings = [
        finding("data.leakage", "footage", remedy="remove the copies"),
        finding("structure.ignores_time", remedy="cm needs clips"),
        finding("scores.unstable", "bg", remedy="average more frames"),
        finding("scores.overconfident", remedy="divide the log-odds by 2"),
        finding("training.shortcut", verdict="cannot_tell", remedy="name the sources"),
    ]
    assert prescribe_detector(biased(weak=[part("fps")]), findings, COMMAND) == DetectorPrescription(
        detector="cm",
        priority="MEDIUM",
        priority_reason="moderate finding structure.ignores_time",
        advice=(
            of_finding("architecture", "cm needs clips", "structure.ignores_time"),
            of_finding("training_focus", "Divide the log-odds by 2", "scores.overconfident"),
            of_finding("specific_needs", "Name the sources", "training.shortcut"),
            *advised(biased()),
            varied("fps", "the frame rate"),
            of_finding("specific_needs", "Remove the copies", "data.leakage", "footage"),
        ),
    )


def test_what_scored_nothing_has_no_advice_about_the_footage():
    findings = [finding("data.leakage", "footage"), finding("weights.unreadable")]
    silent = standing(word="not loaded", statement="truncated", scored=False)
    assert [a.findings for a in advised(silent, findings)] == [("weights.unreadable",)]


@pytest.mark.parametrize(
    ("verdict", "subject", "codes"),
    [
        ("confirmed", "cm", ["scores.invalid"]),
        ("suspected", "cm", ["scores.invalid", "scores.constant"]),
        ("cannot_tell", "cm", ["scores.invalid", "scores.constant"]),
        ("confirmed", "bg", ["scores.constant"]),
    ],
)
def test_a_confirmed_root_stands_for_the_symptoms_that_it_explains(verdict, subject, codes):
    root = finding("scores.invalid", subject, verdict=verdict, explains=("scores.constant", "scores.no_signal"))
    assert [code for a in advised(standing(), [root, finding("scores.constant")]) for code in a.findings] == codes
