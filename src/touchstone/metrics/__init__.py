"""How good: accuracy family, ranking, calibration, consistency, each with n and a 95 % interval."""

from ._estimate import Estimate

__all__ = ["Estimate"]
