"""The six domains: what each specialist is for, in the words that every output uses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One speciality of the detection system.

    Attributes:
        key: two letters that name it everywhere: ``bg av cm rr ll tm``.
        name: what people call its specialist.
        specialization: what it is meant to find, in one line.
        components: branches of the specialist's module and their channels, in order.
        strengths: kinds of forgery in which it is expected to be strong.
        indicators: names of the indicators that describe its ground.
        needs: what its input must hold so that it can do its work: any of ``time``, ``audio``, ``native pixels``.
    """

    key: str
    name: str
    specialization: str
    components: tuple[tuple[str, int], ...]
    strengths: tuple[str, ...]
    indicators: tuple[str, ...]
    needs: tuple[str, ...] = ()

    @property
    def channels(self) -> int:
        """Channels of the specialist's module: the sum over its components."""
        return sum(channels for _, channels in self.components)


DOMAINS: dict[str, Domain] = {
    domain.key: domain
    for domain in (
        Domain(
            key="bg", name="Background/Lighting Specialist",
            specialization="background artefacts, lighting inconsistencies, shadows",
            components=(("bg_texture", 16), ("lighting_detector", 12), ("shadow_checker", 8), ("color_temp", 8)),
            strengths=("lighting manipulation", "shadow artefacts", "background replacement"),
            indicators=(
                "brightness", "contrast", "histogram_peaks", "shadow_ratio", "highlight_ratio", "highlight_clipping",
                "lighting_gradient", "face_exposure_difference", "light_direction_difference", "color_temperature",
                "color_temperature_difference", "background_complexity", "background_texture", "edge_density",
                "texture_variance", "pattern_score",
            ),
        ),
        Domain(
            key="cm", name="Compression Specialist", specialization="compression artefacts, DCT, quantisation",
            components=(
                ("specialist_dct_analyzer", 12), ("specialist_quant_detector", 10), ("specialist_block_checker", 8),
                ("specialist_compression_estimator", 10),
            ),
            strengths=("compression artefacts", "DCT anomalies", "quality degradation"),
            indicators=(
                "blockiness", "blockiness_off_grid", "blockiness_difference", "quantization_noise",
                "dct_high_frequency_share", "dct_shape", "benford_deviation", "estimated_quality", "double_compression",
                "quantiser", "bitrate", "bits_per_pixel", "compression_ratio",
            ),
            needs=("native pixels",),
        ),
        Domain(
            key="av", name="Audio-Visual Specialist", specialization="lip-sync, audio-visual correlation",
            components=(
                ("lip_analyzer", 16), ("motion_detector", 12), ("temporal_checker", 10), ("av_correlation", 10),
            ),
            strengths=("lip-sync detection", "audio-visual correlation"),
            indicators=(
                "sound_level", "silence_share", "leading_silence", "sound_bandwidth", "av_correlation", "av_peak",
                "av_offset", "face_share", "motion",
            ),
            needs=("time", "audio"),
        ),
        Domain(
            key="rr", name="Resolution/Re-recording Specialist", specialization="resolution artefacts, upscaling, re-recording",
            components=(
                ("resolution_analyzer", 10), ("upscaling_detector", 8), ("edge_checker", 8),
                ("interpolation_detector", 10),
            ),
            strengths=("resolution artefacts", "upscaling detection"),
            indicators=(
                "laplacian_variance", "blur_width", "sharpness_ratio", "gradient", "edge_density",
                "effective_resolution", "resampling_trace", "upscale_factor", "clip_upscale_factor", "moire",
                "band_flicker", "dct_high_frequency_share", "width", "height",
            ),
            needs=("native pixels",),
        ),
        Domain(
            key="ll", name="Low-Light Specialist", specialization="low-light enhancement, noise patterns",
            components=(("luminance_branch", 48), ("noise_detector", 12), ("shadow_detector", 8)),
            strengths=("low-light enhancement", "noise patterns"),
            indicators=(
                "brightness", "contrast", "shadow_ratio", "shadow_clipping", "face_brightness", "noise_level",
                "noise_floor", "noise_ratio", "noise_slope", "temporal_noise",
            ),
            needs=("native pixels",),
        ),
        Domain(
            key="tm", name="Temporal Specialist", specialization="temporal consistency, frame to frame",
            components=(
                ("frame_consistency", 14), ("motion_analyzer", 12), ("temporal_detector", 12), ("optical_flow", 14),
            ),
            strengths=("temporal inconsistency", "frame-to-frame artefacts"),
            indicators=(
                "motion", "temporal_noise", "duplicate_share", "repeat_share", "gap_share", "disorder_share", "flicker",
                "face_flicker", "face_jitter", "fps",
            ),
            needs=("time",),
        ),
    )
}  # fmt: skip
