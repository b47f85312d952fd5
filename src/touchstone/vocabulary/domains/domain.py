"""The six domains: what each specialist is for, in the words that every output uses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
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
            "bg",
            "Background/Lighting Specialist",
            "background artefacts, lighting inconsistencies, shadows",
            (("bg_texture", 16), ("lighting_detector", 12), ("shadow_checker", 8), ("color_temp", 8)),
            ("lighting manipulation", "shadow artefacts", "background replacement"),
            (
                "brightness",
                "contrast",
                "histogram_peaks",
                "shadow_ratio",
                "highlight_ratio",
                "highlight_clipping",
                "lighting_gradient",
                "face_exposure_difference",
                "light_direction_difference",
                "color_temperature",
                "color_temperature_difference",
                "background_complexity",
                "background_texture",
                "edge_density",
                "texture_variance",
                "pattern_score",
            ),
        ),
        Domain(
            "cm",
            "Compression Specialist",
            "compression artefacts, DCT, quantisation",
            (
                ("specialist_dct_analyzer", 12),
                ("specialist_quant_detector", 10),
                ("specialist_block_checker", 8),
                ("specialist_compression_estimator", 10),
            ),
            ("compression artefacts", "DCT anomalies", "quality degradation"),
            (
                "blockiness",
                "blockiness_off_grid",
                "blockiness_difference",
                "quantization_noise",
                "dct_high_frequency_share",
                "dct_shape",
                "benford_deviation",
                "estimated_quality",
                "double_compression",
                "quantiser",
                "bitrate",
                "bits_per_pixel",
                "compression_ratio",
            ),
            ("native pixels",),
        ),
        Domain(
            "av",
            "Audio-Visual Specialist",
            "lip-sync, audio-visual correlation",
            (("lip_analyzer", 16), ("motion_detector", 12), ("temporal_checker", 10), ("av_correlation", 10)),
            ("lip-sync detection", "audio-visual correlation"),
            (
                "sound_level",
                "silence_share",
                "leading_silence",
                "sound_bandwidth",
                "av_correlation",
                "av_peak",
                "av_offset",
                "face_share",
                "motion",
            ),
            ("time", "audio"),
        ),
        Domain(
            "rr",
            "Resolution/Re-recording Specialist",
            "resolution artefacts, upscaling, re-recording",
            (
                ("resolution_analyzer", 10),
                ("upscaling_detector", 8),
                ("edge_checker", 8),
                ("interpolation_detector", 10),
            ),
            ("resolution artefacts", "upscaling detection"),
            (
                "laplacian_variance",
                "blur_width",
                "sharpness_ratio",
                "gradient",
                "edge_density",
                "effective_resolution",
                "resampling_trace",
                "upscale_factor",
                "clip_upscale_factor",
                "moire",
                "band_flicker",
                "dct_high_frequency_share",
                "width",
                "height",
            ),
            ("native pixels",),
        ),
        Domain(
            "ll",
            "Low-Light Specialist",
            "low-light enhancement, noise patterns",
            (("luminance_branch", 48), ("noise_detector", 12), ("shadow_detector", 8)),
            ("low-light enhancement", "noise patterns"),
            (
                "brightness",
                "contrast",
                "shadow_ratio",
                "shadow_clipping",
                "face_brightness",
                "noise_level",
                "noise_floor",
                "noise_ratio",
                "noise_slope",
                "temporal_noise",
            ),
            ("native pixels",),
        ),
        Domain(
            "tm",
            "Temporal Specialist",
            "temporal consistency, frame to frame",
            (("frame_consistency", 14), ("motion_analyzer", 12), ("temporal_detector", 12), ("optical_flow", 14)),
            ("temporal inconsistency", "frame-to-frame artefacts"),
            (
                "motion",
                "temporal_noise",
                "duplicate_share",
                "repeat_share",
                "gap_share",
                "disorder_share",
                "flicker",
                "face_flicker",
                "face_jitter",
                "fps",
            ),
            ("time",),
        ),
    )
}
