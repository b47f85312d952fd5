"""The ground of the audio-visual specialist."""

from .grounds import Condition, Ground, GroundMeasure, Level, Range, level

_SPEECH = (Range("sound_level", -50), Range("silence_share", None, 0.5))
_TALKING = (*_SPEECH, Range("face_share", 0.5), Range("av_correlation", -1))

# fmt: off
AV = Ground(
    conditions=(
        Condition("sound", "clips with sound", (level("a sound track", "sound_level", -120),)),
        Condition("speech", "clips in which something is heard", (
            Level("louder than −50 dBFS, silent for less than half of the time", _SPEECH),
        )),
        Condition("talking_faces", "faces whose mouths move to sound", (
            Level("a face in half of the frames, and a mouth whose movement could be followed beside the sound", _TALKING),
        )),
    ),
    measures=(
        GroundMeasure("lip_sync_detection", "detection", "av_correlation", side="lower", definition=(
            "fakes caught in the third of the footage in which mouth and sound agree least")),
        GroundMeasure("audio_visual_correlation", "sensitivity", "av_correlation", definition=(
            "rank correlation of P(fake) with the correlation of mouth and sound, inside label: negative where the score rises "
            "as mouth and sound agree less")),
    ),
)
