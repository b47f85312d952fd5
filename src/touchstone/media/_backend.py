"""The packages that footage needs, imported in one place so that a missing one is reported in one way."""

from __future__ import annotations

from touchstone.errors import MissingExtraError

try:
    import av
    import cv2
    import PIL.Image
    from av.error import FFmpegError
except ImportError as error:
    raise MissingExtraError("reading and writing videos", "footage") from error

# One worker process, one thread: parallelism is over videos, and nested threads only fight for the cores.
__all__ = ["PIL", "FFmpegError", "av", "cv2"]


def one_line(error: BaseException) -> str:
    """What FFmpeg says of an error, without its number and without the file's name.

    >>> one_line(ValueError("no such thing"))
    'no such thing'
    """
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())
