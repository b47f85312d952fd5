"""The designs, faults, effects and seeds of ``designs.toml``, how large an effect is, and what is therefore true of a run."""

from .file import BACKGROUNDS, DESIGNS, DOUBLES, FAULTS, LEAST, RUNS, SIZES, FaultLine, seed_of

__all__ = ["BACKGROUNDS", "DESIGNS", "DOUBLES", "FAULTS", "LEAST", "RUNS", "SIZES", "FaultLine", "seed_of"]
