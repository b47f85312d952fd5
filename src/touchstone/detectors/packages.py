"""Imported first by rooms that need torch: says what to install where it is missing."""

from __future__ import annotations

from importlib.util import find_spec

from touchstone.vocabulary.errors import MissingExtraError

for _package in ("torch", "torchvision", "safetensors"):
    if find_spec(_package) is None:
        raise MissingExtraError("running networks", "footage")
