from tests.small_run import checkpoints, footage

__all__ = ["checkpoints", "footage"]
