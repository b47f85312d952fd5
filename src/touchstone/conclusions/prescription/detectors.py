"""What is advised for each detector, from its findings and its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.conclusions.diagnosis import CAUSES, WEAK_SLICE, Evidence, Finding
from touchstone.conclusions.examination import threshold_in_words
from touchstone.conclusions.metrics import Slice

from .advice import Advice, DetectorPrescription, sentence
from .priority import large_bias, prioritise
from .rules import rule_of
from .standing import Standing
from .stated import better_for_what_is_stated, evidence_of, verify_of


def prescribe_detector(detector: Standing, findings: Sequence[Finding], command: str) -> DetectorPrescription:
    """Priority and advice for one detector. A finding about the footage counts for every detector that scored it."""
    priority, reason = prioritise(detector, findings)
    of_detector = [f for f in findings if f.subject == detector.name]
    footage = [f for f in findings if f.subject == "footage"] if detector.rates is not None else []
    explained = {code for f in of_detector if f.verdict == "confirmed" for code in f.accounts_for}
    advice = [_from_finding(f) for f in of_detector if f.code not in explained]
    advice += _bias(detector, findings, command)
    advice += _threshold(detector, findings, command)
    advice += _augmentations(detector, command)
    advice += [_from_finding(f) for f in footage]
    return DetectorPrescription(detector=detector.name, priority=priority, priority_reason=reason, advice=tuple(advice))


def _from_finding(finding: Finding) -> Advice:
    return Advice(
        topic=rule_of(finding).topic,
        text=sentence(finding.remedy, finding.subject),
        findings=(finding.code,),
        evidence=finding.evidence,
        verify=finding.verify,
    )


def _bias(detector: Standing, findings: Sequence[Finding], command: str) -> list[Advice]:
    """Advice to balance the classes differently, for a large bias that no finding accounts for.

    Where a share of fakes or a cost is stated, decisions are one-sided on purpose.
    """
    rates = detector.of_answers
    if detector.stated is not None or rates is None or rates.bias.value is None or not large_bias(detector):
        return []
    if any(f.subject == detector.name and "bias" in CAUSES[f.code].accounts_for for f in findings):
        return []
    if not detector.ranks:
        return []  # if fake and real are not separated, another balance of classes gains nothing
    missed = "fake" if rates.bias.value > 0 else "real"
    text = (
        f"Weight {missed} videos higher in training, or add more of them: at threshold {rates.threshold:g} real accuracy "
        f"is {rates.real_accuracy}, fake accuracy {rates.fake_accuracy}"
    )
    evidence = Evidence.of("bias (real accuracy − fake accuracy)", rates.bias)
    return [Advice(topic="data_balance", text=text, findings=(), evidence=(evidence,), verify=command)]


def _threshold(detector: Standing, findings: Sequence[Finding], command: str) -> list[Advice]:
    """Advice to move the threshold for the share of fakes and the cost that are stated."""
    stated = better_for_what_is_stated(detector, findings)
    if stated is None or detector.rates is None:
        return []
    text = sentence(threshold_in_words(detector.rates.threshold, stated), detector.name)
    evidence, verify = evidence_of(stated), verify_of(stated, command)
    return [Advice(topic="training_focus", text=text, findings=(), evidence=(evidence,), verify=verify)]


# Change of the footage → the indicators that it changes: the ways in which training footage can be varied.
_CHANGES: dict[str, tuple[str, ...]] = {
    "gain and gamma": ("brightness",),
    "contrast": ("contrast",),
    "cast shadows": ("shadow_ratio",),
    "exposure": ("highlight_ratio",),
    "the direction and strength of a light": ("lighting_gradient",),
    "white balance": ("color_temperature",),
    "sensor-like noise": ("noise_level",),
    "JPEG and H.264 quality": ("blockiness", "quantization_noise"),
    "JPEG quality and down-scaling": ("dct_high_frequency_share",),
    "JPEG quality": ("estimated_quality",),
    "H.264 bitrate": ("bitrate", "bits_per_pixel", "compression_ratio"),
    "blur and down-scaling": ("laplacian_variance", "gradient", "edge_density"),
    "the resolution before resizing": ("width", "height"),
    "the frame rate": ("fps",),
    "playback speed": ("motion",),
    "the sound's level": ("sound_level",),
    "leading and trailing silence": ("silence_share",),
}


def augmentation(part: Slice) -> str | None:
    """The augmentation that covers a weak slice of an indicator, with its range; ``None`` if no change covers it.

    A slice by method, data set or source needs more footage, not augmentation.
    """
    change = next((change for change, moved in _CHANGES.items() if part.column in moved), None)
    if change is None or part.low is None or part.high is None:
        return None
    covered = f"{part.column} from {part.low:.4g} to {part.high:.4g}"
    return f"vary {change} so that training covers {covered}, where accuracy is {part.accuracy}"


def _augmentations(detector: Standing, command: str) -> list[Advice]:
    advice: list[Advice] = []
    for part in detector.weak:
        text = augmentation(part)
        if text is not None:
            evidence = Evidence.of(f"accuracy where {part.column} {part.name}", part.accuracy, "scores, frames, clips")
            text, codes = sentence(text, detector.name), (WEAK_SLICE.code,)
            advice.append(Advice(topic="augmentation", text=text, findings=codes, evidence=(evidence,), verify=command))
    return advice
