"""Python imports this by itself in each process that a watched command starts, because its folder is on the path there."""

import os

from watching import RECORD, watch_process  # pyright: ignore[reportMissingImports]  # beside this file, on the path then

if RECORD in os.environ:
    watch_process()
