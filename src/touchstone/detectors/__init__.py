"""Anything that scores what is shown of a video: checkpoints read safely, networks, contracts, and the engine that runs them."""

from importlib.util import find_spec

from touchstone.vocabulary.errors import MissingExtraError

for _package in ("torch", "torchvision", "safetensors"):
    if find_spec(_package) is None:
        raise MissingExtraError("running networks", "footage")
