"""The tables of a result: polars data frames by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any

import polars as pl

from touchstone.vocabulary.errors import UsageError


class TableFrame(pl.DataFrame):
    """A polars data frame that can be converted to pandas with no other package than pandas.

    So can every frame that one of its methods returns: ``frame.filter(…).to_pandas()``. What ends a ``group_by`` or a lazy
    query is a plain frame of polars, whose ``to_pandas`` needs pyarrow; ``TableFrame(plain)`` makes it one of these.

    >>> TableFrame({"video": ["a.mp4"], "p_fake": [0.9]}).rows()
    [('a.mp4', 0.9)]
    """

    def to_pandas(self, *_arguments: object, **_options: object) -> Any:
        """The same rows as a ``pandas.DataFrame``; numbers that are null become NaN.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas
        except ModuleNotFoundError as error:
            raise UsageError("to_pandas needs pandas, which is not installed; run: pip install pandas") from error
        columns = self.iter_columns()
        return pandas.DataFrame({c.name: c.to_numpy() if c.dtype.is_numeric() else c.to_list() for c in columns})


def _derived(method: Callable[..., object]) -> Callable[..., object]:
    """The same method; a plain frame that it returns becomes a :class:`TableFrame`."""

    @wraps(method)
    def call(self: TableFrame, *args: object, **kwargs: object) -> object:
        result = method(self, *args, **kwargs)
        return TableFrame(result) if type(result) is pl.DataFrame else result

    return call


for _name, _method in vars(pl.DataFrame).items():
    _returned = str(getattr(_method, "__annotations__", {}).get("return", ""))
    if _name not in vars(TableFrame) and ("DataFrame" in _returned or _name == "__getitem__") and callable(_method):
        setattr(TableFrame, _name, _derived(_method))


class Tables(Mapping[str, TableFrame]):
    """The tables of a run or of an inspection, by name and as attributes: ``tables.scores``, ``tables["scores"]``.

    Their columns are described in ``touchstone.vocabulary.tables.TABLES`` and in docs/reference/tables.md.

    >>> tables = Tables({"scores": pl.DataFrame({"video": ["a.mp4", "b.mp4"]})})
    >>> tables
    Tables(scores: 2 rows)
    >>> tables.scores["video"].to_list()
    ['a.mp4', 'b.mp4']
    """

    videos: TableFrame
    frames: TableFrame
    clips: TableFrame
    previews: TableFrame
    truth: TableFrame
    detectors: TableFrame
    scores: TableFrame
    tensors: TableFrame
    counts: TableFrame
    rejected: TableFrame
    properties: TableFrame

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self.__dict__.update({name: TableFrame(frame) for name, frame in tables.items()})

    def __getitem__(self, name: str) -> TableFrame:
        return self.__dict__[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__)

    def __len__(self) -> int:
        return len(self.__dict__)

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name}: {frame.height:,} rows' for name, frame in self.items())})"
