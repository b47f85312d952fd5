from tests.small_run import checkpoints, footage
from tests.testing.conftest import offer

__all__ = ["checkpoints", "footage", "offer"]
