"""What a container says of its video: the container columns of the ``videos`` table."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFacts:
    """The container columns of the ``videos`` table; ``None`` where the file does not tell.

    Attributes:
        container: container format, as FFmpeg names it.
        codec: video codec, as FFmpeg names it.
        pixel_format: pixel format of the first frame, as FFmpeg names it.
        width: pixels, after rotation.
        height: pixels, after rotation.
        rotation: degrees clockwise that the container asks to turn the picture by: 0, 90, 180, 270.
        fps: mean frame rate over the video, frames per second; from the header where there is one frame.
        variable_frame_rate: whether frames are unevenly spaced in time, beyond the rounding of the timestamps.
        frame_count: frames that are shown; counted from the packets, or by decoding where those cannot tell.
        duration: seconds of video: from the first frame to the end of the last.
        bitrate: bits per second of the video stream.
        bits_per_pixel: bits of the video stream per pixel and frame.
        compression_ratio: size as 8-bit RGB over the size of the video stream.
        has_audio: whether there is a sound stream.
        audio_codec: sound codec, as FFmpeg names it.
        audio_rate: samples per second.
        audio_channels: channels of the sound.
        audio_duration: seconds of sound.
    """

    container: str
    codec: str
    pixel_format: str
    width: int
    height: int
    rotation: int
    fps: float | None
    variable_frame_rate: bool | None
    frame_count: int
    duration: float | None
    bitrate: float | None
    bits_per_pixel: float | None
    compression_ratio: float | None
    has_audio: bool
    audio_codec: str | None
    audio_rate: int | None
    audio_channels: int | None
    audio_duration: float | None

    def row(self) -> dict[str, str | int | float | bool | None]:
        """The facts as columns of the ``videos`` table."""
        return asdict(self)

    def __str__(self) -> str:
        rate = f"{self.fps:.4g} fps" if self.fps else "unknown frame rate"
        sound = f"{self.audio_codec} {self.audio_rate} Hz" if self.has_audio else "no sound"
        return f"{self.codec} {self.width}×{self.height}, {rate}, {self.frame_count} frames, {sound}"
