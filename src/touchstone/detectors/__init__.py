"""Anything that scores what is shown of a video: checkpoints read safely, networks, contracts, and the engine that runs them."""
