"""The packages that footage needs, imported in one place so that a missing one is reported in one way."""

from __future__ import annotations

import os

from touchstone.vocabulary.errors import MissingExtraError

# The AV1 encoder writes to the terminal by itself; its errors are raised as well.
os.environ.setdefault("SVT_LOG", "0")

try:
    import av
    import cv2
    import PIL.Image
    from av.error import FFmpegError
except ImportError as error:
    raise MissingExtraError("reading and writing videos", "footage") from error

# One process, one thread: parallelism is over videos, and threads within threads only fight for the cores.
cv2.setNumThreads(1)
# Intel's routines give other last digits when an array happens to lie elsewhere in memory; equal pixels must give equal
# numbers, or a continued run would differ from an unbroken one.
cv2.ipp.setUseIPP(False)

__all__ = ["PIL", "FFmpegError", "av", "cv2"]
