"""What a kind of detector is, how to add one, and which there are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, TypeVar

import polars as pl
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from touchstone.detectors.detector import Detector, DetectorCard
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.hashes import file_sha256
from touchstone.vocabulary.plugins import plugins

if TYPE_CHECKING:
    import torch


_GROUP = "touchstone.detector_kinds"
"""Entry points under which other packages offer kinds."""


class Settings(BaseModel):
    """What a section of ``detectors.toml`` may say; base of every kind's own. Unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _text(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str | Path) or not str(value):
        raise ValueError(f'needs {info.field_name} = "…"')
    return value


def _file(value: object, info: ValidationInfo) -> Path:
    return (info.context or {}).get("folder", Path()) / str(_text(value, info))


WordSetting = Annotated[str, BeforeValidator(_text)]
"""A setting that is text, and not empty."""

FileSetting = Annotated[Path, BeforeValidator(_file)]
"""A setting that names a file, relative to ``detectors.toml``. It need not exist: that shows when it is loaded."""

Keep = Callable[[pl.DataFrame], None]
"""Takes rows of the ``tensors`` table. Where it is :func:`forget`, nobody wants any, and none need be measured."""


def forget(rows: pl.DataFrame) -> None:
    """Take rows of the ``tensors`` table that nobody wants."""
    del rows

S = TypeVar("S", bound=Settings)


class Kind(ABC, Generic[S]):
    """One kind of detector: what a section of ``detectors.toml`` may say for it, and how it becomes a :class:`Detector`.

    To add a kind, write one file, ``detectors/kinds/NAME.py``, with a subclass of this class and one instance of it called
    ``KIND``; it is found by itself. A kind in another package is found by an entry point that names the instance::

        [project.entry-points."touchstone.detector_kinds"]
        mine = "my_package.kind:KIND"

    In that file:

    - ``name`` is the key whose presence in a section selects the kind, and one of the fields of ``settings``: a section
      ``[mine]`` with ``onnx = "detector.onnx"`` is of the kind ``onnx``;
    - ``settings`` is a subclass of :class:`Settings`; use :data:`FileSetting` for files and :data:`WordSetting` for words.
      Whatever can be checked without opening a file is checked there: the text of a ``ValueError`` goes on from the name of the
      detector ("names the unknown specialist …"), so that all mistakes are reported before the first video is opened;
    - ``input: InputSettings = InputSettings()`` and ``output: OutputSettings = OutputSettings()`` give it the contract keys
      that all kinds of foreign networks share; :func:`fed` and :func:`answered_log_odds` do what they say;
    - :meth:`load` makes the detector. Import torch and other heavy packages inside of it: the file is imported whenever
      ``detectors.toml`` is read. A package that may be absent: raise ``MissingExtraError``;
    - :meth:`fingerprint` names everything that decides the scores;
    - override :meth:`find` only if files of this kind are recognised by their names in a folder.

    :class:`touchstone.testing.BrightnessKind` is one that needs no file and no network.
    """

    name: ClassVar[str]
    """Key of ``detectors.toml`` that selects it."""

    description: ClassVar[str]
    """What it is, in one line."""

    settings: type[S]
    """What a section may say."""

    files: ClassVar[str] = ""
    """How files must be called that :meth:`find` finds, as a sentence goes on from "no checkpoint found; "."""

    def card(self, name: str, settings: S) -> DetectorCard:
        """What is known of a detector before anything is loaded: name, kind, domain, path. A failed one has no more."""
        del settings
        return DetectorCard(name=name, kind=self.name)

    @abstractmethod
    def load(self, settings: S, name: str, device: torch.device, keep: Keep) -> Detector:
        """Load it onto a device.

        Args:
            settings: what its section says.
            name: its name, for its card.
            device: where its network runs.
            keep: of a kind with a checkpoint, takes its rows of the ``tensors`` table
                (:func:`touchstone.detectors.tensors.checkpoint_rows`) as soon as the file is read: they are of use even
                where it does not fit. It is :func:`forget` where only scores are wanted.

        Raises:
            CheckpointError: it cannot be loaded; the text becomes its row, and the other detectors go on. So they do after
                any other error, whose class and first line become the row.
            MissingExtraError: a package is missing; ends the run before any video is opened.
        """

    @abstractmethod
    def fingerprint(self, settings: S) -> Mapping[str, Any]:
        """What decides its scores, as JSON can hold it: kept in ``run.json``, and compared when a run is continued.

        Of a file take :func:`stamp` or :func:`content`. A kind of another package puts the version of its code in. Where it
        raises, or answers what JSON cannot hold, the detector counts as one that cannot be loaded.
        """

    def find(self, folder: Path) -> dict[str, S]:
        """Detectors of this kind that the files of a folder are, by name; in the order in which they are to be listed.

        Raises:
            UsageError: two files are for one name.
        """
        del folder
        return {}


@cache
def kinds() -> dict[str, Kind[Any]]:
    """The kinds by name: those of the package by the names of their files, then those of other packages.

    Raises:
        UsageError: a package offers something else, or a name that is taken.

    >>> kinds()["specialist"].description
    "one of the package's networks, with the weights of a checkpoint"
    """
    kinds: dict[str, Kind[Any]] = {}
    for offer in plugins("touchstone.detectors.kinds", "KIND", _GROUP, Kind):
        settings = getattr(offer.item, "settings", None)
        if not isinstance(settings, type) or not issubclass(settings, Settings):
            raise UsageError(f"{offer.where}, offered as {_GROUP}, has no settings; fix or remove it")
        kinds[offer.item.name] = offer.item
    return kinds


def stamp(path: Path) -> str:
    """Name, size and time of change of a file: for large ones, whose hash is left to loading."""
    try:
        stat = path.stat()
    except OSError:
        return f"{path.name}: not found"
    return f"{path.name}: {stat.st_size} bytes, changed {stat.st_mtime_ns}"


def content(path: Path) -> str:
    """Name and SHA-256 of a file: for small ones, and for those whose time of change says nothing."""
    if not path.is_file():
        return f"{path.name}: not found"
    try:
        return f"{path.name}: {file_sha256(path)}"
    except OSError:
        return f"{path.name}: not found"
