from .conclusions.diagnosis import Finding as Finding
from .front import CheckpointResult as CheckpointResult
from .front import RunResult as RunResult
from .front import Tables as Tables
from .front import analyze as analyze
from .front import examine as examine
from .front import inspect as inspect
from .front import load as load
from .vocabulary.errors import CheckpointError as CheckpointError
from .vocabulary.errors import CorpusError as CorpusError
from .vocabulary.errors import FileError as FileError
from .vocabulary.errors import MissingExtraError as MissingExtraError
from .vocabulary.errors import RunError as RunError
from .vocabulary.errors import StoppedError as StoppedError
from .vocabulary.errors import TableError as TableError
from .vocabulary.errors import TouchstoneError as TouchstoneError
from .vocabulary.errors import UsageError as UsageError

__version__: str

__all__ = [
    "CheckpointError",
    "CheckpointResult",
    "CorpusError",
    "FileError",
    "Finding",
    "MissingExtraError",
    "RunError",
    "RunResult",
    "StoppedError",
    "TableError",
    "Tables",
    "TouchstoneError",
    "UsageError",
    "analyze",
    "examine",
    "inspect",
    "load",
]
