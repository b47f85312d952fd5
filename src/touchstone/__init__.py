"""Touchstone examines deepfake-video detectors: how good each one is, why it fails, what to do about it.

::

    import touchstone as ts

    result = ts.examine("scores.csv")                      # or a DataFrame, a dict, a list of dicts
    result = ts.analyze("footage", "detectors.toml")       # networks over labelled videos
    result.performance, result.findings, result.ensemble, result.roadmap, result.tables.scores
    result.save("runs/today")                              # the run folder with its report.html

    ts.inspect("cm_model.pt", as_="cm")                    # a checkpoint, without footage
    ts.load("runs/today")                                  # a finished run

These names are imported when they are first used; ``__init__.pyi`` lists them for editors.
"""

__version__ = "0.1.0"

_PLACES = {
    "touchstone.front": ("CheckpointResult", "RunResult", "Tables", "analyze", "examine", "inspect", "load"),
    "touchstone.conclusions.diagnosis": ("Finding",),
    "touchstone.vocabulary.errors": (
        "CheckpointError", "CorpusError", "FileError", "MissingExtraError", "RunError", "StoppedError", "TableError",
        "TouchstoneError", "UsageError",
    ),
}  # fmt: skip
_PLACE_OF = {name: place for place, names in _PLACES.items() for name in names}

__all__ = sorted(_PLACE_OF)  # pyright: ignore[reportUnsupportedDunderAll]  the stub holds the names themselves


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for."""
    if name not in _PLACE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_PLACE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
