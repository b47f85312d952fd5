"""All clip indicators of a window of consecutive frames."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.faces import Face
from touchstone.footage.media import Sound
from touchstone.vocabulary.errors import UsageError

from .enlargement import EnlargementMeter
from .face_motion import FaceMeter
from .flicker import FlickerMeter
from .motion import MotionMeter
from .mouth import MouthMeter
from .sound import leading_silence, silence_share, sound_bandwidth, sound_level
from .sync import synchrony


class ClipMeter:
    """Measures a clip while it is decoded; holds a few numbers and a small patch of the mouth per frame, and a few sums.

    Faces are found when a clip is complete, so they come by a second door, :meth:`add_face`; without it what is measured
    on faces is ``None``.

    >>> meter = ClipMeter()
    >>> for level in (10, 10, 14):
    ...     meter.add(np.full((16, 16), level, np.uint8))
    >>> result = meter.result(None)
    >>> result["motion"], result["duplicate_share"], result["face_share"], result["sound_level"]
    (2.0, 0.5, None, None)

    Attributes:
        frames: frames taken so far.
    """

    def __init__(self) -> None:
        self._motion = MotionMeter()
        self._flicker = FlickerMeter()
        self._enlargement = EnlargementMeter()
        self._faces = FaceMeter()
        self._mouth = MouthMeter()
        self.frames = 0

    def add(self, luma: NDArray[np.uint8]) -> None:
        """Take the next frame of the window.

        Args:
            luma: uint8 ``[H, W]``, as :attr:`touchstone.footage.media.Frame.luma` gives it; not to be changed
                afterwards.

        Raises:
            UsageError: not a plane of this kind.
        """
        _check(luma)
        self._motion.add(luma)
        self._flicker.add(luma)
        self._enlargement.add(luma)
        self.frames += 1

    def add_face(self, luma: NDArray[np.uint8], face: Face | None, time: float) -> None:
        """Take the face of the next frame of the window, in order.

        Args:
            luma: uint8 ``[H, W]``; may be smaller than the frame.
            face: in the pixels of that luma; ``None`` where the frame shows none.
            time: of the frame, seconds from the video's first frame.

        Raises:
            UsageError: not a plane of this kind.
        """
        _check(luma)
        self._faces.add(luma, face)
        self._mouth.add(luma, face, time)

    def result(self, sound: Sound | None, opening: Sound | None = None) -> dict[str, float | None]:
        """Measures of the frames so far and of the window's sound.

        Args:
            sound: of the window.
            opening: of the first seconds of the video.

        Returns:
            Exactly the clip indicators of :data:`touchstone.vocabulary.domains.CLIP_INDICATORS`, in their order;
            ``None`` where the clip does not define one.
        """
        sync = synchrony(self._mouth.series(), sound)
        return {
            "motion": self._motion.motion,
            "temporal_noise": self._motion.temporal_noise,
            "duplicate_share": self._motion.duplicate_share,
            "repeat_share": self._motion.repeat_share,
            "gap_share": self._motion.gap_share,
            "disorder_share": self._motion.disorder_share,
            "flicker": self._flicker.flicker,
            "band_flicker": self._flicker.bands,
            "clip_upscale_factor": self._enlargement.factor,
            "face_share": self._faces.share,
            "face_flicker": self._faces.flicker,
            "face_jitter": self._faces.jitter,
            "sound_level": sound_level(sound),
            "silence_share": silence_share(sound),
            "leading_silence": leading_silence(opening),
            "sound_bandwidth": sound_bandwidth(sound),
            "av_correlation": sync.correlation,
            "av_peak": sync.peak,
            "av_offset": sync.offset,
        }


def _check(luma: NDArray[np.uint8]) -> None:
    if luma.dtype != np.uint8 or luma.ndim != 2 or luma.size == 0:
        raise UsageError(f"luma is uint8 [H, W], not {luma.dtype} {list(luma.shape)}")
